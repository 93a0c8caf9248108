import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const MEMORY = '/dev/shm'
const ENOUGH = 2 ** 31

/**
 * Where a database that is soon thrown away is kept: in memory, if there are two gigabytes of it. On a slow disk
 * making and dropping the database of one test file takes a second, in memory 50 ms. To the server it is a folder like
 * any other; but programs may be forbidden to run from there.
 */
export const shortLived = (): string => (hasRoom(MEMORY) ? MEMORY : tmpdir())

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > ENOUGH
  } catch {
    return false
  }
}

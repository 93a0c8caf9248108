import { flushCompileCache } from 'node:module'
import type pg from 'pg'
import { wallClock } from '#base/time.ts'
import type { CarrierConfig } from '#config.ts'
import { openHouse } from '#house.ts'
import { openLog } from '#log.ts'
import { argument } from '../bench/child.ts'

// The application in a process of its own with all its stations, as `serve` opens it, but without a door.
export type AppArgument = Readonly<{ connection: pg.PoolConfig; carriers: CarrierConfig; lease: number }>

process.once('disconnect', () => process.exit())
const house = await openHouse({
  ...argument<AppArgument>(),
  clock: wallClock,
  log: openLog('quietly'),
  stations: 'by-themselves',
})
process.send!('open')
// Whoever is killed leaves no compiled code behind for the next; the first one is told to.
process.once('message', async () => {
  await house.close()
  flushCompileCache()
  process.exit()
})

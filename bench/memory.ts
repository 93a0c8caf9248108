import { readdirSync, readFileSync } from 'node:fs'

/** Megabytes of memory these processes really take: what several share counts by share. Undefined where nobody says. */
export function memoryOf(pids: readonly number[]): number | undefined {
  const kilobytes = pids.map(proportional)
  return kilobytes.includes(undefined) ? undefined : kilobytes.reduce<number>((sum, each) => sum + each!, 0) / 1024
}

/** Only Linux keeps this account, and only for those who may see it; a process that has just ended has none. */
function proportional(pid: number): number | undefined {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1])
  } catch (error) {
    return ['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '') ? 0 : undefined
  }
}

/** The process and everything it started that still runs. */
export function family(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(parentOf)
  const under = (above: number): number[] => [
    above,
    ...parents.filter(({ parent }) => parent === above).flatMap(({ pid: child }) => under(child)),
  ]
  return under(pid)
}

function parentOf(name: string): { pid: number; parent: number }[] {
  try {
    const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))!
    return [{ pid: Number(name), parent: Number(parent) }]
  } catch {
    // It ended while we looked.
    return []
  }
}

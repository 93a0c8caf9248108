import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** Where and when this was measured. Load is that of the last minute, before the first measurement. */
export type Machine = Readonly<{
  date: string
  cores: number
  processor: string
  memoryGigabytes: number
  platform: string
  node: string
  postgresql: string | null
  load: number
}>

export const load = (): number => Math.round(loadavg()[0]! * 100) / 100

export const thisMachine = (): Omit<Machine, 'postgresql'> => ({
  date: Temporal.Now.instant().round('second').toString(),
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform}-${process.arch}`,
  node: process.version,
  load: load(),
})

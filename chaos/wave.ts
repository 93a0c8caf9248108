import { idFrom } from '#base/id.ts'
import { insertEvents, insertJobs } from '../bench/seed.sql.ts'
import { type Chance, openChance, pick } from './chance.ts'
import type { Ground } from './database.ts'
import { insertPromised, jobIdsOf, jobsNumbered, type Promised } from './promises.sql.ts'
import { COMPLETED, DISPATCHED, JOBS, PLACES, type Town } from './town.ts'

export type Channel = Promised['channel']

/** What was promised so far, and how more is. */
export type Oracle = Readonly<{
  /** By their ids. */
  notices: ReadonlyMap<string, Promised>
  /** Jobs of each of which one message must come, made by planning. */
  jobs: ReadonlySet<string>
  /** Promises so many more; resolves when all of it is on disk. */
  promise: (count: number) => Promise<void>
}>

// Of all messages, the part that is planned from a save; the others begin as a notice.
const PLANNED = 0.2
const LANES = { urgent: 25, normal: 55, slow: 20 }
// Those of the towns themselves have the numbers below.
const FIRST_NUMBER = 100_000

type Options = Readonly<{ seed: number; towns: readonly Town[]; channels: Readonly<Partial<Record<Channel, number>>> }>

/** Promises messages and never forgets one: what was not acknowledged is asked for again until it is. */
export async function openOracle(ground: Ground, { seed, towns, channels }: Options): Promise<Oracle> {
  const chance = openChance(seed)
  const notices = new Map<string, Promised>()
  const jobs = new Set<string>()
  const jobsOf = new Map(
    await Promise.all(
      towns.map(async town => [town, (await jobIdsOf(ground.db, town.companyId)).slice(0, JOBS)] as const),
    ),
  )
  const { db, insist } = ground
  let numbered = FIRST_NUMBER

  async function promise(count: number): Promise<void> {
    const planned = Math.round(count * PLANNED)
    const town = towns[Math.floor(chance() * towns.length)]!
    const direct = Array.from({ length: count - planned }, () => newNotice(chance))
    await insist(() => insertPromised(db, direct, Temporal.Now.instant()))
    for (const each of direct) notices.set(each.id, each)
    if (planned > 0) await promiseJobs(town, planned)
  }

  function newNotice(chance: Chance): Promised {
    const n = ++made
    const town = towns[Math.floor(chance() * towns.length)]!
    const channel = pick(channels as Record<Channel, number>, chance())
    const lane = pick(LANES, chance())
    const jobId = jobsOf.get(town)![Math.floor(chance() * JOBS)]!
    const addresses: Record<Channel, string> = {
      email: `operator${n}@example.com`,
      sms: `+614${String(n).padStart(8, '0')}`,
      webhook: town.hook,
    }
    const version = lane === 'urgent' ? DISPATCHED : COMPLETED
    return {
      ...{ companyId: town.companyId, id: idFrom('chaos', seed, n), channel, lane, jobId, version },
      address: addresses[channel],
    }
  }
  let made = 0

  /** Jobs that have just been completed: their last save is not planned yet. */
  async function promiseJobs({ companyId, life }: Town, count: number): Promise<void> {
    const some = { companyId, series: 'storm', first: numbered + 1, count, places: PLACES }
    numbered += count
    const before = life.slice(0, COMPLETED - 1)
    await insist(async () => {
      if ((await jobsNumbered(db, some)).length > 0) return
      await db.begin(async tx => {
        await insertJobs(tx, some, life[0]!)
        await insertEvents(tx, some, before, Temporal.Now.instant())
        await insertEvents(tx, some, [life[COMPLETED - 1]!], null)
      })
    })
    for (const { id } of await insist(() => jobsNumbered(db, some))) jobs.add(id)
  }

  return { notices, jobs, promise }
}

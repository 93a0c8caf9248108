import { connect, type Database } from '#db/sql.ts'
import { startChild } from './child.ts'
import { buildJobs } from './jobs-of-town.ts'
import { count, interleave, median, perSecond } from './rounds.ts'
import type { Bench, Found, Row } from './row.ts'
import { insertNotices, type Jobs } from './seed.sql.ts'
import { claimAndFinish, countIn, insertWaiting } from './waiting.sql.ts'

/** Messages a second from planned notice to recorded receipt, to a carrier that costs nothing. */
export const deliveries: Row = {
  name: 'deliveries',
  about: 'text e-mails from planned notice to recorded receipt by an instant carrier, against a bare claim-and-finish',
  measure,
}

const PLACES = 500

async function measure(bench: Bench): Promise<Found> {
  const ground = await bench.ground()
  const amount = Math.round(20_000 * bench.part)
  bench.say('seeding')
  const { connection, jobs } = await seed(bench, amount)
  const db = connect(connection, 2)
  const bare = (await ground.database('claims')).db
  const { companyId } = await buildJobs(bare, { count: 1, places: 1 })
  const house = startChild('./delivering.ts', { connection }, bench.profiles)
  const turns = {
    house: async () => {
      await ground.checkpoint()
      return deliverAll(db, jobs, () => house.ask<{ cpu: number }>('deliver', { expected: jobs.count }))
    },
    bare: async () => {
      await refill(bare, companyId, amount)
      await ground.checkpoint()
      return claimAll(bare, amount)
    },
  }
  try {
    await interleave(turns, 1, line => bench.say(`warming up: ${line}`))
    return found(await interleave(turns, bench.rounds, bench.say))
  } finally {
    await house.end()
    await Promise.all([db.close(), bare.close()])
  }
}

async function seed(bench: Bench, amount: number): Promise<{ connection: Parameters<typeof connect>[0]; jobs: Jobs }> {
  const { connection, db } = await (await bench.ground()).database('deliveries')
  const jobs = await buildJobs(db, { count: amount, places: PLACES })
  await db.script('vacuum analyze')
  await db.close()
  return { connection, jobs }
}

type Run = Readonly<{ rate: number; cpu: number }>

async function deliverAll(db: Database, jobs: Jobs, deliver: () => Promise<{ cpu: number }>): Promise<Run> {
  const before = await countIn(db, 'delivered')
  await insertNotices(db, jobs, { version: 5, occasion: 'completed', now: Temporal.Now.instant() })
  const since = performance.now()
  const { cpu } = await deliver()
  const seconds = (performance.now() - since) / 1000
  const delivered = (await countIn(db, 'delivered')) - before
  if (delivered !== jobs.count) throw new Error(`${delivered} of ${jobs.count} were delivered`)
  return { rate: delivered / seconds, cpu: cpu / delivered }
}

async function refill(db: Database, companyId: string, amount: number): Promise<void> {
  await insertWaiting(db, { companyId, count: amount, lane: 'normal', now: Temporal.Now.instant() })
  await db.script('vacuum analyze delivery')
}

async function claimAll(db: Database, amount: number): Promise<Run> {
  const since = performance.now()
  while ((await claimAndFinish(db, { limit: 100, now: Temporal.Now.instant() })).length > 0);
  return { rate: (amount * 1000) / (performance.now() - since), cpu: 0 }
}

function found(runs: Record<'house' | 'bare', Run[]>): Found {
  const rates = (side: 'house' | 'bare') => runs[side].map(({ rate }) => rate)
  const [ours, bare] = [median(rates('house')), median(rates('bare'))]
  return {
    samples: { 'house: per second': rates('house'), 'bare: per second': rates('bare') },
    findings: [
      {
        what: 'planned notice to recorded receipt, instant carrier',
        ours: perSecond(ours),
        against: `bare claim-and-finish: ${perSecond(bare)}`,
        ratio: ours / bare,
        goal: 'at least 2,000/s',
        met: ours >= 2000,
      },
      { what: 'processor time of the house, a message', ours: `${count(median(runs.house.map(({ cpu }) => cpu)))} µs` },
    ],
  }
}

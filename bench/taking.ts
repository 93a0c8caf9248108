import type { Database } from '#db/sql.ts'
import { openSender, type Sender } from '#delivery/sender.run.ts'
import { instantCarrier } from './instant.ts'
import { buildJobs } from './jobs-of-town.ts'
import { count, interleave, median } from './rounds.ts'
import type { Bench, Found, Row } from './row.ts'
import { countIn, forgetTaking, insertWaiting } from './waiting.sql.ts'

/** What it costs to take a hundred due rows with a thousand waiting and with a million. */
export const taking: Row = {
  name: 'taking',
  about: 'a hundred due deliveries taken at a time, with a thousand waiting and with a million',
  measure,
}

const TAKEN = 800

async function measure(bench: Bench): Promise<Found> {
  const many = Math.max(1000, Math.round(1_000_000 * bench.part))
  bench.say(`seeding ${count(many)} messages that wait`)
  const sides = { few: await seed(bench, 'taking_few', 1000), many: await seed(bench, 'taking_many', many) }
  const turn = (db: Database) => async () => {
    await forgetTaking(db)
    await db.script('vacuum analyze delivery')
    await (await bench.ground()).checkpoint()
    return takeSome(db)
  }
  const turns = { few: turn(sides.few), many: turn(sides.many) }
  await interleave(turns, 1, line => bench.say(`warming up: ${line}`))
  const runs = await interleave(turns, bench.rounds * 3, bench.say)
  await Promise.all([sides.few.close(), sides.many.close()])
  const [few, cost] = [median(runs.few), median(runs.many)]
  return {
    samples: { 'few: ms for 100': runs.few, 'many: ms for 100': runs.many },
    findings: [
      {
        what: `taking 100 due deliveries with ${count(many)} waiting`,
        ours: `${cost.toFixed(2)} ms`,
        against: `with 1,000 waiting: ${few.toFixed(2)} ms`,
        ratio: cost / few,
        goal: 'ratio at most 1.3',
        met: cost / few <= 1.3,
      },
    ],
  }
}

async function seed(bench: Bench, name: string, rows: number): Promise<Database> {
  const { db } = await (await bench.ground()).database(name)
  const { companyId } = await buildJobs(db, { count: 1, places: 1 })
  await insertWaiting(db, { companyId, count: rows, lane: 'normal', now: Temporal.Now.instant() })
  await db.script('vacuum analyze')
  return db
}

/** Milliseconds for each hundred, the middle of eight. */
async function takeSome(db: Database): Promise<number> {
  const clock = () => Temporal.Now.instant()
  // Nothing is handed over, so that only the taking is timed.
  const carriers = [{ ...instantCarrier({ connections: 1 }), send: () => new Promise<never>(() => {}) }]
  const trouble = (error: unknown) => {
    throw error
  }
  const times: number[] = []
  const senders: Sender[] = []
  for (let i = 0; i < TAKEN / 100; i++) {
    const sender = openSender(db, {
      lane: 'normal',
      channel: 'email',
      carriers,
      clock,
      trouble,
      lease: 600,
      stopWithin: 0,
    })
    senders.push(sender)
    const since = performance.now()
    await sender.sendDue()
    times.push(performance.now() - since)
  }
  const left = await countIn(db, 'waiting')
  // Else they would say in the middle of the next row that they still hold what they took.
  await Promise.all(senders.map(sender => sender.stop()))
  if (left < 1000) throw new Error(`${left} deliveries wait after the taking`)
  return median(times)
}

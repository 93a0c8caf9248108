import type { Lane } from '#rules/notice.ts'
import { startChild } from './child.ts'
import { buildJobs } from './jobs-of-town.ts'
import { count, median, milliseconds, perSecond, quantile } from './rounds.ts'
import type { Bench, Row } from './row.ts'
import { buildSmallCompany } from './small-company.ts'
import { insertWaiting } from './waiting.sql.ts'
import type { WaitsArgument } from './waits.ts'

/** From the commit of a dispatch until it is handed over, while the slow lane works through a million rows. */
export const urgent: Row = {
  name: 'urgent',
  about: 'a dispatch from its commit until it is handed over, with a million slow messages waiting and being sent',
  measure: async bench => {
    const idle = await waits(bench, { lane: 'urgent', waiting: 0, in: 'slow', takes: 0 })
    const busy = await waits(bench, { lane: 'urgent', waiting: 1_000_000, in: 'slow', takes: 0 })
    const [p50, p99] = [median(busy.waits), quantile(busy.waits, 0.99)]
    return {
      samples: { 'idle: ms': idle.waits, 'busy: ms': busy.waits },
      findings: [
        {
          what: `urgent, commit to hand-over, ${count(busy.waiting)} slow rows (${perSecond(busy.others)} of them sent meanwhile): p50`,
          ours: milliseconds(p50),
          against: `idle: ${milliseconds(median(idle.waits))}`,
          ratio: p50 / median(idle.waits),
          goal: 'p50 at most 60 ms',
          met: p50 <= 60,
        },
        {
          what: 'the same: p99',
          ours: milliseconds(p99),
          against: `idle: ${milliseconds(quantile(idle.waits, 0.99))}`,
          goal: 'p99 at most 1 s',
          met: p99 <= 1000,
        },
      ],
    }
  },
}

/** What a company with a few messages waits while another has 900,000 in the same lane. */
export const fair: Row = {
  name: 'fair',
  about:
    'a message of a small company while another company has 900,000 waiting in the same lane and they are being sent',
  measure: async bench => {
    // As long as a mail server on the same machine takes.
    const takes = 20
    const idle = await waits(bench, { lane: 'normal', waiting: 0, in: 'normal', takes })
    const busy = await waits(bench, { lane: 'normal', waiting: 900_000, in: 'normal', takes })
    const ratio = median(busy.waits) / median(idle.waits)
    return {
      samples: { 'idle: ms': idle.waits, 'busy: ms': busy.waits },
      findings: [
        {
          what: `wait of a small company, ${count(busy.waiting)} of another waiting (${perSecond(busy.others)} of them sent meanwhile): p50`,
          ours: milliseconds(median(busy.waits)),
          against: `idle: ${milliseconds(median(idle.waits))}`,
          ratio,
          goal: 'ratio at most 2',
          met: ratio <= 2,
        },
        {
          what: 'the same: p99',
          ours: milliseconds(quantile(busy.waits, 0.99)),
          against: `idle: ${milliseconds(quantile(idle.waits, 0.99))}`,
        },
      ],
    }
  },
}

type Scene = Readonly<{ lane: 'urgent' | 'normal'; waiting: number; in: Lane; takes: number }>

async function waits(bench: Bench, { lane, waiting, in: whose, takes }: Scene) {
  const ground = await bench.ground()
  const { connection, db } = await ground.database(`waits_${lane}_${waiting}`)
  const { companyId } = await buildJobs(db, { count: 1, places: 1 })
  const opening = await buildSmallCompany(db, lane)
  const now = Temporal.Now.instant()
  const rows = Math.round(waiting * bench.part)
  if (rows > 0) bench.say(`seeding ${count(rows)} messages that wait`)
  if (rows > 0) await insertWaiting(db, { companyId, count: rows, lane: whose, now })
  await db.script('vacuum analyze')
  await db.close()
  await ground.checkpoint()
  const house = startChild('./waits.ts', { connection, opening, takes } satisfies WaitsArgument, bench.profiles)
  try {
    const timed = (amount: number) => house.ask<{ waits: number[]; others: number }>('measure', { lane, count: amount })
    await timed(10)
    bench.say(`${lane}: ${count(rows)} waiting`)
    return { ...(await timed(Math.max(20, Math.round(300 * bench.part)))), waiting: rows }
  } finally {
    await house.end()
  }
}

import { CAPTURED } from '#config.ts'
import { connect, type Database } from '#db/sql.ts'
import { type Child, startChild } from './child.ts'
import { countAccepted } from './email.sql.ts'
import { FROM, type Sent } from './email-sides.ts'
import type { Ground } from './ground.ts'
import { buildJobs } from './jobs-of-town.ts'
import { count, interleave, median, perSecond } from './rounds.ts'
import type { Bench, Found, Row } from './row.ts'
import { insertNotices, type Jobs } from './seed.sql.ts'
import type { Taken } from './smtp-sink.ts'

/** E-mails handed over a second, from planned notice to recorded acceptance, against nodemailer alone. */
export const email: Row = {
  name: 'email',
  about: 'text e-mails from planned notice to delivery recorded accepted, against a bare pooled nodemailer loop',
  measure,
}

const PLACES = 500

type Scene = Readonly<{ db: Database; jobs: Jobs; app: Child; sink: Child; bare: Child; ground: Ground }>

async function measure(bench: Bench): Promise<Found> {
  const ground = await bench.ground()
  bench.say('seeding')
  const { connection, jobs } = await seed(ground, Math.round(5000 * bench.part))
  const sink = startChild('./smtp-sink.ts', {})
  const { port } = await sink.ask<{ port: number }>('address')
  const carriers = { ...CAPTURED, email: [{ name: 'smtp', url: `smtp://127.0.0.1:${port}`, from: FROM }] }
  const app = startChild('./app.ts', { connection, stations: 'by-themselves', carriers }, bench.profiles)
  const bare = startChild('./email-bare.ts', { connection, port })
  const scene: Scene = { db: connect(connection, 2), jobs, app, sink, bare, ground }
  try {
    // As many connections for the others as the house uses.
    const { connections: over } = await house(scene)
    await bare.ask('read', { most: jobs.count, over })
    const turns = {
      house: () => house(scene),
      nodemailer: () => alone(scene, 'nodemailer'),
      'raw text': () => alone(scene, 'limit'),
    }
    await interleave(turns, 1, line => bench.say(`warming up: ${line}`))
    return found(await interleave(turns, bench.rounds, bench.say))
  } finally {
    await Promise.all([app.end(), bare.end(), sink.end(), scene.db.close()])
  }
}

async function seed(ground: Ground, amount: number) {
  const { connection, db } = await ground.database('email')
  const jobs = await buildJobs(db, { count: amount, places: PLACES })
  await db.script('vacuum analyze')
  await db.close()
  return { connection, jobs }
}

type Run = Sent & Readonly<{ sinkCpu: number; connections: number }>

/** One notice about each job falls due; it is over when every delivery is recorded as accepted. */
async function house({ db, jobs, app, sink, ground }: Scene): Promise<Run> {
  await ground.checkpoint()
  const before = await countAccepted(db)
  await sink.ask('begin')
  await app.ask('startCpu')
  await insertNotices(db, jobs, { version: 5, occasion: 'completed', now: Temporal.Now.instant() })
  const since = performance.now()
  await app.ask('nudge', { names: 'carry normal' })
  // Asking the database all the time would be work that nobody else has.
  await sink.ask('until', { taken: jobs.count })
  await app.ask('finish', { lookEvery: 10 })
  const seconds = (performance.now() - since) / 1000
  const { cpu } = await app.ask<{ cpu: number }>('readCpu')
  const accepted = (await countAccepted(db)) - before
  if (accepted !== jobs.count) throw new Error(`${accepted} of ${jobs.count} were accepted`)
  return { count: accepted, seconds, cpu, ...(await taken(sink, jobs.count)) }
}

async function alone({ bare, sink, jobs }: Scene, how: 'nodemailer' | 'limit'): Promise<Run> {
  await sink.ask('begin')
  const sent = await bare.ask<Sent>(how)
  return { ...sent, ...(await taken(sink, jobs.count)) }
}

/** Both sides must have handed over every message, once. */
async function taken(sink: Child, expected: number): Promise<Pick<Run, 'sinkCpu' | 'connections'>> {
  const { messages, connections, cpu } = await sink.ask<Taken>('count')
  if (messages !== expected) throw new Error(`The sink took ${messages} messages instead of ${expected}`)
  return { sinkCpu: cpu, connections }
}

function found(runs: Record<'house' | 'nodemailer' | 'raw text', Run[]>): Found {
  const rate = ({ count, seconds }: Run) => count / seconds
  const rates = (side: keyof typeof runs) => runs[side].map(rate)
  const [ours, theirs, limit] = [median(rates('house')), median(rates('nodemailer')), median(rates('raw text'))]
  const cpu = (side: keyof typeof runs) => `${count(median(runs[side].map(run => run.cpu / run.count)))} µs`
  const sinkShare = median(runs.nodemailer.map(({ sinkCpu, seconds }) => sinkCpu / seconds / 10_000))
  return {
    samples: {
      'house: per second': rates('house'),
      'nodemailer: per second': rates('nodemailer'),
      'raw text: per second': rates('raw text'),
    },
    findings: [
      {
        what: `text e-mails, notice to recorded acceptance, ${runs.house[0]!.connections} connections`,
        ours: perSecond(ours),
        against: `nodemailer: ${perSecond(theirs)}`,
        ratio: ours / theirs,
        goal: 'ratio at least 0.6',
        met: ours / theirs >= 0.6,
      },
      {
        what: 'processor time of the sender, a message',
        ours: cpu('house'),
        against: `nodemailer: ${cpu('nodemailer')}`,
      },
      {
        what: 'what the sink can take (finished text)',
        ours: perSecond(limit),
        against: `busy under nodemailer: ${count(sinkShare)} % of a core`,
      },
    ],
  }
}

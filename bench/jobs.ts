import { CAPTURED } from '#config.ts'
import type { Database } from '#db/sql.ts'
import { connect } from '#db/sql.ts'
import type { AppArgument } from './app.ts'
import { type Child, startChild } from './child.ts'
import type { Ground } from './ground.ts'
import { countEvents, jobIdsOf } from './jobs.sql.ts'
import type { Load, Loaded } from './jobs-load.ts'
import { count, interleave, median, milliseconds, perSecond } from './rounds.ts'
import type { Bench, Finding, Found, Row } from './row.ts'
import { insertEvents, insertJobs, insertRules, type SeedRule } from './seed.sql.ts'
import { buildTown, type Town } from './town.ts'

const CONNECTIONS = 32
const JOBS = 10_000
const PLACES = 500

/** Job changes a second through the API, against the same rows written one commit each. */
export const jobs: Row = {
  name: 'jobs',
  about: 'job changes accepted by the API, durable, against the same rows written one commit each by bare pg',
  measure,
}

/** Who is asked, who asks, and where the rows must then be. */
type Writer = Readonly<{ app?: Child; load: Child; db: Database }>
type Side = Readonly<{ by: Writer; keyed: boolean; until: 'accepted' | 'settled' }>
type Run = Loaded & Readonly<{ appCpu: number; bytes: number; settled: number }>
type Sides = 'API' | 'bare pg' | 'API keyed' | 'bare pg keyed' | 'API and stations'

async function measure(bench: Bench): Promise<Found> {
  const ground = await bench.ground()
  bench.say('seeding')
  const town = await seed(ground)
  const door = await openApp(bench, { ground, town, stations: 'by-hand' })
  const whole = await openApp(bench, { ground, town, stations: 'by-themselves' })
  const bare = await openBare(ground)
  const sides: Record<Sides, Side> = {
    API: { by: door, keyed: false, until: 'accepted' },
    'bare pg': { by: bare, keyed: false, until: 'accepted' },
    'API keyed': { by: door, keyed: true, until: 'accepted' },
    'bare pg keyed': { by: bare, keyed: true, until: 'accepted' },
    'API and stations': { by: whole, keyed: true, until: 'settled' },
  }
  const turns = (amount: number) =>
    Object.fromEntries(
      Object.entries(sides).map(([name, side]) => [name, () => turn(ground, side, Math.round(amount * bench.part))]),
    ) as Record<Sides, () => Promise<Run>>
  try {
    await interleave(turns(8000), 1, line => bench.say(`warming up: ${line}`))
    return found(await interleave(turns(20_000), bench.rounds, bench.say))
  } finally {
    for (const { load, app, db } of [door, whole, bare]) await Promise.all([load.end(), app?.end(), db.close()])
  }
}

const RULES: readonly SeedRule[] = [
  { kind: 'customer', occasion: 'dispatched', via: 'text-email', address: 'facilities' },
  { kind: 'customer', occasion: 'updated-incomplete', via: 'text-email', address: 'facilities' },
  { kind: 'customer', occasion: 'completed', via: 'pdf-email', address: 'facilities' },
  { kind: 'alarm-company', occasion: 'completed', via: 'text-email', address: 'operators' },
]

async function seed(ground: Ground): Promise<Town> {
  const { db } = await ground.database('jobs_seed')
  const town = await buildTown(db, PLACES)
  const these = { companyId: town.companyId, series: 'job', first: 1, count: JOBS, places: PLACES }
  await insertJobs(db, these, town.life[0]!)
  await insertEvents(db, these, town.life.slice(0, 1), Temporal.Now.instant())
  for (const rule of RULES) await insertRules(db, town.companyId, rule, PLACES)
  await db.script('analyze')
  await db.close()
  return town
}

type Opening = Readonly<{ ground: Ground; town: Town; stations: AppArgument['stations'] }>

async function openApp(bench: Bench, { ground, town, stations }: Opening): Promise<Writer> {
  const connection = await ground.copy('jobs_seed', `jobs_app_${stations.replaceAll('-', '_')}`)
  const app = startChild('./app.ts', { connection, stations, carriers: CAPTURED }, bench.profiles)
  const db = connect(connection, 1)
  const { port } = await app.ask<{ port: number }>('address')
  const load = startChild('./jobs-load.ts', { port, key: town.key })
  await load.ask('learn', { jobIds: await jobIdsOf(db) })
  return { app, load, db }
}

async function openBare(ground: Ground): Promise<Writer> {
  const connection = await ground.copy('jobs_seed', 'jobs_bare')
  return { load: startChild('./jobs-bare.ts', { connection }), db: connect(connection, 1) }
}

function found(runs: Record<Sides, Run[]>): Found {
  const rate = ({ accepted, seconds }: Run) => accepted / seconds
  const samples = Object.fromEntries(
    Object.entries(runs).map(([side, each]) => [`${side}: per second`, each.map(rate)]),
  )
  const versus = (what: string, ours: Run[], theirs: Run[], aim: 'goal' | 'no goal'): Finding => {
    const ratio = median(ours.map(rate)) / median(theirs.map(rate))
    const goal = aim === 'goal' ? { goal: 'ratio 1.0, aim 1.5', met: ratio >= 1 } : {}
    return { what, ours: told(ours), against: `bare pg: ${told(theirs)}`, ratio, ...goal }
  }
  const { API, 'bare pg': bare, 'API keyed': keyed, 'bare pg keyed': bareKeyed, 'API and stations': all } = runs
  const settled = median(all.map(run => run.accepted / run.settled))
  return {
    samples,
    findings: [
      versus('changes accepted', API, bare, 'goal'),
      versus('the same with an Idempotency-Key each', keyed, bareKeyed, 'goal'),
      versus('the same while rules are planned and messages sent', all, bareKeyed, 'no goal'),
      { what: 'until everybody was told (4 rules a job, captured)', ours: perSecond(settled) },
      { what: 'processor time of the application, a change', ours: `${appCpu(API)}; keyed ${appCpu(keyed)}` },
      { what: 'processor time of the caller, share of one core', ours: share(API), against: `bare pg: ${share(bare)}` },
      { what: 'bytes of one event', ours: count(API.at(-1)!.bytes), against: `bare pg: ${count(bare.at(-1)!.bytes)}` },
    ],
  }
}

const told = (runs: readonly Run[]): string => {
  const [p50, p99] = [median(runs.map(run => run.p50)), median(runs.map(run => run.p99))]
  return `${perSecond(median(runs.map(run => run.accepted / run.seconds)))}, p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`
}

const appCpu = (runs: readonly Run[]): string => `${count(median(runs.map(run => run.appCpu / run.accepted)))} µs`

const share = (runs: readonly Run[]): string =>
  `${count(median(runs.map(({ cpu, seconds }) => cpu / seconds / 10_000)))} %`

async function turn(ground: Ground, { by: { app, load, db }, keyed, until }: Side, amount: number): Promise<Run> {
  await ground.checkpoint()
  const before = await countEvents(db)
  await app?.ask('startCpu')
  const asked: Load = { count: amount, connections: CONNECTIONS, keyed }
  const since = performance.now()
  const loaded = await load.ask<Loaded>('load', asked)
  const { cpu: appCpu } = (await app?.ask<{ cpu: number }>('readCpu')) ?? { cpu: 0 }
  const after = await countEvents(db)
  if (loaded.accepted !== amount || after.events - before.events !== amount) {
    throw new Error(
      `${loaded.accepted} of ${amount} were accepted, ${after.events - before.events} written: ${loaded.refused}`,
    )
  }
  if (until === 'settled') await app?.ask('finish', { lookEvery: 200 })
  return { ...loaded, appCpu, bytes: after.bytes, settled: (performance.now() - since) / 1000 }
}

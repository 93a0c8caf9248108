import type { Database } from '#db/sql.ts'
import { planOnce } from '#rules/plan.run.ts'
import { countPlanned, forgetEvents } from './plan.sql.ts'
import { count, interleave, median, perSecond } from './rounds.ts'
import type { Bench, Found, Row } from './row.ts'
import { insertEvents, insertJobs, insertRules, type Jobs, type SeedRule } from './seed.sql.ts'
import { buildTown, type Town } from './town.ts'

/** Events planned a second with ten rules and with a million. */
export const plan: Row = {
  name: 'plan',
  about: 'events planned with ten rules and with a million in the company, decisions and notices stored',
  measure,
}

// Five rules a place, as companies have them: two places make ten rules, 200,000 places a million.
const RULES: readonly SeedRule[] = [
  { kind: 'customer', occasion: 'dispatched', via: 'text-email', address: 'facilities' },
  { kind: 'customer', occasion: 'updated-incomplete', via: 'text-email', address: 'facilities' },
  { kind: 'customer', occasion: 'completed', via: 'pdf-email', address: 'facilities' },
  { kind: 'alarm-company', occasion: 'completed', via: 'text-email', address: 'operators' },
  { kind: 'provider', occasion: 'dispatched', via: 'sms', address: '+61491570156' },
]
const FEW = 2
const MANY = 200_000

type Side = Readonly<{ db: Database; town: Town; jobs: Jobs }>
type Run = Readonly<{ events: number; seconds: number; notices: number; decisions: number }>

async function measure(bench: Bench): Promise<Found> {
  const ground = await bench.ground()
  bench.say('seeding a million rules')
  // Six events a job.
  const amount = Math.round((20_000 * bench.part) / 6)
  const few = await seed((await ground.database('plan_few')).db, FEW)
  const many = await seed((await ground.database('plan_many')).db, MANY)
  const sides = {
    '10 rules': await withJobs(few, { series: 'job', count: amount, first: 1, places: FEW }),
    '1,000,000 rules': await withJobs(many, { series: 'job', count: amount, first: 1, places: FEW }),
    '1,000,000 rules, everywhere': await withJobs(many, {
      ...{ series: 'spread', count: amount, first: amount + 1, places: MANY },
    }),
  }
  const turn = (side: Side) => async () => {
    await layOut(side)
    await ground.checkpoint()
    return planAll(side.db)
  }
  const turns = {
    '10 rules': turn(sides['10 rules']),
    '1,000,000 rules': turn(sides['1,000,000 rules']),
    '1,000,000 rules, everywhere': turn(sides['1,000,000 rules, everywhere']),
  }
  await interleave(turns, 1, line => bench.say(`warming up: ${line}`))
  const runs = await interleave(turns, bench.rounds, bench.say)
  await few.db.close()
  await many.db.close()
  return found(runs)
}

async function seed(db: Database, places: number): Promise<Omit<Side, 'jobs'>> {
  const town = await buildTown(db, places)
  for (const rule of RULES) await insertRules(db, town.companyId, rule, places)
  await db.script('vacuum analyze')
  return { db, town }
}

async function withJobs({ db, town }: Omit<Side, 'jobs'>, jobs: Omit<Jobs, 'companyId'>): Promise<Side> {
  const mine = { companyId: town.companyId, ...jobs }
  await insertJobs(db, mine, town.life[0]!)
  return { db, town, jobs: mine }
}

/** The same events again, none of them planned. */
async function layOut({ db, town, jobs }: Side): Promise<void> {
  await forgetEvents(db)
  await insertEvents(db, jobs, town.life, null)
  await db.script('analyze job; analyze job_event')
}

async function planAll(db: Database): Promise<Run> {
  const now = Temporal.Now.instant()
  const since = performance.now()
  while (await planOnce(db, { now }));
  const seconds = (performance.now() - since) / 1000
  return { seconds, ...(await countPlanned(db)) }
}

type Sides = '10 rules' | '1,000,000 rules' | '1,000,000 rules, everywhere'

function found(runs: Record<Sides, Run[]>): Found {
  const rate = ({ events, seconds }: Run) => events / seconds
  const [few, many, spread] = [runs['10 rules'], runs['1,000,000 rules'], runs['1,000,000 rules, everywhere']]
  const [fast, slow, wide] = [few, many, spread].map(each => median(each.map(rate))) as [number, number, number]
  const { events, notices, decisions } = few[0]!
  const goal = 'at least 5,000/s'
  return {
    samples: Object.fromEntries(Object.entries(runs).map(([side, each]) => [`${side}: per second`, each.map(rate)])),
    findings: [
      { what: 'events planned, 10 rules', ours: perSecond(fast), goal, met: fast >= 5000 },
      { what: 'events planned, 1,000,000 rules', ours: perSecond(slow), goal, met: slow >= 5000 },
      {
        what: 'cost with a million, same owners and rules an event',
        ours: perSecond(slow),
        against: `10 rules: ${perSecond(fast)}`,
        ratio: fast / slow,
        goal: 'ratio at most 1.3',
        met: fast / slow <= 1.3,
      },
      {
        what: 'the same, the events spread over all 200,000 places',
        ours: perSecond(wide),
        against: `10 rules: ${perSecond(fast)}`,
        ratio: fast / wide,
      },
      {
        what: 'stored',
        ours: `${count(notices)} notices, ${count(decisions)} decisions`,
        against: `${count(events)} events`,
      },
    ],
  }
}

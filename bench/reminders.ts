import type { Database } from '#db/sql.ts'
import { remindOnce } from '#rules/reminders.run.ts'
import { countReminded, dispatchAll, forgetReminders, insertReminders } from './reminders.sql.ts'
import { count, interleave, median } from './rounds.ts'
import type { Bench, Found, Row } from './row.ts'
import { insertEvents, insertJobs } from './seed.sql.ts'
import { buildTown } from './town.ts'

/** What one due reminder costs with a thousand pending and with a million. */
export const reminders: Row = {
  name: 'reminders',
  about: 'reminders that fall due, told and moved on, with a thousand pending in the company and with a million',
  measure,
}

const DUE = 1000
const EVERY_DAYS = 3
// A fifth as many customers as jobs, each with a rule of its own.
const JOBS_OF_A_PLACE = 5

async function measure(bench: Bench): Promise<Found> {
  const ground = await bench.ground()
  const now = Temporal.Now.instant().round({ smallestUnit: 'hour', roundingMode: 'floor' })
  const many = Math.max(DUE, Math.round(1_000_000 * bench.part))
  bench.say(`seeding ${count(many)} open jobs`)
  const sides = {
    few: await seed((await ground.database('reminders_few')).db, DUE, now),
    many: await seed((await ground.database('reminders_many')).db, many, now),
  }
  const turn = (db: Database) => async () => {
    await forgetReminders(db)
    await db.script('vacuum analyze reminder')
    await ground.checkpoint()
    return await remindAll(db, now)
  }
  const turns = { few: turn(sides.few), many: turn(sides.many) }
  await interleave(turns, 1, line => bench.say(`warming up: ${line}`))
  // Each takes half a second: more rounds than others, so that one busy moment does not decide.
  const runs = await interleave(turns, bench.rounds * 3, bench.say)
  await sides.few.close()
  await sides.many.close()
  return found(runs)
}

async function seed(db: Database, jobs: number, now: Temporal.Instant): Promise<Database> {
  const places = jobs / JOBS_OF_A_PLACE
  const town = await buildTown(db, places)
  const { companyId } = town
  const series = { companyId, series: 'job', first: 1, count: jobs, places }
  await insertJobs(db, series, town.life[0]!)
  // Only what is looked at needs its past.
  await insertEvents(db, { ...series, count: DUE }, [town.life[1]!], now)
  const sydney = now.toZonedDateTimeISO('Australia/Sydney')
  const daysAgo = (days: number) => sydney.subtract({ days }).toInstant()
  // Those that were sent out in one hour fall due in one hour.
  await dispatchAll(db, companyId, { due: DUE, first: daysAgo(EVERY_DAYS), rest: daysAgo(1) })
  await insertReminders(db, companyId, EVERY_DAYS)
  await db.script('vacuum analyze')
  return db
}

type Run = Readonly<{ microseconds: number; reminded: number; pending: number }>

async function remindAll(db: Database, now: Temporal.Instant): Promise<Run> {
  const since = performance.now()
  while (await remindOnce(db, { now }));
  const milliseconds = performance.now() - since
  const counted = await countReminded(db)
  if (counted.reminded !== DUE) throw new Error(`${counted.reminded} reminders were looked at instead of ${DUE}.`)
  return { microseconds: (milliseconds * 1000) / DUE, ...counted }
}

function found(runs: Record<'few' | 'many', Run[]>): Found {
  const cost = (side: readonly Run[]) => median(side.map(({ microseconds }) => microseconds))
  const [few, many] = [cost(runs.few), cost(runs.many)]
  const said = (microseconds: number) => `${Math.round(microseconds)} µs each`
  return {
    samples: {
      'few: microseconds each': runs.few.map(({ microseconds }) => microseconds),
      'many: microseconds each': runs.many.map(({ microseconds }) => microseconds),
    },
    findings: [
      {
        what: `${count(DUE)} due reminders with ${count(runs.many[0]!.pending)} pending`,
        ours: said(many),
        against: `with ${count(runs.few[0]!.pending)} pending: ${said(few)}`,
        ratio: many / few,
        goal: 'ratio at most 1.3',
        met: many / few <= 1.3,
      },
    ],
  }
}

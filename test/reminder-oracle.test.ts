import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import type { Change, Job } from '#jobs/job.ts'
import { type Desk, jobEvents, openDesk } from '#jobs/jobs.run.ts'
import { planOnce } from '#rules/plan.run.ts'
import { remindOnce } from '#rules/reminders.run.ts'
import { PLAIN, type Rule, type TellRule } from '#rules/rule.ts'
import { addRule, changeRule, type RuleDraft, removeRule } from '#rules/rules.run.ts'
import { type Expected, type History, remindersExpected } from '../src/commands/reminder-oracle.ts'
import { freshDatabase } from './database.ts'
import { at, insertPlace, type Place, SAM } from './rows.ts'

// Generated calls over three weeks in which clocks go back, in Sydney by an hour and on Lord Howe Island by half of one.
const START = at('2026-03-25T00:00:00Z')
const DAYS = 20
const HOUR = 3_600_000

let house: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
let desk: Desk
let now = START
before(async () => {
  house = await freshDatabase()
  place = await insertPlace(house.db)
  await house.db.query(sql`
    update site set time_zone = 'Australia/Lord_Howe' where company_id = ${place.companyId} and id = ${place.otherSiteId}`)
  desk = openDesk(house.db, () => now)
})
after(() => house.drop())

const aRule = fc.record({
  owner: fc.constantFrom('customer', 'customer', 'site', 'provider' as const),
  occasion: fc.constantFrom('incomplete', 'incomplete', 'incomplete', 'details-missing' as const),
  everyDays: fc.integer({ min: 1, max: 3 }),
  times: fc.integer({ min: 1, max: 6 }),
  via: fc.constantFrom('sms', 'text-email', 'pdf-email' as const),
  destination: fc.constantFrom('address', 'address', 'provider', 'both' as const),
  desk: fc.constantFrom('a', 'b'),
  burglaryOnly: fc.constantFrom(false, false, true),
  details: fc.subarray(['outcome', 'docketNumber', 'orderNumber'] as const, { minLength: 1 }),
})
type ARule = typeof aRule extends fc.Arbitrary<infer Value> ? Value : never

// More that keeps a job open than what closes it: closed ones have nothing to remind of.
const JOB_DEEDS = [
  ...['dispatch', 'on-site', 'on-site', 'off-site', 'still there', 'still there', 'still there', 'correct', 'correct'],
  ...['correct site', 'correct site', 'defer', 'defer', 'resume', 'resume', 'resume', 'give away', 'take back'],
  ...['complete', 'reopen', 'reopen', 'reopen', 'outcome', 'docket', 'clear outcome', 'move', 'move back', 'move back'],
] as const
const RULE_DEEDS = ['days', 'days', 'switch', 'remove', 'add', 'add'] as const
const aDeed = fc.record({
  // Never on the hour: whether a save or a sweep at the very same instant came first is nobody's business.
  hour: fc.integer({ min: 0, max: DAYS * 24 - 1 }),
  minute: fc.integer({ min: 1, max: 59 }),
  what: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...JOB_DEEDS) }, fc.constantFrom(...RULE_DEEDS)),
  which: fc.nat(9),
  ago: fc.constantFrom(0, 0, 0, 7, 45, 600, 1500, 3000),
  rule: aRule,
})
type ADeed = typeof aDeed extends fc.Arbitrary<infer Value> ? Value : never
const aStop = fc.record({ from: fc.integer({ min: 1, max: DAYS * 24 }), hours: fc.integer({ min: 1, max: 60 }) })
// Without the usual leaning towards small and early, which leaves most lives without a reminder.
const aLife = fc.noBias(
  fc.record({
    rules: fc.array(aRule, { minLength: 3, maxLength: 7 }),
    muted: fc.boolean(),
    deeds: fc.array(aDeed, { minLength: 6, maxLength: 24 }),
    stops: fc.array(aStop, { maxLength: 2 }),
  }),
)

const draftOf = ({ owner, desk, burglaryOnly, details, ...rule }: ARule): RuleDraft => {
  const { companyId, customerId, siteId, providerId, burglaryId } = place
  const destination = owner === 'provider' ? 'address' : rule.destination
  const address = { sms: { a: '+61491570156', b: '+61491570157' }, email: { a: 'a@x.example', b: 'b@x.example' } }
  return {
    ...{ companyId, does: 'tell', recipient: null, active: true, ...PLAIN, ...rule, destination },
    owner: { kind: owner, id: { customer: customerId, site: siteId, provider: providerId }[owner] },
    serviceTypeId: burglaryOnly ? burglaryId : null,
    address: destination === 'provider' ? null : address[rule.via === 'sms' ? 'sms' : 'email'][desk as 'a' | 'b'],
    details: rule.occasion === 'details-missing' ? details : [],
  }
}

const changeFor = ({ what, ago }: ADeed, job: Job): Change | undefined => {
  const time = now.subtract({ minutes: ago })
  const changes: Partial<Record<ADeed['what'], Change>> = {
    dispatch: { do: 'dispatch', at: time },
    'on-site': { do: 'on-site', at: time },
    'off-site': { do: 'off-site', at: time },
    'still there': { do: 'change', set: { offSiteAt: null } },
    correct: { do: 'change', set: { dispatchedAt: job.dispatchedAt?.subtract({ minutes: ago }) ?? null } },
    'correct site': { do: 'change', set: { onSiteAt: job.onSiteAt?.add({ minutes: 7 }) ?? null } },
    defer: { do: 'defer', because: 'no access', until: '2027-01-01' },
    resume: { do: 'resume' },
    'give away': { do: 'change', set: { providerId: place.otherProviderId } },
    'take back': { do: 'change', set: { providerId: place.providerId } },
    complete: { do: 'complete' },
    reopen: { do: 'reopen' },
    outcome: { do: 'change', set: { outcome: 'Sealed' } },
    docket: { do: 'change', set: { docketNumber: 'D1' } },
    'clear outcome': { do: 'change', set: { outcome: null } },
    move: { do: 'change', set: { serviceTypeId: place.plumbingId } },
    'move back': { do: 'change', set: { serviceTypeId: place.burglaryId } },
  }
  return changes[what]
}

type World = { jobs: string[]; rules: { rule: Rule; history: { at: number; state: Rule | null }[] }[] }

async function keepRule(world: World, draft: RuleDraft): Promise<void> {
  const saved = await addRule(house.db, draft, SAM, now)
  assert.ok(saved.ok, JSON.stringify(saved))
  world.rules.push({ rule: saved.rule, history: [{ at: now.epochMilliseconds, state: saved.rule }] })
}

async function changeOneRule(world: World, { what, which, rule: next }: ADeed): Promise<void> {
  if (what === 'add') return keepRule(world, draftOf(next))
  const found = world.rules[which % world.rules.length]!
  const current = found.history.at(-1)!.state as TellRule | null
  if (current?.does !== 'tell') return
  const noted = (state: Rule | null) => found.history.push({ at: now.epochMilliseconds, state })
  if (what === 'remove') {
    await removeRule(house.db, current, SAM, now)
    noted(null)
    return
  }
  const set = what === 'switch' ? { active: !current.active } : { everyDays: next.everyDays, times: next.times }
  const saved = await changeRule(house.db, { ...current, ...set }, SAM, now)
  assert.ok(saved.ok, JSON.stringify(saved))
  noted(saved.rule)
}

async function doDeed(world: World, deed: ADeed): Promise<void> {
  if (RULE_DEEDS.some(each => each === deed.what)) return changeOneRule(world, deed)
  const jobId = world.jobs[deed.which % world.jobs.length]!
  const job = (await jobEvents(house.db, place.companyId, jobId)).at(-1)!.job
  const change = changeFor(deed, job)!
  await desk.save({ companyId: place.companyId, jobId, change, by: SAM })
}

const sweep = async () => {
  while (await remindOnce(house.db, { now }));
}
const work = async () => {
  while (await planOnce(house.db, { now }));
  await sweep()
}

/** Lives it through the real planner and reminders, sweep by sweep, and says which sweeps there were. */
async function live(life: typeof aLife extends fc.Arbitrary<infer Value> ? Value : never) {
  await house.db.script('truncate rule, rule_change, decision, notice, job, job_event, reminder, job_number cascade')
  now = START.add({ seconds: 30 })
  const world: World = { jobs: [], rules: [] }
  const { companyId, siteId, otherSiteId, burglaryId, providerId } = place
  for (const rule of life.rules) await keepRule(world, draftOf(rule))
  if (life.muted) {
    const owner = { kind: 'site', id: otherSiteId } as const
    await keepRule(world, { companyId, does: 'mute', owner, serviceTypeId: null, occasion: null, active: true })
  }
  for (const site of [siteId, otherSiteId, siteId]) {
    const opening = {
      dispatchedAt: now.subtract({ minutes: 100 }),
      companyId,
      siteId: site,
      serviceTypeId: burglaryId,
      providerId,
      initialRequest: 'Zone 4',
      by: SAM,
    }
    const opened = await desk.open(opening)
    assert.ok(opened.ok)
    world.jobs.push(opened.job.id)
  }
  await work()
  const stopped = (hour: number) => life.stops.some(({ from, hours }) => hour >= from && hour < from + hours)
  const deeds = [...life.deeds].sort((a, b) => a.hour - b.hour || a.minute - b.minute)
  const sweeps: { hour: number; at: number }[] = []
  for (let hour = 0; hour < DAYS * 24; hour++) {
    if (stopped(hour)) continue
    // Started again after a stop, at thirteen minutes to: what was missed is swept then.
    const again = hour > 0 && stopped(hour - 1)
    now = START.add({ milliseconds: hour * HOUR + (again ? 47 * 60_000 : 0) })
    // The planner has come to every save already: in most of these hours it would look for nothing.
    await sweep()
    sweeps.push({ hour: START.epochMilliseconds + hour * HOUR, at: now.epochMilliseconds })
    for (const deed of deeds.filter(each => each.hour === hour && (!again || each.minute > 47))) {
      now = START.add({ milliseconds: hour * HOUR + deed.minute * 60_000 })
      await doDeed(world, deed)
      await work()
    }
  }
  return { world, sweeps }
}

async function reminded(): Promise<Expected[]> {
  const rows = await house.db.query<Omit<Expected, 'hour'> & { dueAt: Temporal.Instant }>(sql`
    select job_id as job, due_at, channel, address, pdf
    from notice
    where occasions && '{incomplete,details-missing}'`)
  return rows.map(({ dueAt, ...row }) => ({
    ...row,
    hour: Math.floor(dueAt.epochMilliseconds / HOUR) * HOUR,
  }))
}

const legible = (messages: readonly Expected[]) =>
  messages
    .map(
      ({ job, hour, channel, address, pdf }) => `${new Date(hour).toISOString()} ${job} ${channel} ${address} ${pdf}`,
    )
    .sort()

test('S1.33 to S1.44: over generated calls the reminders are, message by message, what brute force expects', async () => {
  let messages = 0
  const { companyId, providerId, otherProviderId } = place
  await fc.assert(
    fc.asyncProperty(aLife, async life => {
      const { world, sweeps } = await live(life)
      const jobs = await Promise.all(
        world.jobs.map(async (id, i) => {
          const events = await jobEvents(house.db, companyId, id)
          const history: History<Job> = events.map(({ at, job }) => ({ at: at.epochMilliseconds, state: job }))
          return {
            history,
            zone: i !== 1 ? 'Australia/Sydney' : 'Australia/Lord_Howe',
          }
        }),
      )
      const expected = remindersExpected({
        ...{ jobs, sweeps, rules: world.rules.map(({ history }) => history) },
        providers: new Map([
          [providerId, { email: 'control@nightpatrol.example', mobile: '+61491570156' }],
          [otherProviderId, { email: null, mobile: null }],
        ]),
      })
      assert.deepEqual(legible(await reminded()), legible(expected))
      messages += expected.length
    }),
    // Without shrinking: each life takes half a second, and its seed is told.
    { numRuns: Number(process.env.LIVES ?? 12), endOnFailure: true },
  )
  assert.ok(messages > 100, `only ${messages} messages were compared`)
})

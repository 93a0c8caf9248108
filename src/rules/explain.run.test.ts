import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { later } from '#base/time.ts'
import { openDesk } from '#jobs/jobs.run.ts'
import { trySave } from '#jobs/trial.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { remindersToCome, type Supposed, wouldBe } from './explain.run.ts'
import { planOnce } from './plan.run.ts'
import { remindOnce } from './reminders.run.ts'
import { DESTINATIONS, PLAIN, WORDED } from './rule.ts'
import { addRule, decisionsOfJob, type RuleDraft, removeRule } from './rules.run.ts'

// What is said beforehand of a job, held against what then happens.

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
let now = at('2026-03-02T02:14:00Z')
before(async () => {
  fresh = await freshDatabase()
  place = await insertPlace(fresh.db)
})
after(() => fresh.drop())

const desk = () => openDesk(fresh.db, () => now)
const settle = async () => {
  while (await planOnce(fresh.db, { now })) {}
  while (await remindOnce(fresh.db, { now })) {}
}

type Owner = 'customer' | 'alarm-company' | 'site' | 'provider'
const draft = (owner: Owner, more: object): RuleDraft => {
  const { companyId, customerId, alarmCompanyId, siteId, providerId } = place
  const id = { customer: customerId, 'alarm-company': alarmCompanyId, site: siteId, provider: providerId }[owner]
  const common = { companyId, owner: { kind: owner, id }, serviceTypeId: null, active: true } as const
  const telling = { does: 'tell', occasion: 'dispatched', via: 'text-email', destination: 'address' } as const
  return { ...common, ...telling, address: 'desk@mill.example', recipient: null, ...PLAIN, ...more }
}
const add = async (made: RuleDraft) => {
  const saved = await addRule(fresh.db, made, SAM, now)
  assert.ok(saved.ok, JSON.stringify(saved))
  return saved.rule
}
const open = async (more: object = {}) => {
  const { companyId, siteId, burglaryId: serviceTypeId, providerId } = place
  const opening = { companyId, siteId, serviceTypeId, providerId, initialRequest: 'Zone 4', by: SAM, ...more }
  const saved = await desk().open(opening)
  assert.ok(saved.ok, JSON.stringify(saved))
  return saved.job
}
const jobNow = async (jobId: string) => {
  const { companyId } = place
  const saved = await trySave(fresh.db, { companyId, jobId, change: { do: 'change', set: {} }, by: SAM }, now)
  assert.ok(saved.ok)
  return saved.job
}

const OCCASIONS = [
  ...(['dispatched', 'completed', 'updated-incomplete', 'updated-complete', 'closed', 'job-report'] as const),
]
const anyRule = fc
  .record({
    owner: fc.constantFrom<Owner>('customer', 'alarm-company', 'site', 'provider'),
    occasion: fc.constantFrom(...OCCASIONS),
    via: fc.constantFrom(...WORDED),
    destination: fc.constantFrom(...DESTINATIONS),
    type: fc.constantFrom('burglary', 'plumbing', null),
    active: fc.boolean(),
    leavesOutCancelled: fc.boolean(),
    desk: fc.constantFrom(1, 2),
  })
  .map(({ desk, ...rest }) => {
    const { owner, via } = rest
    const isCustomers = rest.destination === 'customer' && via === 'call'
    const destination = owner === 'provider' || isCustomers ? 'address' : rest.destination
    const address = via === 'sms' || via === 'call' ? `+6149157015${desk + 5}` : `desk${desk}@mill.example`
    return { ...rest, destination, address: destination === 'provider' || destination === 'customer' ? null : address }
  })
const anyMute = fc.option(fc.constantFrom(...OCCASIONS, null), { nil: undefined })

const CHANGES = {
  dispatched: { do: 'dispatch' },
  'on-site': { do: 'on-site' },
  'off-site': { do: 'off-site' },
  completed: { do: 'complete' },
  cancelled: { do: 'cancel' },
} as const

const anyStory = fc.record({
  rules: fc.array(anyRule, { maxLength: 6 }),
  mute: anyMute,
  type: fc.constantFrom('burglaryId', 'plumbingId'),
  provider: fc.constantFrom('providerId', 'otherProviderId', null),
  first: fc.constantFrom('dispatch', 'complete', 'cancel', null),
  deferred: fc.boolean(),
  what: fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])),
  to: fc.constantFrom('providerId', 'otherProviderId', null),
})

test('W1: whom a job would tell, if something happened to it, it then tells, each for the same reason', async () => {
  const story = fc.asyncProperty(anyStory, async ({ rules, mute, type, provider, first, deferred, what, to }) => {
    const { companyId } = place
    const drafts = rules.map(({ owner, type: of, ...more }) =>
      draft(owner, { ...more, serviceTypeId: of && place[`${of}Id` as 'burglaryId'] }),
    )
    const owner = { kind: 'site', id: place.siteId } as const
    const silent = { companyId, owner, serviceTypeId: null, active: true, does: 'mute' } as const
    const made = await Promise.all([...drafts, ...(mute === undefined ? [] : [{ ...silent, occasion: mute }])].map(add))
    const { id: jobId } = await open({ serviceTypeId: place[type], providerId: provider && place[provider] })
    const save = (change: Parameters<ReturnType<typeof desk>['save']>[0]['change']) =>
      desk().save({ companyId, jobId, change, by: SAM })
    if (first) await save({ do: first })
    if (deferred) await save({ do: 'defer', because: 'no access', until: '2026-12-01' })
    await settle()

    const job = await jobNow(jobId)
    const providerId = what === 'dispatched' && to ? { providerId: place[to] } : {}
    const would = await wouldBe(fresh.db, { job, what, ...providerId, by: SAM, now })
    const saved = await save({ ...CHANGES[what], ...providerId })
    await settle()
    assert.equal(would.ok, saved.ok)
    if (!would.ok || !saved.ok) assert.equal(!would.ok && would.because, !saved.ok && saved.because)
    else {
      const decided = (await decisionsOfJob(fresh.db, companyId, jobId)).filter(({ version }) => version > job.version)
      const keyOf = ({ ruleId, occasion, target }: (typeof decided)[number] | (typeof would.expected)[number]) =>
        `${ruleId} ${occasion} ${target}`
      const seen = ({ because, address, pdf, ownerName, recipient, via }: Parameters<typeof keyOf>[0]) => ({
        ...{ because, address, pdf, ownerName, recipient, via },
      })
      const sorted = (rows: readonly Parameters<typeof keyOf>[0][]) =>
        rows.map(row => [keyOf(row), seen(row)] as const).sort(([a], [b]) => (a < b ? -1 : 1))
      assert.deepEqual(sorted(would.expected), sorted(decided))
      const messages = (ids: readonly (string | null)[]) => new Set(ids.filter(Boolean)).size
      assert.equal(
        messages(would.expected.map(({ messageOf }) => messageOf)),
        messages(decided.map(({ noticeId }) => noticeId)),
      )
    }
    await Promise.all(made.map(({ id }) => removeRule(fresh.db, { companyId, id }, SAM, now)))
  })
  // One that must be among them: the former provider, who was told, is told that it is his no longer (S1.19).
  const patrol = { owner: 'customer', occasion: 'dispatched', via: 'text-email', destination: 'provider' } as const
  const rule = { ...patrol, type: null, active: true, leavesOutCancelled: false, address: null }
  const job = {
    mute: undefined,
    type: 'burglaryId',
    provider: 'providerId',
    first: 'dispatch',
    deferred: false,
  } as const
  const reassigned = { ...job, rules: [rule], what: 'dispatched', to: 'otherProviderId' } as const
  await fc.assert(story, { numRuns: 30, examples: [[{ ...reassigned, rules: [rule] }]] })
})

const REMINDER = { occasion: 'incomplete', everyDays: 2, times: 3 }

test('W1, S1.38: the reminders still to come are told with their time and number, and come so', async () => {
  const rule = await add(draft('customer', REMINDER))
  const { id } = await open({ dispatchedAt: now })
  await settle()
  const start = now
  for (const number of [1, 2, 3]) {
    const [coming, ...more] = await remindersToCome(fresh.db, await jobNow(id), now)
    assert.deepEqual(more, [])
    assert.deepEqual([coming!.ruleId, coming!.number, coming!.of, coming!.because], [rule.id, number, 3, 'told'])
    // Dispatched at 14 past: the sweep at the next full hour.
    assert.equal(String(coming!.at), String(later(start, number * 2 * 86_400 + 46 * 60)))
    now = coming!.at
    await settle()
    const told = await decisionsOfJob(fresh.db, place.companyId, id)
    assert.equal(told.filter(({ because }) => because === 'told').length, number)
  }
  assert.deepEqual(await remindersToCome(fresh.db, await jobNow(id), now), [])
  const spent = await wouldBe(fresh.db, { job: await jobNow(id), what: 'reminder', by: SAM, now })
  assert.deepEqual(spent.ok && spent.expected.map(({ because }) => because), ['sent-often-enough'])
  await removeRule(fresh.db, { companyId: place.companyId, id: rule.id }, SAM, now)
})

test('W1, S1.41, S1.52: a reminder that would tell nobody says why, and when it is next looked at', async () => {
  const { companyId } = place
  const rule = await add(draft('customer', { ...REMINDER, destination: 'both', address: 'desk@mill.example' }))
  const { id: jobId } = await open({ dispatchedAt: now, providerId: place.otherProviderId })
  await settle()
  const reasons = async () => (await remindersToCome(fresh.db, await jobNow(jobId), now)).map(each => each.because)
  assert.deepEqual((await reasons()).sort(), ['provider-has-no-email', 'told'])
  await desk().save({ companyId, jobId, change: { do: 'defer', because: 'rain', until: '2026-12-01' }, by: SAM })
  assert.deepEqual(await reasons(), ['job-deferred', 'job-deferred'])
  // Its moment passes without anybody being told: that does not count as one of the three.
  now = later(now, 3 * 86_400)
  await settle()
  await desk().save({ companyId, jobId, change: { do: 'resume' }, by: SAM })
  await settle()
  // Nobody looked for five days: the two moments that passed count as one.
  now = later(now, 5 * 86_400)
  const late = await remindersToCome(fresh.db, await jobNow(jobId), now)
  assert.deepEqual(
    late.map(({ number, of, at }) => [number, of, String(at)]),
    [
      [1, 3, String(now)],
      [1, 3, String(now)],
    ],
  )
  await desk().save({ companyId, jobId, change: { do: 'off-site' }, by: SAM })
  assert.deepEqual(await remindersToCome(fresh.db, await jobNow(jobId), now), [])
  const gone = await wouldBe(fresh.db, { job: await jobNow(jobId), what: 'reminder', by: SAM, now })
  assert.deepEqual(gone.ok && gone.expected.map(({ because }) => because).sort(), [
    'no-longer-incomplete',
    'provider-has-no-email',
  ])
  await removeRule(fresh.db, { companyId, id: rule.id }, SAM, now)
})

test('W1, S1.25: what an invoice would tell, and why a job cannot be invoiced yet', async () => {
  const rule = await add(draft('customer', { occasion: 'invoiced' }))
  const { id: jobId } = await open()
  const invoiced = async () => wouldBe(fresh.db, { job: await jobNow(jobId), what: 'invoiced', by: SAM, now })
  assert.deepEqual(await invoiced(), { ok: false, because: 'job-in-progress' })
  await desk().save({ companyId: place.companyId, jobId, change: { do: 'complete' }, by: SAM })
  const would = await invoiced()
  assert.deepEqual(would.ok && would.expected.map(each => [each.ruleId, each.because, each.address]), [
    [rule.id, 'told', 'desk@mill.example'],
  ])
  await removeRule(fresh.db, { companyId: place.companyId, id: rule.id }, SAM, now)
})

test('W1: to suppose something stores nothing', async () => {
  await add(draft('customer', {}))
  const { id } = await open()
  await settle()
  const before = await jobNow(id)
  const decided = await decisionsOfJob(fresh.db, place.companyId, id)
  for (const what of ['dispatched', 'reminder', 'invoiced', 'completed'] satisfies Supposed[])
    await wouldBe(fresh.db, { job: before, what, by: SAM, now })
  assert.deepEqual(await jobNow(id), before)
  assert.deepEqual(await decisionsOfJob(fresh.db, place.companyId, id), decided)
})

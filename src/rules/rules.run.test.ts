import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { openDesk } from '#jobs/jobs.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { planOnce } from './plan.run.ts'
import { PLAIN, type Rule, type TellRule } from './rule.ts'
import {
  addRule,
  changeRule,
  decisionsOfJob,
  findRule,
  latestDecisions,
  listRules,
  type RuleDraft,
  removeRule,
  settleNotices,
  takeDueNotices,
} from './rules.run.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
const now = at('2026-03-02T02:14:00Z')

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
})
after(() => house.drop())
beforeEach(() => house.db.script('truncate rule, rule_change, decision, notice, job, job_event cascade'))

const draft = (more: object = {}): RuleDraft => ({
  companyId: here.companyId,
  owner: { kind: 'customer', id: here.customerId },
  serviceTypeId: null,
  active: true,
  does: 'tell',
  occasion: 'dispatched',
  via: 'text-email',
  destination: 'address',
  address: 'desk@mill.example',
  recipient: 'Facilities desk',
  ...PLAIN,
  ...more,
})
const mute = (owner: Rule['owner']): RuleDraft => ({
  companyId: here.companyId,
  owner,
  serviceTypeId: null,
  active: true,
  does: 'mute',
  occasion: null,
})
async function add(rule: RuleDraft): Promise<Rule> {
  const saved = await addRule(house.db, rule, SAM, now)
  assert.ok(saved.ok, JSON.stringify(saved))
  return saved.rule
}
const refusal = async (rule: RuleDraft) => {
  const saved = await addRule(house.db, rule, SAM, now)
  return saved.ok ? 'saved' : saved.because
}
const desk = () => openDesk(house.db, () => now)
async function dispatched(siteId = here.siteId, providerId: string | null = here.providerId) {
  const opened = await desk().open({
    companyId: here.companyId,
    siteId,
    serviceTypeId: here.burglaryId,
    initialRequest: 'Zone 4',
    providerId,
    by: SAM,
  })
  assert.ok(opened.ok)
  await desk().save({ companyId: here.companyId, jobId: opened.job.id, change: { do: 'dispatch' }, by: SAM })
  return opened.job.id
}
const planAll = async () => {
  while (await planOnce(house.db, { now }));
}
const notices = () =>
  house.db.query<{ id: string; address: string; occasions: string[] }>(
    sql`select id, address, occasions from notice order by address`,
  )

test('S1.12, S1.13: each of the four owners holds as many rules as it likes', async () => {
  const owners = [
    ['customer', here.customerId],
    ['alarm-company', here.alarmCompanyId],
    ['site', here.siteId],
    ['provider', here.providerId],
  ] as const
  for (const [kind, id] of owners) {
    await add(draft({ owner: { kind, id } }))
    await add(draft({ owner: { kind, id }, occasion: 'completed' }))
    assert.equal(
      (await listRules(house.db, { companyId: here.companyId, limit: 10, ownerKind: kind, ownerId: id })).length,
      2,
    )
  }
  assert.equal((await listRules(house.db, { companyId: here.companyId, limit: 10 })).length, 8)
})

test('S1.14: a rule is changed by whoever saw its latest version, and every version is kept with who and when', async () => {
  const rule = (await add(draft())) as TellRule
  const changed = await changeRule(house.db, { ...rule, address: 'night@mill.example' }, SAM, now)
  assert.ok(changed.ok)
  assert.equal(changed.rule.version, 2)
  assert.deepEqual(await changeRule(house.db, { ...rule, address: 'day@mill.example' }, SAM, now), {
    ok: false,
    because: 'stale',
  })
  const kept = await house.db.query<{ version: number; by: object; address: string }>(sql`
    select version, by, rule ->> 'address' as address from rule_change order by version`)
  assert.deepEqual(kept, [
    { version: 1, by: SAM, address: 'desk@mill.example' },
    { version: 2, by: SAM, address: 'night@mill.example' },
  ])
})

test('S1.14: a removed rule tells nobody any more, and what it once decided stays on record', async () => {
  const rule = await add(draft())
  const job = await dispatched()
  await planAll()
  assert.equal(await removeRule(house.db, rule, SAM, now), true)
  assert.equal(await removeRule(house.db, rule, SAM, now), false)
  await dispatched()
  await planAll()
  assert.equal((await notices()).length, 1)
  assert.equal((await decisionsOfJob(house.db, here.companyId, job)).length, 1)
})

test('S1.15: what is stored of a rule is what was asked for, its address in normal form', async () => {
  const rule = await add(
    draft({ via: 'sms', address: '0491 570 156', serviceTypeId: here.burglaryId, leavesOutCancelled: true }),
  )
  assert.deepEqual(await findRule(house.db, here.companyId, rule.id), { ...rule, address: '+61491570156' })
  const silent = await add(mute({ kind: 'site', id: here.siteId }))
  assert.deepEqual(await findRule(house.db, here.companyId, silent.id), silent)
})

test('a rule of nobody, or for no service type of this company, is refused', async () => {
  assert.equal(await refusal(draft({ owner: { kind: 'site', id: here.customerId } })), 'no-such-owner')
  assert.equal(await refusal(draft({ owner: { kind: 'customer', id: elsewhere.customerId } })), 'no-such-owner')
  assert.equal(await refusal(draft({ serviceTypeId: elsewhere.burglaryId })), 'no-such-service-type')
  assert.equal(await refusal(mute({ kind: 'customer', id: here.customerId })), 'only-sites-mute')
})

test('S1.52: a rule that tells providers warns at save of those it cannot reach', async () => {
  const saved = await addRule(house.db, draft({ via: 'sms', destination: 'provider', address: null }), SAM, now)
  assert.deepEqual(saved.ok && saved.warnings, [
    {
      about: 'provider-has-no-mobile',
      names: ['Second Patrol'],
      sentence: 'Second Patrol has no mobile: this text would reach nobody there.',
    },
  ])
  const plain = await addRule(house.db, draft(), SAM, now)
  assert.deepEqual(plain.ok && plain.warnings, [])
})

test("another company's rules do not exist", async () => {
  const rule = await add(draft())
  assert.equal(await findRule(house.db, elsewhere.companyId, rule.id), undefined)
  assert.deepEqual(await changeRule(house.db, { ...rule, companyId: elsewhere.companyId }, SAM, now), {
    ok: false,
    because: 'no-such-rule',
  })
  assert.equal(await removeRule(house.db, { companyId: elsewhere.companyId, id: rule.id }, SAM, now), false)
})

test('S1.57: the customer is told of all his sites but the one that says "don\'t notify" and names somebody else', async () => {
  await add(draft({ address: 'a@mill.example' }))
  await add(mute({ kind: 'site', id: here.siteId }))
  await add(draft({ owner: { kind: 'site', id: here.siteId }, address: 'b@mill.example' }))
  const muted = await dispatched(here.siteId)
  const plain = await dispatched(here.otherSiteId)
  await planAll()
  const told = async (job: string) =>
    (await decisionsOfJob(house.db, here.companyId, job)).map(({ address, because }) => `${address} ${because}`).sort()
  assert.deepEqual(await told(muted), ['a@mill.example muted-by-site', 'b@mill.example told'])
  assert.deepEqual(await told(plain), ['a@mill.example told'])
})

test('S1.6, S1.61: saving waits for nobody; with no rule at all nothing is planned to be sent', async () => {
  const job = await dispatched()
  await planAll()
  assert.deepEqual(await notices(), [])
  assert.deepEqual(await decisionsOfJob(house.db, here.companyId, job), [])
})

test('S1.60: planning an event a second time adds nothing', async () => {
  await add(draft({ destination: 'both' }))
  await dispatched()
  await planAll()
  const first = await notices()
  await house.db.query(sql`update job_event set planned_at = null`)
  await planAll()
  assert.deepEqual(await notices(), first)
  assert.equal(first.length, 2)
})

test('many planners at once plan every event exactly once', async () => {
  await add(draft())
  await Promise.all(Array.from({ length: 30 }, () => dispatched()))
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (await planOnce(house.db, { now, limit: 7 }));
    }),
  )
  assert.equal((await notices()).length, 30)
})

test('the latest decisions come newest first, whole saves at a time', async () => {
  await add(draft({ destination: 'both' }))
  const jobs = [await dispatched(), await dispatched(), await dispatched()]
  await planAll()
  const page = await latestDecisions(house.db, { companyId: here.companyId, moments: 2 })
  assert.deepEqual(
    page.map(({ jobId }) => jobs.indexOf(jobId)),
    [2, 2, 1, 1],
  )
  const next = await latestDecisions(house.db, { companyId: here.companyId, moments: 2, before: page.at(-1)! })
  assert.deepEqual(
    next.map(({ jobId }) => jobs.indexOf(jobId)),
    [0, 0],
  )
  assert.deepEqual([page[0]!.ownerName, page[0]!.zone], ['Hargreaves Timber', 'Australia/Sydney'])
  assert.deepEqual(await latestDecisions(house.db, { companyId: elsewhere.companyId, moments: 9 }), [])
})

test('due notices are taken by one taker, in lanes, and know whether their job is deferred by now', async () => {
  await add(draft())
  const job = await dispatched()
  await planAll()
  const take = (lane: 'urgent' | 'normal', seconds: number) =>
    house.db.begin(tx => takeDueNotices(tx, { lane, now: later(now, seconds), limit: 10 }))
  assert.equal((await take('normal', 0)).length, 0)
  assert.equal((await take('urgent', -1)).length, 0)
  const [due] = await take('urgent', 0)
  assert.deepEqual([due!.jobId, due!.jobIsDeferred, due!.occasions], [job, false, ['dispatched']])
  await desk().save({
    companyId: here.companyId,
    jobId: job,
    change: { do: 'defer', because: 'parts', until: '2026-04-01' },
    by: SAM,
  })
  assert.equal((await take('urgent', 0))[0]!.jobIsDeferred, true)
  await settleNotices(house.db, [{ companyId: due!.companyId, id: due!.id, droppedBecause: 'job-deferred' }], now)
  assert.equal((await take('urgent', 0)).length, 0)
  assert.equal((await decisionsOfJob(house.db, here.companyId, job))[0]!.droppedBecause, 'job-deferred')
})

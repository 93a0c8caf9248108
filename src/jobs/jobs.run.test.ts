import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { asText } from '../../test/saves.ts'
import type { Change, Job } from './job.ts'
import { type Desk, findJob, jobEvents, listJobs, openDesk, takeEvents } from './jobs.run.ts'
import type { Saved } from './saved.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
let desk: Desk
let now = at('2026-03-02T02:14:00Z')

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
  desk = openDesk(house.db, () => now)
})
after(() => house.drop())

const opening = (more: object = {}) => ({
  companyId: here.companyId,
  siteId: here.siteId,
  serviceTypeId: here.burglaryId,
  initialRequest: 'Zone 4',
  by: SAM,
  ...more,
})
const job = (saved: Saved): Job => {
  assert.ok(saved.ok, JSON.stringify(saved))
  return saved.job
}
const refusal = (saved: Saved) => (saved.ok ? 'saved' : saved.because)
const openOne = async (more: object = {}) => job(await desk.open(opening(more)))
const save = (of: Job, change: Change, more: object = {}) =>
  desk.save({ companyId: of.companyId, jobId: of.id, change, by: SAM, ...more })

test("a job is opened with the site's customer and alarm company, and one event says so (S1.19)", async () => {
  const opened = await openOne()
  assert.equal(opened.customerId, here.customerId)
  assert.equal(opened.alarmCompanyId, here.alarmCompanyId)
  const [event, ...rest] = await jobEvents(house.db, here.companyId, opened.id)
  assert.deepEqual(rest, [])
  assert.deepEqual(asText(event!.job), asText(opened))
  assert.deepEqual(event!.by, SAM)
})

test('what was saved is what is read back, with its visits and their technicians', async () => {
  const opened = await openOne()
  const [ana, ben] = here.people
  job(await save(opened, { do: 'dispatch', providerId: here.providerId, technicianIds: [ana, ben] }))
  const saved = job(
    await save(opened, {
      do: 'technician',
      personId: ben,
      statusId: here.status.SITE!,
      at: at('2026-03-02T02:38:00Z'),
    }),
  )
  const found = await findJob(house.db, here.companyId, opened.id)
  assert.deepEqual(asText(found), asText({ job: saved, zone: 'Australia/Sydney', approvesReports: false }))
  assert.equal(saved.version, 3)
  assert.equal(saved.visits[0]!.technicians[1]!.onSiteAt!.toString(), '2026-03-02T02:38:00Z')
  assert.equal(saved.onSiteAt!.toString(), '2026-03-02T02:38:00Z')
})

test('S1.29: saving without change writes nothing; clearing a value is a change', async () => {
  const opened = await openOne({ docketNumber: 'D1' })
  const same = await save(opened, { do: 'change', set: { docketNumber: 'D1', priority: 5 } })
  assert.deepEqual(same.ok && same.changed, [])
  assert.equal(job(same).version, 1)
  const cleared = await save(opened, { do: 'change', set: { docketNumber: null } })
  assert.deepEqual(cleared.ok && cleared.changed, [{ field: 'docketNumber', from: 'D1', to: null }])
  assert.equal((await jobEvents(house.db, here.companyId, opened.id)).length, 2)
})

test('a stale save is refused and shows what changed, by whom and when', async () => {
  const opened = await openOne()
  job(await save(opened, { do: 'change', set: { outcome: 'All sealed' } }, { version: 1 }))
  const stale = await save(opened, { do: 'change', set: { outcome: 'Zone 7 open' } }, { version: 1 })
  assert.equal(refusal(stale), 'stale')
  assert.deepEqual(asText(!stale.ok && stale.since), [
    { version: 2, by: SAM, at: `${now}`, changed: [{ field: 'outcome', from: null, to: 'All sealed' }] },
  ])
})

test('the same request made again changes nothing and gets the first answer, even after more changes', async () => {
  const request = { key: 'tap-1', hash: 'h' }
  const opened = await openOne({ request: { key: 'open-1', hash: 'h' } })
  const again = await desk.open(opening({ request: { key: 'open-1', hash: 'h' } }))
  assert.deepEqual(asText(again), asText({ ...again, repeated: true, job: opened }))
  const first = await save(opened, { do: 'on-site' }, { request })
  job(await save(opened, { do: 'off-site' }))
  const second = await save(opened, { do: 'on-site' }, { request })
  assert.deepEqual(asText(second.ok && [second.repeated, second.job]), asText([true, job(first)]))
  assert.equal(
    refusal(await save(opened, { do: 'off-site' }, { request: { key: 'tap-1', hash: 'other' } })),
    'key-used-for-another-request',
  )
})

test('one key sent twice at the same moment opens one job', async () => {
  const request = { key: 'double-tap', hash: 'h' }
  const [a, b, c] = await Promise.all([0, 1, 2].map(() => desk.open(opening({ request }))))
  assert.deepEqual([job(a!).id, job(b!).id], [job(c!).id, job(c!).id])
})

test('sixty saves of one job and ten others at once: each is decided on what the one before it left', async () => {
  const jobs = await Promise.all(Array.from({ length: 11 }, () => openOne()))
  const asks = Array.from({ length: 60 }, (_, i) => save(jobs[0]!, { do: 'change', set: { notes: `note ${i}` } }))
  const others = jobs.slice(1).map(other => save(other, { do: 'complete', outcome: 'done' }))
  const answers = await Promise.all([...asks, ...others])
  assert.ok(answers.every(({ ok }) => ok))
  const events = await jobEvents(house.db, here.companyId, jobs[0]!.id)
  assert.deepEqual(
    events.map(event => event.job.version),
    Array.from({ length: 61 }, (_, i) => i + 1),
  )
  for (const [before, event] of events.slice(1).map((event, i) => [events[i]!, event] as const)) {
    assert.equal(event.changed[0]!.from, before.job.notes)
  }
})

test('one bad request in a shared commit fails alone', async () => {
  const good = await openOne()
  const answers = await Promise.allSettled([
    save(good, { do: 'on-site' }),
    save(good, { do: 'change', set: { priority: 12 } }),
    save(good, { do: 'off-site' }),
    save({ ...good, id: here.siteId }, { do: 'off-site' }),
  ])
  assert.deepEqual(
    answers.map(answer => (answer.status === 'fulfilled' ? refusal(answer.value) : 'threw')),
    ['saved', 'threw', 'saved', 'no-such-job'],
  )
})

test('job numbers are counted within the company, without gaps or doubles, also when many open at once', async () => {
  const opened = await Promise.all(Array.from({ length: 50 }, () => openOne()))
  const numbers = opened.map(({ number }) => number).sort((a, b) => a - b)
  assert.deepEqual(
    numbers,
    Array.from({ length: 50 }, (_, i) => numbers[0]! + i),
  )
  const there = job(
    await desk.open({
      ...opening(),
      companyId: elsewhere.companyId,
      siteId: elsewhere.siteId,
      serviceTypeId: elsewhere.burglaryId,
    }),
  )
  assert.equal(there.number, 1)
})

test("another company's job, site or technician does not exist", async () => {
  const opened = await openOne()
  assert.equal(
    refusal(await desk.save({ companyId: elsewhere.companyId, jobId: opened.id, change: { do: 'on-site' }, by: SAM })),
    'no-such-job',
  )
  assert.equal(await findJob(house.db, elsewhere.companyId, opened.id), undefined)
  assert.equal((await findJob(house.db, here.companyId, opened.number))!.job.id, opened.id)
  assert.notEqual((await findJob(house.db, elsewhere.companyId, opened.number))?.job.id, opened.id)
  const foreign = await desk.open(opening({ siteId: elsewhere.siteId }))
  assert.deepEqual(foreign, { ok: false, because: 'no-such-entry', field: 'siteId' })
  const technician = await save(opened, { do: 'dispatch', technicianIds: [elsewhere.people[0]] })
  assert.deepEqual(technician, { ok: false, because: 'no-such-entry', field: 'technicianIds' })
  assert.deepEqual(
    await listJobs(house.db, { companyId: elsewhere.companyId, limit: 100, search: 'mill' }),
    await listJobs(house.db, { companyId: elsewhere.companyId, limit: 100 }),
  )
})

test('the list pages by number, newest first, and is narrowed by category and search', async () => {
  const all = await listJobs(house.db, { companyId: here.companyId, limit: 500 })
  const page = await listJobs(house.db, { companyId: here.companyId, limit: 5 })
  const next = await listJobs(house.db, { companyId: here.companyId, limit: 5, before: page.at(-1)!.job.number })
  assert.deepEqual(asText([...page, ...next]), asText(all.slice(0, 10)))
  const complete = await listJobs(house.db, { companyId: here.companyId, limit: 500, categories: ['complete'] })
  assert.equal(complete.length, 10)
  assert.equal((await listJobs(house.db, { companyId: here.companyId, limit: 5, search: '100%' })).length, 0)
  const named = await listJobs(house.db, { companyId: here.companyId, limit: 5, search: 'abc-2' })
  assert.deepEqual(
    named.map(({ job }) => job.number),
    [2],
  )
})

test('the review day of a deferred job is reckoned on the calendar of the site', async () => {
  now = at('2026-03-02T14:30:00Z') // 3 March, 01:30, in Sydney
  const opened = await openOne()
  assert.equal(
    refusal(await save(opened, { do: 'defer', because: 'no access', until: '2026-03-02' })),
    'review-date-is-past',
  )
  const deferred = job(await save(opened, { do: 'defer', because: 'no access', until: '2026-03-03' }))
  assert.deepEqual([deferred.deferredBecause, deferred.deferredUntil], ['no access', '2026-03-03'])
})

test('each event is taken for planning once, by however many planners', async () => {
  await house.db.query(sql`update job_event set planned_at = ${now}`)
  await Promise.all(Array.from({ length: 40 }, () => openOne()))
  const takers = Array.from({ length: 4 }, () => house.db.begin(tx => takeEvents(tx, { limit: 15, now })))
  const taken = (await Promise.all(takers)).flat().map(({ seq }) => seq)
  assert.equal(new Set(taken).size, 40)
  assert.equal(taken.length, 40)
})

test('a later save of a job waits for the planner that is still at an earlier one', async () => {
  await house.db.query(sql`update job_event set planned_at = ${now}`)
  const opened = await openOne()
  await save(opened, { do: 'dispatch', providerId: here.providerId })
  const other = await openOne()
  const versions = async (limit: number) =>
    (await house.db.begin(tx => takeEvents(tx, { limit, now }))).map(({ job: { number, version } }) => [
      number,
      version,
    ])
  await house.db.begin(async tx => {
    assert.deepEqual(
      (await takeEvents(tx, { limit: 1, now })).map(({ job: { number, version } }) => [number, version]),
      [[opened.number, 1]],
    )
    assert.deepEqual(await versions(10), [[other.number, 1]])
  })
  assert.deepEqual(await versions(10), [[opened.number, 2]])
})

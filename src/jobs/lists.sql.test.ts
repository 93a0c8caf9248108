import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { newId } from '#base/id.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import type { Change, Job } from './job.ts'
import { type Desk, listJobs, listJobsToReview, openDesk } from './jobs.run.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
let desk: Desk
const now = at('2026-03-02T02:14:00Z')

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
  desk = openDesk(house.db, () => now)
})
after(() => house.drop())

async function jobWith(changes: readonly Change[], siteId = here.siteId, place = here): Promise<Job> {
  const { companyId, burglaryId: serviceTypeId } = place
  let answer = await desk.open({ companyId, siteId, serviceTypeId, initialRequest: 'Zone 4', by: SAM })
  for (const change of changes) {
    assert.ok(answer.ok)
    answer = await desk.save({ companyId, jobId: answer.job.id, change, by: SAM })
  }
  assert.ok(answer.ok, JSON.stringify(answer))
  return answer.job
}
const until = (day: string): Change => ({ do: 'defer', because: 'no key', until: day })
const idsOf = (found: readonly { job: Job }[]) => found.map(({ job }) => job.id)

test('the standing lists hold what somebody must still do, the latest first', async () => {
  const fresh = await jobWith([])
  const sent = await jobWith([{ do: 'dispatch' }])
  const deferred = await jobWith([until('2026-03-09')])
  const sentAndDeferred = await jobWith([{ do: 'dispatch' }, until('2026-03-09')])
  const untold = await jobWith([{ do: 'set-status', statusId: here.status.NADV! }])
  const cancelled = await jobWith([{ do: 'cancel' }])
  const later = await jobWith([], here.otherSiteId)
  const list = (list: 'not-dispatched' | 'not-advised' | 'deferred', more: object = {}) =>
    listJobs(house.db, { companyId: here.companyId, limit: 100, list, ...more }).then(idsOf)
  assert.deepEqual(await list('not-dispatched'), [later.id, fresh.id])
  assert.deepEqual(await list('not-dispatched', { before: later.number }), [fresh.id])
  assert.deepEqual(await list('not-dispatched', { siteId: here.otherSiteId }), [later.id])
  assert.deepEqual(await list('not-advised'), [untold.id])
  assert.deepEqual(await list('deferred'), [sentAndDeferred.id, deferred.id])
  assert.deepEqual(await list('deferred', { categories: ['cancelled'] }), [])
  const everything = await listJobs(house.db, { companyId: here.companyId, limit: 100 })
  const all = [later, cancelled, untold, sentAndDeferred, deferred, sent, fresh]
  assert.deepEqual(
    idsOf(everything),
    all.map(({ id }) => id),
  )
})

const ZONES = ['Pacific/Kiritimati', 'Australia/Sydney', 'Australia/Perth', 'America/New_York', 'Pacific/Pago_Pago']

test("S1.41: a deferred job comes up for review when its day begins on the site's own calendar", async () => {
  const sites = ZONES.map(zone => ({ id: newId(), zone }))
  const names = new Map<string, string>()
  for (const { id, zone } of sites) {
    await house.db.query(sql`
      insert into site (company_id, id, name, address, time_zone)
      values (${here.companyId}, ${id}, ${zone}, 'somewhere', ${zone})`)
    names.set((await jobWith([until('2026-05-10')], id)).id, zone)
  }
  const dueAt = async (time: string) => {
    const asked = { companyId: here.companyId, limit: 100, search: 'somewhere', now: at(time) }
    return idsOf(await listJobsToReview(house.db, asked)).map(id => names.get(id))
  }
  // 10 May begins there: 00:00 is 10:00, 14:00 and 16:00 UTC the day before, and 04:00 and 11:00 UTC on the day.
  const BEGINS = ['2026-05-09T10', '2026-05-09T14', '2026-05-09T16', '2026-05-10T04', '2026-05-10T11']
  for (const [i, hour] of BEGINS.entries()) {
    const begins = at(`${hour}:00:00Z`)
    assert.deepEqual(await dueAt(`${begins.subtract({ seconds: 1 })}`), ZONES.slice(0, i))
    assert.deepEqual(await dueAt(`${begins}`), ZONES.slice(0, i + 1))
  }
})

test('S1.41: review lists the longest due first, page by page, each once', async () => {
  const days = ['2026-03-20', '2026-03-10', '2026-03-20', '2026-03-05', '2026-03-20', '2026-03-28', '2026-03-02']
  const jobs: Job[] = []
  for (const day of days) jobs.push(await jobWith([until(day)], here.otherSiteId))
  const asked = { companyId: here.companyId, siteId: here.otherSiteId, now: at('2026-03-25T00:00:00Z'), limit: 2 }
  const pages: string[][] = []
  let last: Job | undefined
  do {
    const cursor = last && { after: { day: last.deferredUntil!, number: last.number } }
    const found = await listJobsToReview(house.db, { ...asked, ...cursor })
    pages.push(idsOf(found))
    last = found.at(-1)?.job
    // Taken off the list between two pages: nobody is skipped.
    if (pages.length === 1) await desk.save({ ...save(last!), change: { do: 'resume' } })
  } while (last)
  const inOrder = [6, 3, 1, 0, 2, 4].map(i => jobs[i]!.id)
  assert.deepEqual(pages, [inOrder.slice(0, 2), inOrder.slice(2, 4), inOrder.slice(4), []])
})

const save = ({ companyId, id: jobId }: Job) => ({ companyId, jobId, by: SAM })

test('a review day taken away is reviewed no more', async () => {
  const job = await jobWith([until('2026-03-02')])
  const find = () => listJobsToReview(house.db, { companyId: here.companyId, siteId: here.siteId, limit: 100, now })
  assert.deepEqual(idsOf(await find()), [job.id])
  await desk.save({ ...save(job), change: { do: 'resume' } })
  assert.deepEqual(await find(), [])
})

test("another company's jobs stand on none of our lists", async () => {
  const theirs = await jobWith([until('2026-03-02')], elsewhere.siteId, elsewhere)
  const { companyId } = elsewhere
  assert.deepEqual(idsOf(await listJobsToReview(house.db, { companyId, limit: 100, now })), [theirs.id])
  assert.deepEqual(idsOf(await listJobs(house.db, { companyId, limit: 100, list: 'deferred' })), [theirs.id])
  const asked = { companyId: here.companyId, limit: 100 }
  for (const found of [
    await listJobsToReview(house.db, { ...asked, now }),
    await listJobs(house.db, { ...asked, list: 'deferred' }),
  ])
    assert.equal(idsOf(found).includes(theirs.id), false)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { changeEntry } from '#directory/directory.run.ts'
import type { Change, Job } from '#jobs/job.ts'
import { findJob, jobEvents, listJobsToReview } from '#jobs/jobs.run.ts'
import { openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

// An alarm company that wants an order number before anybody drives, a docket before anybody says "complete", and a
// call about what was found.
let town: Awaited<ReturnType<typeof openTown>>
before(async () => {
  town = await openTown()
  const { companyId, alarmCompanyId: id } = town.place
  const set = { orderNumberNeeded: 'at-start', docketNumberNeeded: 'at-end', mustBeAdvised: true } as const
  const changed = await changeEntry(town.house.db, 'alarm-company', { companyId, id, set }, SAM, town.now())
  assert.ok(changed.ok)
  await town.rule('customer', { address: DESK })
  await town.rule('customer', { address: DESK, occasion: 'completed' })
})
after(() => town.close())

const DESK = 'desk@mill.example'
const PLACE = 'Hargreaves Mill, 12 Mill Rd, Orange'

/** Why this may not be done; what is refused tells nobody. */
async function refused(job: Job, change: Change): Promise<string> {
  const answer = await town.house.desk.save({ companyId: job.companyId, jobId: job.id, change, by: SAM })
  await town.house.settle()
  assert.ok(!answer.ok)
  assert.deepEqual(town.heard(), [])
  return answer.because
}

test('S1.22: a night with an alarm company that wants its numbers and a call, of which the customer hears once', async () => {
  const job = await town.open()
  assert.equal(await refused(job, { do: 'dispatch' }), 'order-number-missing')
  await town.save(job, { do: 'dispatch', orderNumber: 'PO 4411' })
  assert.deepEqual(town.heard(), [`email ${DESK}: ABC-1 dispatched: ${PLACE}`])

  await town.forward(1_500)
  await town.save(job, { do: 'on-site' })
  await town.save(job, { do: 'off-site', outcome: 'All sealed' })
  assert.equal(await refused(job, { do: 'complete' }), 'docket-number-missing')
  const done = await town.save(job, { do: 'complete', docketNumber: 'D88213' })
  assert.equal(done.category, 'not-advised')
  assert.deepEqual(town.heard(), [`email ${DESK}: ABC-1 now Not advised: ${PLACE}`])
  assert.equal(await refused(job, { do: 'complete' }), 'party-not-advised')

  await town.forward(600)
  const called = town.now()
  const complete = await town.save(job, { do: 'advise', party: 'alarm-company' })
  assert.deepEqual([complete.category, `${complete.alarmCompanyAdvisedAt}`], ['complete', `${called}`])
  assert.deepEqual(town.heard(), [])
  assert.equal(await refused(job, { do: 'advise', party: 'alarm-company' }), 'already-advised')

  const { by, at, changed } = (await jobEvents(town.house.db, job.companyId, job.id)).at(-1)!
  assert.deepEqual([by, `${at}`], [SAM, `${called}`])
  assert.deepEqual(
    changed.map(({ field }) => field),
    ['statusId', 'category', 'alarmCompanyAdvisedAt', 'closedAt', 'reportRevision'],
  )
})

test('S1.24: reopened and completed again, the alarm company is called again and the customer hears again', async () => {
  const job = await town.open({ orderNumber: 'PO 4412', docketNumber: 'D88214' })
  await town.save(job, { do: 'complete' })
  await town.save(job, { do: 'advise', party: 'alarm-company' })
  await town.save(job, { do: 'reopen' })
  const again = await town.save(job, { do: 'complete', outcome: 'Zone 7 was open after all' })
  assert.deepEqual([again.category, again.alarmCompanyAdvisedAt], ['not-advised', null])
  assert.deepEqual(town.heard(), Array(2).fill(`email ${DESK}: ABC-2 now Not advised: ${PLACE}`))
})

test('S1.23: a job without its numbers can still be called off, and the customer hears that', async () => {
  const job = await town.open()
  const cancelled = await town.save(job, { do: 'cancel', outcome: 'Cancelled by keyholder' })
  assert.equal(cancelled.category, 'cancelled')
  assert.deepEqual(town.heard(), [`email ${DESK}: ABC-3 now Cancelled: ${PLACE}`])
})

test('S1.41: a deferred job is silent, and comes back on its day so that nobody forgets it', async () => {
  const job = await town.open({ orderNumber: 'PO 4413' })
  await town.save(job, { do: 'defer', because: 'no key', until: '2026-03-04' })
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(town.heard(), [])
  const { companyId } = job
  const review = async () =>
    (await listJobsToReview(town.house.db, { companyId, limit: 10, now: town.now() })).map(({ job }) => job.id)
  assert.deepEqual(await review(), [])
  await town.forward(2 * 86_400)
  assert.deepEqual(await review(), [job.id])
  await town.save(job, { do: 'resume' })
  assert.deepEqual(await review(), [])
  assert.equal((await findJob(town.house.db, companyId, job.id))!.job.deferredUntil, null)
})

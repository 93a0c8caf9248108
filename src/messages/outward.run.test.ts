import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCustomerLinks } from '#base/customer-links.ts'
import { jobEvents } from '#jobs/jobs.run.ts'
import { trialDoor } from '../../test/trial-door.ts'
import { NOTHING_OUTWARD } from './facts.ts'
import { reportsOf } from './reports.run.ts'

const trial = await trialDoor()
const { db, ask, harbour } = trial
const { administer } = harbour.keys
const links = openCustomerLinks({ secret: 'one', publicUrl: 'https://callout.example' })
after(trial.close)

const does = async (line: string, body: object = {}) => {
  const answer = await ask(administer, line, body)
  assert.ok(answer.status < 300, `${line}: ${answer.text}`)
  return answer.body
}
const lastOf = async (jobId: string) => (await jobEvents(db, harbour.id, jobId)).at(-1)!
const outwardOf = async (jobId: string, by: typeof links | undefined = links) =>
  (await reportsOf(db, [await lastOf(jobId)], [], by))[0]!.facts.outward

let second = ''
let travelling = ''
before(async () => {
  await does(`PATCH /people/${harbour.ids.person}`, { certifications: 'Licence 1' })
  const technician = { role: 'technician', email: null, mobile: null, providerId: harbour.ids.provider }
  second = (await does('POST /people', { name: 'Jo Cole', ...technician })).id
  const { items } = (await ask(administer, 'GET /statuses')).body
  travelling = items.find(({ code }: { code: string }) => code === 'TRAV').id
})

test('S5.1: who comes is whose step it was, else who leads; his certificates go with him', async () => {
  const { job } = await does('POST /jobs', harbour.opening)
  assert.deepEqual([(await outwardOf(job.id))!.technician, (await outwardOf(job.id))!.certifications], ['', ''])
  await does(`POST /jobs/${job.id}/dispatch`, { technicianIds: [harbour.ids.person, second] })
  const sent = await outwardOf(job.id)
  assert.deepEqual([sent!.technician, sent!.certifications], ['Sipho Dlamini', 'Licence 1'])
  await ask(administer, `PUT /jobs/${job.id}/visits/1/technicians/${second}`, { statusId: travelling })
  const coming = await outwardOf(job.id)
  assert.deepEqual([coming!.technician, coming!.certifications], ['Jo Cole', ''])
})

test('S5.1: a customer is sent to the page of his job; to another time only where there is an appointment', async () => {
  const { job } = await does('POST /jobs', harbour.opening)
  const statusLink = links.visitUrl({ companyId: harbour.id, id: job.id })
  const told = await outwardOf(job.id)
  assert.deepEqual([told!.statusLink, told!.rescheduleLink, told!.reviewLink], [statusLink, '', ''])
  const window = { appointmentFrom: '2026-11-21T09:00:00Z', appointmentUntil: '2026-11-21T11:00:00Z' }
  await ask(administer, `PATCH /jobs/${job.id}`, { version: 1, ...window })
  await ask(administer, 'PATCH /company', { reviewUrl: 'https://reviews.example/harbour' })
  const later = await outwardOf(job.id)
  assert.deepEqual(
    [later!.rescheduleLink, later!.reviewLink],
    [`${statusLink}#reschedule`, 'https://reviews.example/harbour'],
  )
  await ask(administer, 'PATCH /company', { reviewUrl: null })
})

test("S3.11: he may ask for service on his region's page, else on ours where the company takes requests, else nowhere", async () => {
  const { customer, region, serviceType } = harbour.ids
  const { job } = await does('POST /jobs', harbour.opening)
  const { job: nobodys } = await does('POST /jobs', { ...harbour.opening, customerId: null })
  const pages = async () => [(await outwardOf(job.id))!.requestPage, (await outwardOf(nobodys.id))!.requestPage]
  assert.deepEqual(await pages(), ['', ''])
  await ask(administer, 'PATCH /company', { takesRequests: true })
  assert.deepEqual(await pages(), ['', ''])
  await ask(administer, 'PATCH /company', { requestTypeId: serviceType })
  assert.deepEqual(await pages(), [links.requestUrl({ companyId: harbour.id, id: customer }), ''])
  await ask(administer, `PATCH /customers/${customer}`, { regionId: region })
  await ask(administer, `PATCH /regions/${region}`, { requestUrl: 'https://north.example/help' })
  assert.deepEqual(await pages(), ['https://north.example/help', ''])
  await ask(administer, 'PATCH /company', { takesRequests: false })
  assert.deepEqual(await pages(), ['https://north.example/help', ''])
})

test('without links nothing of it is known, and without a public address no page of ours is named', async () => {
  const { job } = await does('POST /jobs', harbour.opening)
  const [report] = await reportsOf(db, [await lastOf(job.id)])
  assert.deepEqual(report!.facts.outward, NOTHING_OUTWARD)
  const told = await outwardOf(job.id, openCustomerLinks({ secret: 'one', publicUrl: null }))
  assert.deepEqual([told!.statusLink, told!.rescheduleLink], ['', ''])
})

test('what is told of many jobs at once is what is told of each', async () => {
  const { items } = (await ask(administer, 'GET /jobs')).body
  const events = await Promise.all(items.map(({ id }: { id: string }) => lastOf(id)))
  const together = await reportsOf(db, events, [], links)
  for (const [i, event] of events.entries())
    assert.deepEqual(together[i]!.facts.outward, await outwardOf(event.job.id), event.job.id)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addEntry, changeCompany, changeEntry } from '#directory/directory.run.ts'
import type { Change, Job } from '#jobs/job.ts'
import { removeRule } from '#rules/rules.run.ts'
import { openTown } from '../night-town.ts'
import { at, SAM } from '../rows.ts'

// What a customer hears of its jobs: by its region, by the statuses technicians set, and as job reports.
let town: Awaited<ReturnType<typeof openTown>>
let region: string
before(async () => {
  town = await openTown()
  const { companyId, customerId } = town.place
  const added = await addEntry(town.house.db, 'region', { companyId, name: 'Orange' }, SAM, town.now())
  assert.ok(added.ok)
  region = added.entry.id
  const set = { regionId: region, phone: '0491 570 156' }
  const changed = await changeEntry(town.house.db, 'customer', { companyId, id: customerId, set }, SAM, town.now())
  assert.ok(changed.ok)
})
after(() => town.close())

const OFFICE = 'office@hargreaves.example'
const says = (occasion: string, more: object = {}) =>
  town.rule('region', { owner: { kind: 'region', id: region }, occasion, destination: 'customer', ...more })
/** Who was told by which channel, without the words. */
const whoHeard = () => town.heard().map(line => line.slice(0, line.indexOf(':')))
const off = (rule: { companyId: string; id: string }) => removeRule(town.house.db, rule, SAM, town.now())
const of = async (job: Job, occasion: string) => {
  const told = (await town.reasons(job)).filter(each => each.startsWith(`${occasion} `))
  return told.map(each => each.split(' ').at(-1))
}
const hours = (count: number) => town.forward(count * 3600)

test('S3.3 to S3.7: a request is received, accepted, done and closed, and its customer hears each once', async () => {
  const rules = []
  for (const occasion of ['request-received', 'request-accepted', 'created', 'closed']) rules.push(await says(occasion))
  const job = await town.open({ requestedBy: { name: 'Jo Hargreaves', email: null, phone: '0491 570 156' } })
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  const accepted = await town.save(job, { do: 'accept' })
  assert.equal(accepted.category, 'in-progress')
  assert.equal(accepted.initialRequest, job.initialRequest)
  assert.deepEqual(accepted.requestedBy, job.requestedBy)
  // That it was accepted and that it is a job now is one message.
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  await town.save(job, { do: 'dispatch' })
  await town.save(job, { do: 'complete', outcome: 'Sensor replaced' })
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  for (const rule of rules) await off(rule)
})

test('S3.4: a request is rejected with a reason, and nothing is lost of it', async () => {
  const rule = await says('request-rejected')
  const job = await town.open({ requestedBy: { name: 'Jo', email: 'jo@x.example', phone: null } })
  const rejected = await town.save(job, { do: 'reject', because: 'We do not repair roofs.' })
  assert.deepEqual([rejected.category, rejected.outcome], ['rejected', 'We do not repair roofs.'])
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  const refused = await town.house.desk.save({
    companyId: job.companyId,
    jobId: job.id,
    change: { do: 'accept' },
    by: SAM,
  })
  assert.equal(!refused.ok && refused.because, 'not-a-request')
  await off(rule)
})

test('S3.8: a follow-up comes three days after the close, in the morning; reopening cancels it, closing again sets it anew', async () => {
  const rule = await says('follow-up', { everyDays: 3, times: 1 })
  const job = await town.open()
  await town.save(job, { do: 'complete' })
  await hours(24)
  await town.save(job, { do: 'reopen' })
  await hours(5 * 24)
  assert.deepEqual(town.heard(), [])
  // At a quarter past one in the afternoon in Sydney.
  const closed = (await town.save(job, { do: 'complete' })).closedAt!
  const wall = closed.toZonedDateTimeISO('Australia/Sydney')
  const due = wall.add({ days: 3 }).withPlainTime('10:00').toInstant()
  while (town.now().epochMilliseconds < due.epochMilliseconds - 3_600_000) await hours(1)
  assert.deepEqual(town.heard(), [])
  await hours(1)
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  await hours(10 * 24)
  assert.deepEqual(town.heard(), [])
  await off(rule)
})

const tap = (personId: string, code: string): Change => ({
  ...{ do: 'technician', personId, statusId: town.place.status[code]! },
})
const statusRule = (code: string, more: object = {}) => {
  const id = town.place.status[code]!
  return town.rule('status', {
    ...{ owner: { kind: 'status', id }, occasion: 'status-set', statusId: id, destination: 'customer' },
    ...{ turn: 'first', graceSeconds: 30, ...more },
  })
}

test('S5.4, S5.5, S5.10: three technicians are on their way, and the customer gets one text and one e-mail', async () => {
  const rules = [await statusRule('TRAV', { via: 'sms' }), await statusRule('TRAV')]
  const job = await town.open()
  const [ana, ben, cai] = town.place.people
  await town.save(job, { do: 'dispatch', technicianIds: [ana, ben, cai] })
  await town.save(job, tap(ben, 'TRAV'))
  await town.save(job, tap(ana, 'TRAV'))
  assert.deepEqual(town.heard(), [])
  await town.forward(30)
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`, 'sms +61491570156'])
  await town.save(job, tap(cai, 'TRAV'))
  await town.forward(60)
  assert.deepEqual(town.heard(), [])
  assert.deepEqual(await of(job, 'status-set'), ['told', 'told', ...Array(4).fill('told-this-visit')])
  // A return on another day is a visit of its own.
  await town.save(job, { do: 'add-visit', technicianIds: [ben] })
  await town.save(job, tap(ben, 'TRAV'))
  await town.forward(30)
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`, 'sms +61491570156'])
  for (const rule of rules) await off(rule)
})

test('S5.11: a mis-tap that is taken back within half a minute is told to nobody, and that is on record', async () => {
  const rule = await statusRule('TRAV')
  const job = await town.open()
  const [ana] = town.place.people
  await town.save(job, { do: 'dispatch', technicianIds: [ana] })
  await town.save(job, tap(ana, 'TRAV'))
  await town.forward(20)
  await town.save(job, { do: 'undo-status', personId: ana })
  await town.forward(60)
  assert.deepEqual(town.heard(), [])
  assert.deepEqual(await of(job, 'status-set'), ['undone'])
  await town.save(job, tap(ana, 'TRAV'))
  await town.forward(30)
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  await off(rule)
})

test('S5.11: taken back after it was told, whoever was told hears that it was a mistake', async () => {
  const rule = await statusRule('TRAV')
  const job = await town.open()
  const [ana] = town.place.people
  await town.save(job, { do: 'dispatch', technicianIds: [ana] })
  await town.save(job, tap(ana, 'TRAV'))
  await town.forward(31)
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  await town.save(job, { do: 'undo-status', personId: ana })
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  assert.deepEqual(await of(job, 'corrected'), ['told'])
  await off(rule)
})

test('S5.9: what the office sets is told as what a technician taps', async () => {
  const rule = await statusRule('ABAN', { turn: 'last' })
  const job = await town.open()
  await town.save(job, { do: 'set-status', statusId: town.place.status.ABAN! })
  await town.forward(30)
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  await off(rule)
})

test('W4: after an outage of two hours nobody hears any more that somebody is on the way', async () => {
  const rule = await statusRule('TRAV')
  const job = await town.open()
  const [ana] = town.place.people
  await town.save(job, { do: 'dispatch', technicianIds: [ana] })
  await town.house.desk.save({ companyId: job.companyId, jobId: job.id, change: tap(ana, 'TRAV'), by: SAM })
  await town.forward(2 * 3600)
  assert.deepEqual(town.heard(), [])
  assert.deepEqual(await of(job, 'status-set'), ['too-late'])
  await off(rule)
})

test('S4.13 to S4.20, W10: a job report goes to account and property once, and corrected to those who had it', async () => {
  const report = { occasion: 'job-report', via: 'pdf-email' }
  const rules = [
    await town.rule('customer', { ...report, address: 'head@hargreaves.example' }),
    await town.rule('site', { ...report, address: 'head@hargreaves.example' }),
    await town.rule('site', { ...report, address: 'mill@hargreaves.example', reportsEveryJob: true }),
  ]
  const job = await town.open({ serviceTypeId: town.place.plumbingId })
  await town.save(job, { do: 'complete', outcome: 'Pipe mended' })
  assert.deepEqual(whoHeard(), ['email mill@hargreaves.example'])
  assert.deepEqual(await of(job, 'job-report'), ['report-not-of-this-kind', 'report-not-of-this-kind', 'told'])
  await off(rules[2]!)
  await town.save(job, { do: 'change', set: { outcome: 'Pipe replaced' } })
  assert.deepEqual(whoHeard(), ['email mill@hargreaves.example'])

  const alarm = await town.open()
  await town.save(alarm, { do: 'complete', outcome: 'All sealed' })
  assert.deepEqual(whoHeard(), ['email head@hargreaves.example'])
  for (const rule of rules.slice(0, 2)) await off(rule)
})

test('S4.13: where the company looks at reports first, one goes out when somebody has, to who is a recipient by then', async () => {
  const { db } = town.house
  assert.ok((await changeCompany(db, town.place.companyId, { approvesReports: true }, SAM, town.now())).ok)
  const report = { occasion: 'job-report', via: 'pdf-email', address: 'first@hargreaves.example' }
  const rule = await town.rule('site', report)
  const job = await town.open()
  const done = await town.save(job, { do: 'complete', outcome: 'All sealed' })
  assert.deepEqual([done.reportWaits, done.reportRevision, town.heard()], [true, 0, []])
  assert.deepEqual(await of(job, 'job-report'), ['awaits-approval'])
  await town.change(rule, { address: 'second@hargreaves.example' })
  await town.save(job, { do: 'approve-report' })
  assert.deepEqual(whoHeard(), ['email second@hargreaves.example'])
  assert.ok((await changeCompany(db, town.place.companyId, { approvesReports: false }, SAM, town.now())).ok)
  await off(rule)
})

test('S5.1: an appointment that is set, moved and taken away is told each time', async () => {
  const rule = await says('appointment')
  const job = await town.open({
    appointmentFrom: at('2026-05-04T23:00:00Z'),
    appointmentUntil: at('2026-05-05T01:00:00Z'),
  })
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  const move = { appointmentFrom: at('2026-05-05T23:00:00Z'), appointmentUntil: at('2026-05-06T01:00:00Z') }
  await town.save(job, { do: 'change', set: move })
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  await town.save(job, { do: 'change', set: { appointmentFrom: null, appointmentUntil: null } })
  assert.deepEqual(whoHeard(), [`email ${OFFICE}`])
  // Nobody waits for whoever will not come.
  await town.save(job, { do: 'change', set: move })
  town.heard()
  await town.save(job, { do: 'cancel' })
  assert.deepEqual(town.heard(), [`email ${OFFICE}: Your appointment is cancelled: ABC-${job.number}`])
  await off(rule)
})

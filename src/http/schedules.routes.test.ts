import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { later } from '#base/time.ts'
import { carryOnce } from '#delivery/delivery.run.ts'
import { reportOnce } from '#rules/reports.run.ts'
import { NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
// It is Saturday 21 November 2026, 02:00 in Sydney.
const schedule = (more = {}) => ({
  name: 'Daily jobs',
  every: 'day',
  at: '07:00',
  addresses: [' Office@Mill.Example', 'desk@mill.example'],
  ...more,
})
const add = async (more = {}) => {
  const added = await ask('POST /report-schedules', schedule(more))
  assert.equal(added.status, 201, added.text)
  return added.body
}

test('S1.8: a schedule is added in normal form, in the time zone of the company, and says when it falls due', async () => {
  const added = await add()
  const { id, ...rest } = added
  assert.deepEqual(rest, {
    ...{ version: 1, name: 'Daily jobs', customerId: null, every: 'day', onDay: null, at: '07:00' },
    ...{ timeZone: 'Australia/Sydney', addresses: ['office@mill.example', 'desk@mill.example'], active: true },
    nextAt: '2026-11-20T20:00:00Z',
  })
  assert.deepEqual((await ask(`GET /report-schedules/${id}`)).body, added)
  assert.deepEqual((await ask('GET /report-schedules')).body, { items: [added], next: null })
  assert.deepEqual((await ask(`GET /report-schedules?customerId=${trial.harbour.ids.customer}`)).body.items, [])
})

test('a schedule is changed by version and taken out of use', async () => {
  const { id } = await add()
  const weekly = { ...schedule(), version: 1, every: 'week', onDay: 1, at: '23:59', timeZone: 'Australia/Perth' }
  const changed = await ask(`PUT /report-schedules/${id}`, { ...weekly, active: false })
  assert.deepEqual([changed.status, changed.body.version, changed.body.at], [200, 2, '23:59'])
  assert.deepEqual([changed.body.timeZone, changed.body.active, changed.body.nextAt], ['Australia/Perth', false, null])
  const stale = await ask(`PUT /report-schedules/${id}`, weekly)
  assert.deepEqual([stale.status, kindOf(stale)], [409, 'stale'])
  assert.deepEqual((await ask(`DELETE /report-schedules/${id}`)).body, { removed: id })
  for (const line of [
    `GET /report-schedules/${id}`,
    `DELETE /report-schedules/${id}`,
    `GET /report-schedules/${id}/csv`,
  ]) {
    const answer = await ask(line)
    assert.deepEqual([answer.status, kindOf(answer)], [404, 'no-such-schedule'])
  }
})

for (const [more, kind, field] of [
  [{ every: 'week' }, 'day-missing', 'onDay'],
  [{ onDay: 3 }, 'day-not-wanted', 'onDay'],
  [{ every: 'month', onDay: 32 }, 'day-out-of-range', 'onDay'],
  [{ timeZone: 'Sydney' }, 'not-a-time-zone', 'timeZone'],
  [{ addresses: [] }, 'address-missing', 'addresses'],
  [{ addresses: Array.from({ length: 21 }, (_, i) => `a${i}@example.com`) }, 'too-many-addresses', 'addresses'],
  [{ addresses: ['a@example.com', '0491 570 156'] }, 'not-an-email-address', 'addresses.1'],
  [{ customerId: '019abc00-0000-7000-8000-000000000001' }, 'no-such-customer', 'customerId'],
  [{ at: '7:00' }, 'invalid', 'at'],
  [{ at: '24:00' }, 'invalid', 'at'],
  [{ every: 'year' }, 'invalid', 'every'],
  [{ name: '  ' }, 'invalid', 'name'],
] as const) {
  test(`a schedule with ${JSON.stringify(more).slice(0, 60)} is refused, and the field is named: ${kind}`, async () => {
    const answer = await ask('POST /report-schedules', schedule(more))
    assert.deepEqual([answer.status, kindOf(answer), answer.body.errors[0].field], [422, kind, field])
  })
}

test("another company's customer cannot be reported, nor its schedules seen", async () => {
  const refused = await ask('POST /report-schedules', schedule({ customerId: trial.other.ids.customer }))
  assert.deepEqual([refused.status, kindOf(refused)], [422, 'no-such-customer'])
  const { id } = await add()
  for (const path of ['', '/pdf', '/csv']) {
    const answer = await trial.ask(trial.other.keys.administer, `GET /report-schedules/${id}${path}`)
    assert.equal(answer.status, 404)
  }
})

test('S1.8: the newest report can be looked at before any is sent, and nothing is stored or sent by that', async () => {
  trial.time.now = later(NOW, -86_400)
  await ask('POST /jobs', trial.harbour.opening)
  trial.time.now = NOW
  const { id } = await add({ customerId: trial.harbour.ids.customer, addresses: ['preview@mill.example'] })
  const csv = await ask(`GET /report-schedules/${id}/csv`)
  assert.equal(csv.headers.get('content-disposition'), 'inline; filename="Daily_jobs_2026-11-19.csv"')
  assert.match(csv.text, /^Number,Site,/)
  assert.doesNotMatch(csv.text, /HRB-1/)
  trial.time.now = later(NOW, 6 * 3600)
  assert.match((await ask(`GET /report-schedules/${id}/csv`)).text, /\r\nHRB-1,Hargreaves mill,/)
  assert.match((await ask(`GET /report-schedules/${id}/pdf`)).text, /^%PDF/)
  trial.time.now = NOW
  await ask(`DELETE /report-schedules/${id}`)
  assert.deepEqual((await ask('GET /messages')).body.items, [])
})

test('S1.8: a message that carries a report names it, and no job; its PDF and its CSV can be had', async () => {
  const { id } = await add({ name: 'Every evening', addresses: ['carried@mill.example'] })
  const due = later(NOW, 6 * 3600)
  trial.time.now = due
  while (await reportOnce(trial.db, { now: due }));
  while (await carryOnce(trial.db, { press: trial.rooms.press, lane: 'slow', now: due }));
  const { items } = (await ask('GET /messages')).body
  const listed = items.find(({ address }: { address: string }) => address === 'carried@mill.example')
  const { jobId, reference, site, report, timeZone, occasions, subject, paperName, spreadsheetName, state } = listed
  assert.deepEqual([jobId, reference, site, occasions], [null, null, null, []])
  assert.deepEqual(
    [report, timeZone, subject],
    ['Every evening', 'Australia/Sydney', 'Every evening: 20 November 2026'],
  )
  assert.deepEqual([paperName, spreadsheetName], ['Every evening 2026-11-20.pdf', 'Every evening 2026-11-20.csv'])
  assert.equal(state, 'waiting')
  const { tries, changes, receipts, replies, ...seen } = (await ask(`GET /messages/${listed.id}`)).body
  assert.deepEqual([seen, tries, changes, receipts, replies], [listed, [], [], [], []])
  assert.deepEqual((await ask(`GET /messages?reportId=${listed.reportId}`)).body.items, [listed])
  assert.match((await ask(`GET /messages/${listed.id}/paper`)).text, /^%PDF/)
  const csv = await ask(`GET /messages/${listed.id}/spreadsheet`)
  assert.match(csv.text, /^Number,Site,[^\r]*\r\nHRB-1,/)
  assert.equal((await trial.ask(trial.other.keys.read, `GET /messages/${listed.id}/spreadsheet`)).status, 404)
  await ask(`DELETE /report-schedules/${id}`)
})

test('only an administrator writes schedules; whoever may read sees them', async () => {
  const { id } = await add()
  const { dispatch, read } = trial.harbour.keys
  assert.equal((await trial.ask(dispatch, 'POST /report-schedules', schedule())).status, 403)
  assert.equal((await trial.ask(dispatch, `DELETE /report-schedules/${id}`)).status, 403)
  assert.equal((await trial.ask(read, `GET /report-schedules/${id}`)).status, 200)
})

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { listMessages } from '#delivery/delivery.run.ts'
import { changeRule } from '#rules/rules.run.ts'
import { heardHourly } from '../hours.ts'
import { accepts, isDown, openTown } from '../night-town.ts'
import { at, insertPlace, SAM } from '../rows.ts'

// Sydney, in March: daylight saving ends on Sunday 5 April 2026 at 03:00.
const MONDAY = '2026-03-02T09:00+11:00[Australia/Sydney]'
const local = (text: string) => at(text.replace(/\[.*/, ''))

let town: Awaited<ReturnType<typeof openTown>>
beforeEach(async () => {
  town = await openTown(local(MONDAY).toString())
})
afterEach(() => town.close())

const DESK = 'desk@mill.example'
const reminder = (everyDays: number, times: number, more: object = {}) =>
  town.rule('customer', { address: DESK, occasion: 'incomplete', everyDays, times, ...more })

/** When the town heard something, as the site's clock shows it, within so many days. */
async function heardWithin(days: number, looking: Parameters<typeof heardHourly>[2] = 'before-and-when-due') {
  const all = await heardHourly(town, days, looking)
  return all.map(({ at, heard }) => `${clock(at)} ${heard.split(' ')[1]!.replace(':', '')}`)
}
const clock = (now: Temporal.Instant) => {
  const wall = now.toZonedDateTimeISO('Australia/Sydney')
  return `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][wall.dayOfWeek - 1]} ${wall.toPlainDate().toString().slice(5)} ${wall.toPlainTime().toString().slice(0, 5)}`
}
const on = (text: string) => local(`2026-03-${text}+11:00`)

test('S1.37, scenario 1: dispatched Monday 09:00, on site Wednesday 14:00, 3 days, twice: Saturday and Tuesday 14:00', async () => {
  await reminder(3, 2)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.forward(2 * 86_400 + 5 * 3600)
  await town.save(job, { do: 'on-site' })
  assert.deepEqual(await heardWithin(8, 'every-hour'), [`Sat 03-07 14:00 ${DESK}`, `Tue 03-10 14:00 ${DESK}`])
})

test('S1.38, S1.42, scenario 2: only dispatched 09:20, 3 days, three times; off site on day 7: the third is never sent', async () => {
  await reminder(3, 3)
  const job = await town.open()
  await town.save(job, { do: 'dispatch', at: on('02T09:20') })
  assert.deepEqual(await heardWithin(7), [`Thu 03-05 10:00 ${DESK}`, `Sun 03-08 10:00 ${DESK}`])
  await town.save(job, { do: 'off-site' })
  assert.deepEqual(await heardWithin(5), [])
})

test('S1.38: four times every 3 days are +3, +6, +9 and +12, and never a fifth', async () => {
  await reminder(3, 4)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  const days = (await heardWithin(16)).map(line => line.slice(4, 15))
  assert.deepEqual(days, ['03-05 09:00', '03-08 09:00', '03-11 09:00', '03-14 09:00'])
})

test('S1.41, scenario 3: deferred on day 2, taken up on day 8: nothing on day 3 and 6, with the reason; one on day 9', async () => {
  await reminder(3, 2)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.forward(2 * 86_400)
  await town.save(job, { do: 'defer', because: 'no access', until: '2026-03-20' })
  assert.deepEqual(await heardWithin(6), [])
  assert.deepEqual(await town.reasons(job), [`incomplete ${DESK} job-deferred`, `incomplete ${DESK} job-deferred`])
  await town.save(job, { do: 'resume' })
  assert.deepEqual(await heardWithin(8), [`Wed 03-11 09:00 ${DESK}`, `Sat 03-14 09:00 ${DESK}`])
})

test('S1.40: on site between two reminders: the clock starts again, and what was sent still counts', async () => {
  await reminder(2, 3)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(await heardWithin(3), [`Wed 03-04 09:00 ${DESK}`])
  await town.save(job, { do: 'on-site', at: on('05T08:30') })
  assert.deepEqual(await heardWithin(10), [`Sat 03-07 09:00 ${DESK}`, `Mon 03-09 09:00 ${DESK}`])
})

test('S1.42: correcting a mistyped time resends nothing that was sent already', async () => {
  await reminder(3, 2)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(await heardWithin(4), [`Thu 03-05 09:00 ${DESK}`])
  await town.save(job, { do: 'change', set: { dispatchedAt: on('02T11:30') } })
  assert.deepEqual(await heardWithin(6), [`Sun 03-08 12:00 ${DESK}`])
})

test('S1.43: the wall clock counts: at the same time of day after daylight saving has ended', async () => {
  await town.forward(30 * 86_400)
  await reminder(3, 2)
  const job = await town.open()
  await town.save(job, { do: 'dispatch', at: local('2026-04-01T14:00+11:00') })
  assert.deepEqual(await heardWithin(10), [`Sat 04-04 14:00 ${DESK}`, `Tue 04-07 14:00 ${DESK}`])
})

test('S1.43: days are those of the site: Sydney changes its clocks and Perth does not', async () => {
  await town.forward(30 * 86_400)
  await reminder(3, 1)
  for (const siteId of [town.place.siteId, town.place.otherSiteId]) {
    const job = await town.open({ siteId })
    await town.save(job, { do: 'dispatch', at: at('2026-04-02T23:30:00Z') })
  }
  const sent = await heardWithin(10)
  // 10:30 in Sydney was 23:30 UTC and is 00:30 now; 07:30 in Perth is 23:30 as ever.
  assert.deepEqual(sent, [`Mon 04-06 10:00 ${DESK}`, `Mon 04-06 11:00 ${DESK}`])
})

test('S1.44: the server is down over three due moments: one reminder when it is back, then the grid', async () => {
  await reminder(2, 3)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.forward(7 * 86_400 + 1800)
  assert.deepEqual(town.heard().length, 1)
  assert.deepEqual(await town.reasons(job), [
    `incomplete ${DESK} passed-while-stopped`,
    `incomplete ${DESK} passed-while-stopped`,
    `incomplete ${DESK} told`,
  ])
  assert.deepEqual(await heardWithin(8), [`Tue 03-10 09:30 ${DESK}`, `Thu 03-12 09:30 ${DESK}`])
})

test('S1.36, S1.19: after a reassignment the remaining reminders go to the new provider, and he who had it is told', async () => {
  await town.reach(town.place.otherProviderId, { email: 'second@patrol.example' })
  await reminder(2, 3, { address: null, destination: 'provider' })
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  const first = 'control@nightpatrol.example'
  assert.deepEqual(await heardWithin(3), [`Wed 03-04 09:00 ${first}`])
  await town.save(job, { do: 'dispatch', providerId: town.place.otherProviderId })
  assert.deepEqual(town.heard(), [`email ${first}: ABC-1 no longer yours: Hargreaves Mill, 12 Mill Rd, Orange`])
  assert.deepEqual(await heardWithin(10), [
    'Sat 03-07 09:00 second@patrol.example',
    'Mon 03-09 09:00 second@patrol.example',
  ])
})

test('S1.34, S1.36: the second kind chases the outcome that was forgotten, until it is there', async () => {
  await town.rule('provider', {
    ...{ address: 'control@nightpatrol.example', occasion: 'details-missing' },
    ...{ everyDays: 1, times: 5, details: ['outcome', 'docketNumber'] },
  })
  const job = await town.open()
  await town.save(job, { do: 'off-site', docketNumber: 'D1' })
  await town.forward(86_400)
  assert.deepEqual(town.heard(), [
    'email control@nightpatrol.example: ABC-1 lacks outcome: Hargreaves Mill, 12 Mill Rd, Orange',
  ])
  await town.save(job, { do: 'change', set: { outcome: 'All sealed' } })
  assert.deepEqual(await heardWithin(4), [])
})

test('a rule that is written late meets the jobs that are open already, at their next moment', async () => {
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.forward(5 * 86_400)
  await reminder(3, 2)
  assert.deepEqual(await heardWithin(6), [`Sun 03-08 09:00 ${DESK}`, `Wed 03-11 09:00 ${DESK}`])
})

test('a rule that is changed while reminders are pending goes by its new days and times from then on', async () => {
  const rule = await reminder(7, 1)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.forward(3 * 86_400 + 60)
  await town.change(rule, { everyDays: 2, times: 2 })
  assert.deepEqual(await heardWithin(8), [`Fri 03-06 09:01 ${DESK}`, `Sun 03-08 09:01 ${DESK}`])
})

test('S1.60: two rules that name one person remind him in one message', async () => {
  await reminder(3, 1)
  await town.rule('site', { address: DESK, occasion: 'incomplete', everyDays: 1, times: 3, via: 'pdf-email' })
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.forward(2 * 86_400)
  town.heard()
  await town.forward(86_400)
  assert.deepEqual(town.heard(), [
    `email ${DESK}: ABC-1 not completed after 3 days: Hargreaves Mill, 12 Mill Rd, Orange + ABC-1.pdf`,
  ])
  assert.equal((await town.reasons(job)).filter(reason => reason.endsWith('told')).length, 3)
})

test('S1.33, S1.35: a job that is complete, or cancelled without anybody having been there, is not chased', async () => {
  await reminder(1, 3)
  for (const change of [{ do: 'complete' }, { do: 'cancel' }] as const) {
    const job = await town.open()
    await town.save(job, { do: 'dispatch' })
    await town.save(job, change)
  }
  assert.deepEqual(await heardWithin(3), [])
})

test('S1.42: a rule that is corrected just after a full hour still sends what had fallen due at that hour', async () => {
  const rule = await reminder(3, 2)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.forward(3 * 86_400 - 10)
  const changed = { ...rule, address: 'night@mill.example' }
  assert.ok((await changeRule(town.house.db, changed, SAM, on('05T09:00:05'))).ok)
  await town.forward(20)
  assert.match(town.heard().join(), /^email night@mill\.example: ABC-1 not completed after 3 days/)
  assert.deepEqual(await heardWithin(4), ['Sun 03-08 09:00 night@mill.example'])
})

test('S1.43: two companies that gave a site the same id each have the clock of their own', async () => {
  const { house, place } = town
  const other = await insertPlace(house.db, 'XYZ')
  const { companyId } = other
  await house.db.query(sql`
    insert into site (company_id, id, name, address, time_zone, customer_id)
    values (${companyId}, ${place.siteId}, 'Depot', '1 Quay St, Perth', 'Australia/Perth', ${other.customerId})`)
  // Until after the clocks of Sydney have changed.
  await reminder(40, 1)
  await town.rule('customer', {
    ...{ companyId, owner: { kind: 'customer', id: other.customerId } },
    ...{ address: DESK, occasion: 'incomplete', everyDays: 40, times: 1 },
  })
  const opening = { siteId: place.siteId, initialRequest: 'Zone 4', by: SAM }
  const asked = [
    { ...opening, companyId: place.companyId, serviceTypeId: place.burglaryId, alarmCompanyId: null },
    { ...opening, companyId, serviceTypeId: other.burglaryId, alarmCompanyId: null },
  ]
  for (const each of asked) {
    const opened = await house.desk.open(each)
    assert.ok(opened.ok, JSON.stringify(opened))
    const dispatch = { companyId: each.companyId, jobId: opened.job.id, change: { do: 'dispatch' }, by: SAM } as const
    assert.ok((await house.desk.save(dispatch)).ok)
  }
  await house.settle()
  const due = await house.db.query<{ dueAt: Temporal.Instant }>(sql`
    select due_at
    from reminder
    order by company_id = ${companyId}`)
  assert.deepEqual(
    due.map(({ dueAt }) => String(dueAt)),
    ['2026-04-10T23:00:00Z', '2026-04-10T22:00:00Z'],
  )
})

test('S1.39, S1.41: a reminder that waits for the mail server is not sent when there is nothing left to remind of', async () => {
  await reminder(1, 3)
  town.carriersAre(isDown)
  const jobs = [await town.open(), await town.open(), await town.open()]
  for (const job of jobs) await town.save(job, { do: 'dispatch' })
  await town.forward(86_400)
  await town.save(jobs[0]!, { do: 'off-site', outcome: 'Sealed' })
  await town.save(jobs[1]!, { do: 'defer', because: 'no access', until: '2026-03-20' })
  await town.forward(3600)
  town.carriersAre(accepts)
  await town.forward(3 * 3600)
  assert.deepEqual(town.heard(), [
    `email ${DESK}: ABC-3 not completed after 1 day: Hargreaves Mill, 12 Mill Rd, Orange`,
  ])
  const messages = await listMessages(town.house.db, { companyId: town.place.companyId, limit: 9 })
  assert.deepEqual(messages.map(({ state, words }) => `${state}: ${words}`).sort(), [
    'accepted: ok',
    'expired: The job was deferred meanwhile.',
    'expired: There was nothing left to remind of.',
  ])
})

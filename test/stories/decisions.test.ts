import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { decisionsOfJob, latestDecisions, removeRule } from '#rules/rules.run.ts'
import { heardHourly } from '../hours.ts'
import { openTown } from '../night-town.ts'
import { at, SAM } from '../rows.ts'

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

test('S1.19: he who was told by e-mail hears by e-mail that it is not his, though the rule now sends texts', async () => {
  const first = 'control@nightpatrol.example'
  const rule = await town.rule('customer', { destination: 'provider', recipient: 'Night desk' })
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  assert.equal(town.heard().length, 1)
  await town.change(rule, { via: 'sms', recipient: 'Day desk' })
  await town.save(job, { do: 'dispatch', providerId: town.place.otherProviderId })
  assert.deepEqual(town.heard(), [`email ${first}: ABC-1 no longer yours: Hargreaves Mill, 12 Mill Rd, Orange`])
})

test('W1: a decision names whom and how the rule said it then, also when the rule was changed since', async () => {
  const rule = await town.rule('customer', {
    address: DESK,
    recipient: 'Night desk',
    serviceTypeId: town.place.plumbingId,
  })
  const told = await town.rule('customer', { address: '+61491570156', via: 'sms', recipient: 'Jo' })
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  assert.equal(town.heard().length, 1)
  await town.forward(60)
  await town.change(rule, { via: 'sms', address: '+61491570157', recipient: 'Day desk' })
  await town.change(told, { via: 'text-email', address: DESK, recipient: 'Kim' })
  await removeRule(town.house.db, rule, SAM, town.now())
  const { db } = town.house
  const decisions = await decisionsOfJob(db, town.place.companyId, job.id)
  assert.deepEqual(decisions.map(({ because, via, address, recipient }) => [because, via, address, recipient]).sort(), [
    ['other-service-type', 'text-email', DESK, 'Night desk'],
    ['told', 'sms', '+61491570156', 'Jo'],
  ])
})

test('W1: the decisions about one save are told in the order they were made in', async () => {
  const other = 'yard@mill.example'
  await reminder(2, 4)
  await reminder(1, 4, { address: other })
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  assert.equal((await heardHourly(town, 4, 'before-and-when-due')).length, 6)
  const decisions = await decisionsOfJob(town.house.db, town.place.companyId, job.id)
  assert.deepEqual(
    decisions.map(({ ordinal, address }) => `${ordinal} ${address}`),
    [`1 ${other}`, `1 ${DESK}`, `2 ${other}`, `3 ${other}`, `2 ${DESK}`, `4 ${other}`],
  )
})

test('W1: the latest decisions begin with the reminder of today, however old the save it is about', async () => {
  await reminder(2, 1)
  const old = await town.open()
  await town.save(old, { do: 'dispatch' })
  await town.rule('customer', { address: DESK })
  const { companyId } = town.place
  await town.forward(86_400)
  await town.save(await town.open(), { do: 'dispatch' })
  await town.forward(86_400)
  town.heard()
  const latest = await latestDecisions(town.house.db, { companyId, moments: 5 })
  assert.deepEqual(
    latest.map(({ occasion, jobNumber }) => `${occasion} ${jobNumber}`),
    ['incomplete 1', 'dispatched 2'],
  )
  const [first] = latest
  const rest = await latestDecisions(town.house.db, { companyId, moments: 5, before: first! })
  assert.deepEqual(
    rest.map(({ occasion, jobNumber }) => `${occasion} ${jobNumber}`),
    ['dispatched 2'],
  )
})

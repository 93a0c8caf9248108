import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { optIn, optOut } from '#directory/contacts.run.ts'
import { addEntry, changeCompany, changeEntry } from '#directory/directory.run.ts'
import type { Change, Job } from '#jobs/job.ts'
import type { TellRule } from '#rules/rule.ts'
import { removeRule } from '#rules/rules.run.ts'
import { openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

// Technicians tap, take back, and tap in each other's way; customers opt out, move and are somebody else's.
let town: Awaited<ReturnType<typeof openTown>>
let rules: TellRule[] = []
before(async () => {
  town = await openTown()
  const { companyId, customerId: id } = town.place
  const set = { phone: '0491 570 156' }
  assert.ok((await changeEntry(town.house.db, 'customer', { companyId, id, set }, SAM, town.now())).ok)
})
after(() => town.close())
afterEach(async () => {
  for (const rule of rules) await removeRule(town.house.db, rule, SAM, town.now())
  rules = []
  assert.deepEqual(town.heard(), [])
})

const OFFICE = 'email office@hargreaves.example'
const tap = (personId: string, code: string): Change => ({
  ...{ do: 'technician', personId, statusId: town.place.status[code]! },
})
const undo = (personId: string): Change => ({ do: 'undo-status', personId })
async function says(code: string, more: Partial<TellRule> = {}): Promise<void> {
  const statusId = town.place.status[code]!
  const asked = { occasion: 'status-set', statusId, destination: 'customer', turn: 'first', graceSeconds: 30, ...more }
  rules.push(await town.rule('status', { owner: { kind: 'status', id: statusId }, ...asked }))
}
async function sent(): Promise<Job> {
  const job = await town.open()
  return town.save(job, { do: 'dispatch', technicianIds: town.place.people.slice(0, 2) })
}
const numberOf = ({ number }: Job) => `ABC-${number}`

test('S5.11: two set out, the first was mistaken: the customer hears once, of the one who comes', async () => {
  await says('TRAV')
  const [ana, ben] = town.place.people
  const job = await sent()
  for (const change of [tap(ana, 'TRAV'), tap(ben, 'TRAV'), undo(ana)]) await town.save(job, change)
  await town.forward(60)
  assert.deepEqual(town.heard(), [`${OFFICE}: We are on the way: ${numberOf(job)}`])
})

test('S5.11: taken back after it was told, while another is on the way: it is as true as it was', async () => {
  await says('TRAV')
  const [ana, ben] = town.place.people
  const job = await sent()
  for (const who of [ana, ben]) await town.save(job, tap(who, 'TRAV'))
  await town.forward(31)
  assert.equal(town.heard().length, 1)
  await town.save(job, undo(ana))
  await town.forward(60)
  assert.deepEqual(town.heard(), [])
})

test('S5.11: a job that is called off before anybody was told tells nobody that somebody comes', async () => {
  await says('TRAV')
  const [ana] = town.place.people
  const job = await sent()
  await town.save(job, tap(ana, 'TRAV'))
  await town.save(job, { do: 'cancel' })
  await town.forward(60)
  assert.ok((await town.reasons(job)).some(each => each.endsWith('moved-on')))
})

test('W9: a customer that opted out by text is told nothing, however its number is written down', async () => {
  await says('TRAV', { via: 'sms' })
  const { companyId, people } = town.place
  const key = { companyId, channel: 'sms', address: '+61491570156' } as const
  await optOut(town.house.db, key, 'STOP', town.now())
  const job = await sent()
  await town.save(job, tap(people[0], 'TRAV'))
  await town.forward(60)
  assert.ok((await town.reasons(job)).some(each => each.endsWith('opted-out')))
  await optIn(town.house.db, key, 'START', town.now())
})

test('W4: that somebody is on the way is not kept until the morning', async () => {
  await says('TRAV')
  const { db } = town.house
  const { companyId, people } = town.place
  const night = { quietFrom: 12 * 60, quietUntil: 7 * 60 }
  assert.ok((await changeCompany(db, companyId, night, SAM, town.now())).ok)
  const job = await sent()
  await town.save(job, tap(people[0], 'TRAV'))
  await town.forward(60)
  assert.deepEqual(town.heard(), [`${OFFICE}: We are on the way: ${numberOf(job)}`])
  assert.ok((await changeCompany(db, companyId, { quietFrom: null, quietUntil: null }, SAM, town.now())).ok)
})

test('W2: a row for those who work on a job and a message for its customer are two, even to one address', async () => {
  await says('TRAV')
  const address = 'office@hargreaves.example'
  rules.push(await town.rule('customer', { address, occasion: 'updated-incomplete' }))
  const job = await sent()
  await town.save(job, tap(town.place.people[0], 'TRAV'))
  await town.forward(60)
  assert.deepEqual(
    town.heard().map(line => line.split(':')[1]!.trim()),
    [`${numberOf(job)} updated`, 'We are on the way'],
  )
})

const report = (address: string) => town.rule('site', { occasion: 'job-report', via: 'pdf-email', address })

test('W10: whoever had an older version gets the corrected one, and so does whoever is a recipient by then', async () => {
  const rule = await report('first@mill.example')
  rules.push(rule)
  const job = await town.open()
  await town.save(job, { do: 'complete', outcome: 'All sealed' })
  assert.equal(town.heard().length, 1)
  await town.change(rule, { address: 'second@mill.example' })
  for (const change of [{ do: 'reopen' }, { do: 'complete', outcome: 'Two zones' }] as Change[])
    await town.save(job, change)
  const reports = town.heard().filter(line => line.includes('report'))
  assert.deepEqual(
    reports.map(line => line.split(':')[0]),
    ['email first@mill.example', 'email second@mill.example'],
  )
})

test('W10: another customer of the job gets the report, and the former learns nothing of it', async () => {
  rules.push(await report('mill@mill.example'))
  const { db } = town.house
  const { companyId } = town.place
  const make = async (kind: 'customer' | 'site', values: object) => {
    const added = await addEntry(db, kind, { companyId, ...values } as never, SAM, town.now())
    assert.ok(added.ok, JSON.stringify(added))
    return added.entry.id
  }
  const customerId = await make('customer', { name: 'Café', email: null, phone: null })
  const where = { name: 'Café', address: '1 Summer St', timeZone: 'Australia/Sydney', customerId, alarmCompanyId: null }
  const siteId = await make('site', where)
  const job = await town.open()
  await town.save(job, { do: 'complete', outcome: 'All sealed' })
  assert.equal(town.heard().length, 1)
  await town.save(job, { do: 'change', set: { siteId, outcome: 'Two zones' } })
  assert.deepEqual(town.heard(), [])
})

test('S1.24, W10: a provider that is corrected on a finished job does not send report readers a farewell', async () => {
  rules.push(await report('mill@mill.example'))
  const job = await town.open()
  await town.save(job, { do: 'complete', outcome: 'All sealed' })
  town.heard()
  await town.save(job, { do: 'change', set: { providerId: null } })
  assert.ok(town.heard().every(line => !/no longer/i.test(line)))
})

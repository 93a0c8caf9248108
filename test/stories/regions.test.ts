import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listMessages } from '#delivery/delivery.run.ts'
import { resendMessage } from '#delivery/resend.run.ts'
import { addEntry, changeEntry } from '#directory/directory.run.ts'
import type { Change } from '#jobs/job.ts'
import { saveTemplate } from '#messages/templates.run.ts'
import { isDown, openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

// Two customers of one region, what each hears of it, and in which words.
let town: Awaited<ReturnType<typeof openTown>>
let region: string
let cafe: { customerId: string; siteId: string }
before(async () => {
  town = await openTown()
  region = await add('region', { name: 'Orange' })
  const reach = { email: 'cafe@summit.example', phone: null }
  const customerId = await add('customer', { name: 'Café Summit', ...reach, regionId: region, language: 'de' })
  const site = { name: 'Café Summit', address: '1 Summer St, Orange', timeZone: 'Australia/Sydney' }
  cafe = { customerId, siteId: await add('site', { ...site, customerId, alarmCompanyId: null }) }
  const { companyId, customerId: id } = town.place
  assert.ok(
    (await changeEntry(town.house.db, 'customer', { companyId, id, set: { regionId: region } }, SAM, town.now())).ok,
  )
})
after(() => town.close())

async function add(kind: 'region' | 'customer' | 'site' | 'status', values: object): Promise<string> {
  const entry = { companyId: town.place.companyId, ...values } as never
  const added = await addEntry(town.house.db, kind, entry, SAM, town.now())
  assert.ok(added.ok, JSON.stringify(added))
  return added.entry.id
}
const says = (occasion: string, more: object = {}) =>
  town.rule('region', { owner: { kind: 'region', id: region }, occasion, destination: 'customer', ...more })
const MILL = 'email office@hargreaves.example'

test('S3.1, S3.2, S3.24: an event that is switched on tells every customer of the region, each of its own jobs', async () => {
  const closed = await says('closed', { via: 'pdf-email' })
  const created = await says('created', { active: false })
  const job = await town.open()
  const other = await town.open(cafe)
  assert.deepEqual(town.heard(), [])
  await town.save(job, { do: 'complete' })
  // S3.25: with the work order report, as PDF.
  assert.deepEqual(town.heard(), [`${MILL}: All done: ABC-1 + ABC-1.pdf`])
  await town.save(other, { do: 'complete' })
  assert.deepEqual(town.heard(), ['email cafe@summit.example: Alles erledigt: ABC-2 + ABC-2.pdf'])
  for (const rule of [closed, created]) await town.change(rule, { active: false })
})

test('S3.26 to S3.28: a message that could not be sent is kept, says why, and is sent again when that is mended', async () => {
  const rule = await says('closed')
  const job = await town.open()
  town.carriersAre(() => ({ as: 'refused', code: '554', words: 'not now' }))
  await town.save(job, { do: 'complete' })
  town.carriersAre(() => ({ as: 'accepted', code: '250', words: 'ok' }))
  assert.deepEqual(town.heard(), [])
  const [message] = await listMessages(town.house.db, { companyId: job.companyId, jobId: job.id, limit: 5 })
  assert.deepEqual([message!.state, message!.code, message!.words], ['failed-for-good', '554', 'not now'])
  const again = { companyId: job.companyId, id: message!.id, as: 'as-it-was', by: SAM } as const
  const address = 'new@hargreaves.example'
  assert.ok((await resendMessage(town.house.db, { ...again, address }, town.now())).ok)
  await town.house.settle()
  assert.deepEqual(town.heard(), ['email new@hargreaves.example: All done: ABC-3'])
  await town.change(rule, { active: false })
})

test('S3.14, S3.21: while the mail server is down it waits, and goes out when it is back', async () => {
  const rule = await says('closed')
  const job = await town.open()
  town.carriersAre(isDown)
  await town.save(job, { do: 'complete' })
  await town.forward(600)
  town.carriersAre(() => ({ as: 'accepted', code: '250', words: 'ok' }))
  await town.forward(600)
  assert.deepEqual(town.heard(), [`${MILL}: All done: ABC-4`])
  await town.change(rule, { active: false })
})

test('S3.12: a notification has words of its own, in the language of whoever reads them', async () => {
  const rule = await says('closed')
  const { companyId } = town.place
  const words = { subject: 'Fertig, {{site}}', body: 'Danke. Neue Anfrage: {{requestPage}}' }
  const name = `rule-${rule.id}`
  const saved = await saveTemplate(
    town.house.db,
    { companyId, name, language: 'de', version: 0, ...words },
    SAM,
    town.now(),
  )
  assert.ok(saved.ok, JSON.stringify(saved))
  const [job, other] = [await town.open(), await town.open(cafe)]
  await town.save(job, { do: 'complete' })
  await town.save(other, { do: 'complete' })
  assert.deepEqual(town.heard(), ['email cafe@summit.example: Fertig, Café Summit', `${MILL}: All done: ABC-5`])
  await town.change(rule, { active: false })
})

const tap = (personId: string, statusId: string): Change => ({ do: 'technician', personId, statusId })
const statusRule = (id: string, more: object = {}) =>
  town.rule('status', {
    ...{ owner: { kind: 'status', id }, occasion: 'status-set', statusId: id, destination: 'customer' },
    ...{ turn: 'first', graceSeconds: 30, ...more },
  })

test('S5.3, S5.6 to S5.8: "on the way" belongs to one status and "thank you" to another; a survey is what the office sets', async () => {
  const { TRAV, OFF } = town.place.status as { TRAV: string; OFF: string }
  const survey = await add('status', { code: 'SURV', name: 'Ask how it was', category: 'in-progress', step: null })
  const rules = [await statusRule(TRAV), await statusRule(OFF, { turn: 'last' }), await statusRule(survey)]
  const { companyId } = town.place
  for (const [id, subject] of [
    [rules[1]!.id, 'Thank you, {{number}}'],
    [rules[2]!.id, 'How was it? {{number}}'],
  ] as const) {
    const draft = { companyId, name: `rule-${id}`, language: 'en', version: 0, subject, body: 'Yours' } as const
    assert.ok((await saveTemplate(town.house.db, draft, SAM, town.now())).ok)
  }
  const job = await town.open()
  const [ana, ben, cai] = town.place.people
  await town.save(job, { do: 'dispatch', technicianIds: [ana, ben, cai] })
  for (const who of [ben, ana, cai]) await town.save(job, tap(who, TRAV))
  await town.forward(30)
  assert.deepEqual(town.heard(), [`${MILL}: We are on the way: ABC-7`])
  for (const who of [ben, ana]) await town.save(job, tap(who, OFF))
  await town.forward(30)
  assert.deepEqual(town.heard(), [])
  await town.save(job, tap(cai, OFF))
  await town.forward(30)
  assert.deepEqual(town.heard(), [`${MILL}: Thank you, ABC-7`])
  await town.save(job, { do: 'set-status', statusId: survey })
  await town.forward(30)
  assert.deepEqual(town.heard(), [`${MILL}: How was it? ABC-7`])
})

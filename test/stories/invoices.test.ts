import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { extractText, getDocumentProxy } from 'unpdf'
import type { Outgoing } from '#delivery/carrier.ts'
import { changeEntry } from '#directory/directory.run.ts'
import type { Job } from '#jobs/job.ts'
import { printInvoice } from '#messages/invoices.run.ts'
import { decisionsOfJob } from '#rules/rules.run.ts'
import { accepts, openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

let town: Awaited<ReturnType<typeof openTown>>
let sent: Outgoing[]
beforeEach(async () => {
  town = await openTown()
  sent = []
  town.carriersAre(message => {
    sent.push(message)
    return accepts(message)
  })
})
afterEach(() => town.close())

const OFFICE = 'accounts@mill.example'
const PLACE = 'Hargreaves Mill, 12 Mill Rd, Orange'
const rule = (more: object = {}) => town.rule('customer', { address: OFFICE, occasion: 'invoiced', ...more })

async function completed(siteId = town.place.siteId): Promise<Job> {
  return await town.save(await town.open({ siteId }), { do: 'complete' })
}
const textOf = async ({ papers }: Outgoing) =>
  (await extractText(await getDocumentProxy(new Uint8Array(papers[0]!.bytes)), { mergePages: true })).text
const told = async (job: Job) => (await decisionsOfJob(town.house.db, job.companyId, job.id)).map(d => d.noticeId)

test('S1.25: it is told once for a job and a number; printing again tells nobody; a new number tells again', async () => {
  await rule()
  const job = await completed()
  const first = await town.invoice([job])
  assert.deepEqual(town.heard(), [`email ${OFFICE}: ABC-1 invoiced: INV-1: ${PLACE}`])

  const print = () => printInvoice(town.house.db, town.house.press, first, town.now())
  const printed = await print()
  await town.forward(86_400)
  const { companyId, customerId: id } = town.place
  await changeEntry(town.house.db, 'customer', { companyId, id, set: { name: 'Renamed' } }, SAM, town.now())
  const { name, bytes } = (await print())!
  assert.equal(name, 'INV-1.pdf')
  assert.ok(Buffer.from(bytes).equals(printed!.bytes))
  await town.save(job, { do: 'change', set: { notes: 'Paid' } })
  assert.deepEqual(town.heard(), [])

  await town.credit(first)
  await town.forward(86_400)
  assert.deepEqual(town.heard(), [], 'that an invoice was credited is told nobody')
  assert.ok(Buffer.from((await print())!.bytes).equals(bytes))
  await town.invoice([job])
  assert.deepEqual(town.heard(), [`email ${OFFICE}: ABC-1 invoiced: INV-2: ${PLACE}`])
  assert.equal((await told(job)).length, 2)
})

test('S1.25: when the second of two invoices of a job is credited, the first is not told of again', async () => {
  await rule({ via: 'pdf-email' })
  await rule({ via: 'sms', address: '+61491570156', groupsInvoice: true })
  const job = await completed()
  await town.invoice([job])
  const second = await town.invoice([job])
  assert.equal(town.heard().length, 4)
  await town.credit(second)
  assert.deepEqual(town.heard(), [])
})

test('S1.25: a rule that groups tells of three jobs in one message, which all their decisions name', async () => {
  await rule({ groupsInvoice: true })
  const jobs = [await completed(), await completed(town.place.otherSiteId), await completed()]
  const lines = jobs.map(({ id: jobId }, i) => ({ jobId, amount: 12_050, description: `Response ${i}` }))
  await town.invoice(jobs, { lines })
  const [message] = sent
  assert.equal(town.heard().length, 1)
  assert.match(message!.subject!, /^ABC-\d and 2 more invoiced: INV-1$/)
  assert.deepEqual(message!.body.split('\n').slice(2, -2), [
    '- ABC-1 Hargreaves Mill: Response 0',
    '- ABC-2 Hargreaves Yard: Response 1',
    '- ABC-3 Hargreaves Mill: Response 2',
  ])
  for (const job of jobs) assert.deepEqual(await told(job), [message!.id])
})

test('S1.25: a rule that does not group tells of three jobs in three messages', async () => {
  await rule()
  const jobs = [await completed(), await completed(), await completed()]
  await town.invoice(jobs)
  assert.deepEqual(
    town.heard(),
    [1, 2, 3].map(number => `email ${OFFICE}: ABC-${number} invoiced: INV-1: ${PLACE}`),
  )
  for (const { body } of sent) assert.doesNotMatch(body, /^- ABC/m)
  const messages = new Set((await Promise.all(jobs.map(told))).flat())
  assert.deepEqual(messages, new Set(sent.map(({ id }) => id)))
})

test('S1.25: a text of a rule that groups names every job, and one of an invoice of one job is as ever', async () => {
  await rule({ groupsInvoice: true, via: 'sms', address: '+61491570156' })
  await town.invoice([await completed(), await completed(town.place.otherSiteId)])
  assert.equal(town.heard().length, 1)
  const lines = sent[0]!.body.split('\n')
  assert.match(lines[0]!, /^Company ABC: ABC-\d and 1 more invoiced: INV-1$/)
  assert.deepEqual(lines.slice(1), ['- ABC-1 Hargreaves Mill', '- ABC-2 Hargreaves Yard'])

  await town.invoice([await completed()])
  assert.deepEqual(town.heard(), ['sms +61491570156: Company ABC: ABC-3 invoiced: INV-2'])
  assert.equal(sent[1]!.body.split('\n')[1], PLACE)
})

test('S1.8, S1.25: by PDF email goes the invoice with every line, the same paper to everybody, and no job sheet', async () => {
  await rule({ via: 'pdf-email' })
  await rule({ via: 'pdf-email', address: 'boss@mill.example', groupsInvoice: true })
  const jobs = [await completed(), await completed(town.place.otherSiteId)]
  const lines = [
    { jobId: jobs[0]!.id, amount: 123_450, description: 'Guarding, two hours' },
    { jobId: jobs[1]!.id, amount: 50 },
  ]
  await town.invoice(jobs, { lines, number: '2026/7' })
  assert.deepEqual(
    town.heard().map(line => line.split(' + ')[1]),
    ['2026-7.pdf', '2026-7.pdf', '2026-7.pdf'],
  )
  const text = await textOf(sent[0]!)
  const expected = [
    ...['Invoice 2026/7', 'Hargreaves Timber', '2 Mar 2026, 13:14 AEDT', 'Total', '$1,235.00'],
    ...['ABC-1', 'Hargreaves Mill', 'Guarding, two hours', '$1,234.50'],
    ...['ABC-2', 'Hargreaves Yard', 'Burglar alarm, Hargreaves Yard', '$0.50'],
  ]
  for (const part of expected) assert.ok(text.includes(part), part)
  for (const { body, papers } of sent) {
    assert.match(body, /The invoice is attached\./)
    assert.ok(Buffer.from(papers[0]!.bytes).equals(sent[0]!.papers[0]!.bytes))
  }
})

test('S1.47, S1.25: who is not the customer hears of his own job, and sees neither the invoice nor its other jobs', async () => {
  await town.rule('site', { address: 'site@mill.example', occasion: 'invoiced', via: 'pdf-email' })
  await town.invoice([await completed(), await completed(town.place.otherSiteId)])
  assert.deepEqual(town.heard(), [`email site@mill.example: ABC-1 invoiced: INV-1: ${PLACE} + ABC-1.pdf`])
  assert.match(sent[0]!.body, /The full job is attached as ABC-1\.pdf/)
  assert.doesNotMatch(sent[0]!.body, /invoice is attached|ABC-2/)
})

test('S1.50, S1.25: a provider told by a rule of the customer hears of his own job, and sees no invoice', async () => {
  const { providerId, otherProviderId } = town.place
  await town.reach(providerId, { email: 'first@patrol.example' })
  await town.reach(otherProviderId, { email: 'second@patrol.example' })
  await rule({ via: 'pdf-email', destination: 'both', groupsInvoice: true })
  const mine = await completed()
  const his = await town.open({ siteId: town.place.otherSiteId, providerId: otherProviderId })
  await town.invoice([mine, await town.save(his, { do: 'complete' })])
  const [office, first, second] = town.heard()
  assert.equal(office, `email ${OFFICE}: ${sent.find(({ address }) => address === OFFICE)!.subject} + INV-1.pdf`)
  assert.equal(first, `email first@patrol.example: ABC-1 invoiced: INV-1: ${PLACE} + ABC-1.pdf`)
  assert.match(second!, /^email second@patrol\.example: ABC-2 invoiced: INV-1: Hargreaves Yard.* \+ ABC-2\.pdf$/)
  for (const { address, body } of sent) {
    assert.equal(/invoice is attached/.test(body), address === OFFICE)
    if (address !== OFFICE) assert.doesNotMatch(body, address.startsWith('first') ? /ABC-2/ : /ABC-1/)
  }
})

test('S1.60: a rule that groups and one that does not name one person: he gets one message', async () => {
  await rule({ groupsInvoice: true })
  await rule({ via: 'pdf-email' })
  await town.invoice([await completed(), await completed()])
  assert.equal(town.heard().length, 1)
})

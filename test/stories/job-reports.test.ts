import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { extractText, getDocumentProxy } from 'unpdf'
import { listMessages, paperOf } from '#delivery/delivery.run.ts'
import { resendMessage } from '#delivery/resend.run.ts'
import type { Change, Job } from '#jobs/job.ts'
import { openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

// What comes by e-mail when a job is over, and again when what it said was wrong (S4.13 to S4.20, W10).
let town: Awaited<ReturnType<typeof openTown>>
before(async () => {
  town = await openTown()
  const report = { occasion: 'job-report', via: 'pdf-email' }
  await town.rule('customer', { ...report, address: DESK, recipient: 'Facilities desk' })
  await town.rule('site', { ...report, address: OWNER })
  await town.rule('site', { ...report, address: 'berlin@mill.example', language: 'de' })
  await town.rule('company', { destination: 'provider', via: 'sms' })
  await town.rule('alarm-company', { address: 'ana.smith@sentinel.example' })
  await town.rule('customer', { address: '0491570158', via: 'sms', recipient: 'Night shift' })
})
after(() => town.close())
afterEach(() => assert.deepEqual(town.heard(), []))

const DESK = 'desk@mill.example'
const OWNER = 'owner@mill.example'
const DONE: readonly Change[] = [{ do: 'dispatch' }, { do: 'complete', outcome: 'All sealed' }]

async function over(): Promise<Job> {
  let job = await town.open()
  for (const change of DONE) job = await town.save(job, change)
  return job
}

const messagesOf = async (job: Job) =>
  (await listMessages(town.house.db, { companyId: job.companyId, jobId: job.id, limit: 100 })).filter(
    ({ occasions }) => occasions[0] === 'job-report',
  )
const paper = async (id: string) => (await paperOf(town.house.db, town.place.companyId, id))!
async function read(id: string): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array((await paper(id)).bytes)), {
    mergePages: true,
  })
  return text.replace(/\s+/g, ' ')
}
const heardReports = () => town.heard().filter(line => line.includes('report'))

test('S4.13: the report says what was done and who was told, and gives no address away', async () => {
  const job = await over()
  assert.deepEqual(
    heardReports().map(line => line.replace(/: .* \+/, ':')),
    ['berlin@mill.example', DESK, OWNER].map(address => `email ${address}: ABC-1 report.pdf`),
  )
  const messages = await messagesOf(job)
  const of = (address: string) => messages.find(message => message.address === address)!
  const [desk, owner, berlin] = [of(DESK), of(OWNER), of('berlin@mill.example')]
  assert.deepEqual((await paper(desk.id)).bytes, (await paper(owner.id)).bytes, 'everybody has the same')
  const text = await read(desk.id)
  for (const said of [
    'Job report ABC-1',
    'All sealed',
    'Who was told',
    'Phone ...158',
    'E-mail to a...@sentinel.example',
  ])
    assert.ok(text.includes(said), `${said}: ${text}`)
  assert.match(text, /2 Mar, 13:14 AEDT The provider Dispatch Text Sent/)
  for (const kept of ['570158', '570156', 'ana.smith', 'version 2', DESK, 'Night shift'])
    assert.ok(!text.includes(kept), kept)
  assert.match(await read(berlin.id), /Auftragsbericht ABC-1 .*Wer benachrichtigt wurde/)
})

test('W10: a correction is marked as version 2, says what is different, and that the first was sent', async () => {
  const job = await over()
  town.heard()
  await town.forward(600)
  await town.save(job, { do: 'change', set: { outcome: 'A window was broken' } })
  assert.deepEqual(heardReports().length, 3)
  const [second] = (await messagesOf(job)).filter(({ address }) => address === OWNER)
  assert.equal(second!.paperName, 'ABC-2 report v2.pdf')
  const text = await read(second!.id)
  assert.match(text, /Job report ABC-2, version 2/)
  assert.match(
    text,
    /It replaces version 1\. Changed since version 1 Now Before Outcome A window was broken All sealed/,
  )
  assert.match(text, /E-mail to d\.\.\.@mill\.example Job report E-mail with PDF Sent/)
})

test('W3: a report is sent again with the paper it had, or printed anew from what is known by then', async () => {
  const job = await over()
  town.heard()
  const first = (await messagesOf(job)).find(({ address }) => address === OWNER)!
  const again = async (as: 'as-it-was' | 'afresh') => {
    await town.forward(60)
    const said = { companyId: job.companyId, by: SAM }
    const resent = await resendMessage(town.house.db, { ...said, id: first.id, as }, town.now())
    assert.ok(resent.ok)
    await town.forward(1)
    assert.equal(town.heard().length, 1)
    return resent.id
  }
  assert.deepEqual((await paper(await again('as-it-was'))).bytes, (await paper(first.id)).bytes)
  assert.match(await read(await again('afresh')), /Job report ABC-3 /)
  await town.save(job, { do: 'change', set: { outcome: 'A window was broken' } })
  town.heard()
  const text = await read(await again('afresh'))
  assert.match(text, /Job report ABC-3, version 2 .* Changed since version 1/)
  // It tells of those that went out before it, and not of itself.
  assert.doesNotMatch(text, /On its way/)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

// How much a text weighs, where people see it: in the log of messages and in the preview of a template.

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)

test('W3: the log tells of a text how many segments it was and in which encoding, and of an e-mail neither', async () => {
  const owner = { kind: 'customer', id: trial.harbour.ids.customer }
  const telling = { does: 'tell', owner, occasion: 'dispatched' }
  await ask('POST /rules', { ...telling, via: 'sms', address: '0491 570 156' })
  await ask('POST /rules', { ...telling, via: 'text-email', address: 'desk@mill.example' })
  const opening = { ...trial.harbour.opening, initialRequest: 'Zone 4 – “roller door”, 東京' }
  const { job } = (await ask('POST /jobs', opening)).body
  await ask(`POST /jobs/${job.id}/dispatch`, {})
  await trial.settle()

  const { items } = (await ask('GET /messages')).body
  const text = items.find(({ channel }: { channel: string }) => channel === 'sms')
  const email = items.find(({ channel }: { channel: string }) => channel === 'email')
  assert.deepEqual([text.encoding, text.segments], ['UCS-2', Math.ceil(text.body.length / 67)])
  assert.ok(text.segments > 1)
  assert.deepEqual([email.encoding, email.segments], [null, null])
  const seen = (await ask(`GET /messages/${text.id}`)).body
  assert.deepEqual([seen.encoding, seen.segments], [text.encoding, text.segments])
})

test('W7: what cannot have happened together, or is named twice, is not previewed', async () => {
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  const previewOf = (...occasions: string[]) => ask('POST /templates/preview', { job: job.id, occasions })
  for (const occasions of [
    ['invoiced', 'details-missing'],
    ['completed', 'completed'],
  ]) {
    const { status, body } = await previewOf(...occasions)
    assert.deepEqual([status, body.errors?.[0].field], [422, 'occasions'])
  }
  for (const occasions of [['invoiced'], ['dispatched', 'updated-incomplete'], ['incomplete', 'details-missing']]) {
    assert.equal((await previewOf(...occasions)).status, 200)
  }
})

test('W7: the preview of a template tells what its text would weigh', async () => {
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  const sizeOf = async (body: string) => {
    const previewed = await ask('POST /templates/preview', { job: job.id, templates: { sms: { subject: null, body } } })
    const { subject: _, body: __, ...size } = previewed.body.sms
    return size
  }
  assert.deepEqual(await sizeOf('…'), { encoding: 'GSM-7', units: 3, segments: 1, room: 157 })
  assert.deepEqual(await sizeOf('ż'.repeat(70)), { encoding: 'UCS-2', units: 70, segments: 1, room: 0 })
  assert.deepEqual(await sizeOf('€'.repeat(81)), { encoding: 'GSM-7', units: 162, segments: 2, room: 143 })
})

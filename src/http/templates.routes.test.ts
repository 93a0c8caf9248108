import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

// Templates in four languages: whose words they are, their versions, and what they would say to whom.

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
const words = (version: number, body: string) => ({ version, subject: null, body })
const only = async (query: string) => {
  const { items } = (await ask(`GET /templates?${query}`)).body
  return items
}

test('S3.12: every template is listed in every language with its tags, and can be asked for alone', async () => {
  const { items, tags } = (await ask('GET /templates')).body
  assert.equal(items.length, 4 * 27)
  assert.equal(items[0].language, 'en')
  for (const name of ['technician', 'appointment', 'statusLink', 'requestPage', 'rejectedBecause', 'replacesReport'])
    assert.ok(
      tags.some((tag: { name: string; example: string }) => tag.name === name && tag.example),
      name,
    )
  const french = await only('language=fr')
  assert.deepEqual([french.length, new Set(french.map((each: { language: string }) => each.language)).size], [27, 1])
  const [face] = await only('name=on-the-way.sms&language=de')
  assert.match(face.body, /unterwegs/)
  assert.deepEqual([face.version, face.by, face.restores, face.builtIn.body], [0, null, null, face.body])
  assert.deepEqual(await only('name=nothing'), [])
  assert.equal((await ask('GET /templates?language=it')).status, 422)
})

test('S3.12: a template is written in a language, its versions are listed, and an older one is brought back', async () => {
  const path = '/templates/on-the-way.sms/de'
  assert.deepEqual((await ask(`PUT ${path}`, words(0, 'Eins {{number}}'))).body, { version: 1 })
  assert.deepEqual((await ask(`PUT ${path}`, words(1, 'Zwei {{number}}'))).body, { version: 2 })
  const stale = await ask(`PUT ${path}`, words(1, 'Drei'))
  assert.deepEqual([stale.status, kindOf(stale)], [409, 'stale'])
  assert.deepEqual((await ask(`POST ${path}/restore`, { version: 2, of: 1 })).body, { version: 3 })
  const { items } = (await ask(`GET ${path}/versions`)).body
  assert.deepEqual(
    items.map((each: { version: number; restores: number | null }) => [each.version, each.restores]),
    [
      [3, 1],
      [2, null],
      [1, null],
      [0, null],
    ],
  )
  assert.deepEqual((await ask(`POST ${path}/restore`, { version: 3, of: 0 })).body, { version: 4 })
  const [now] = await only('name=on-the-way.sms&language=de')
  assert.deepEqual([now.body, now.restores, now.by.name], [now.builtIn.body, 0, 'Trial'])
  const gone = await ask(`POST ${path}/restore`, { version: 4, of: 9 })
  assert.deepEqual([gone.status, kindOf(gone)], [404, 'no-such-version'])
})

for (const [line, body, status, kind] of [
  ['PUT /templates/fax/en', words(0, 'x'), 404, 'unknown-template'],
  ['PUT /templates/fax', words(0, 'x'), 404, 'unknown-template'],
  ['GET /templates/fax/en/versions', undefined, 404, 'unknown-template'],
  ['PUT /templates/closed/en', words(0, 'x'), 422, 'subject-missing'],
  ['PUT /templates/closed.sms/en', words(0, '{{> sms}}'), 422, 'partial'],
  ['PUT /templates/closed.sms/it', words(0, 'x'), 404, 'no-such-address'],
  ['PUT /templates/rule-019abc00-0000-7000-8000-000000000001.sms/en', words(0, 'x'), 404, 'no-such-rule'],
] as const) {
  test(`${line} is refused: ${kind}`, async () => {
    const answer = await ask(line, body)
    assert.deepEqual([answer.status, kindOf(answer)], [status, kind])
  })
}

const ruleOf = (more: object) => ({
  does: 'tell',
  owner: { kind: 'customer', id: trial.harbour.ids.customer },
  occasion: 'dispatched',
  via: 'text-email',
  address: 'desk@mill.example',
  ...more,
})

test("S5.2: what is entered for a rule is what is told, and another company's rule has no words here", async () => {
  const { rule } = (await ask('POST /rules', ruleOf({}))).body
  const path = `/templates/rule-${rule.id}/en`
  const own = { version: 0, subject: 'Only here: {{number}}', body: '{{reasons}}' }
  const theirs = await trial.ask(trial.other.keys.administer, `PUT ${path}`, own)
  assert.deepEqual([theirs.status, kindOf(theirs)], [404, 'no-such-rule'])
  assert.equal(kindOf(await ask(`PUT /templates/rule-${rule.id}.sms/en`, words(0, 'x'))), 'other-channel')
  assert.deepEqual((await ask(`PUT ${path}`, own)).body, { version: 1 })

  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  await ask(`POST /jobs/${job.id}/dispatch`, {})
  await trial.settle()
  const { items } = (await ask(`GET /messages?jobId=${job.id}`)).body
  assert.deepEqual([items[0].subject, items[0].body], [`Only here: ${job.reference}`, 'dispatched'])
  await ask(`DELETE /rules/${rule.id}`)
})

test('W7: a preview names who would be told, in which language and words, with what is not saved yet', async () => {
  const { rule } = (await ask('POST /rules', ruleOf({ language: 'de' }))).body
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  const tried = { name: `rule-${rule.id}`, language: 'de', subject: 'Neu: {{number}}', body: '{{reasons}}' }
  const { body } = await ask('POST /templates/preview', { job: job.id, occasions: ['dispatched'], words: tried })
  assert.deepEqual(body.recipients, [
    {
      ...{ channel: 'email', address: 'desk@mill.example', language: 'de', face: null },
      ...{ subject: `Neu: ${job.reference}`, body: 'entsandt' },
    },
  ])
  const french = await ask('POST /templates/preview', { job: job.id, occasions: ['dispatched'], language: 'fr' })
  assert.match(french.body.sms.body, /envoyée/)
  assert.deepEqual((await ask(`GET /messages?jobId=${job.id}`)).body.items, [])
  await ask(`DELETE /rules/${rule.id}`)
})

test('W7: a preview says what every tag stands for, and a fault names the field it is in', async () => {
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  await ask(`POST /jobs/${job.id}/dispatch`, {})
  const words = { name: 'text-email', language: 'en', subject: '{{number}}', body: 'x' }
  const { values } = (await ask('POST /templates/preview', { job: job.id, occasions: ['dispatched'], words })).body
  assert.deepEqual([values.number, values.outcome], [job.reference, ''])
  assert.match(values.facts, /Request: Zone 4/)
  const { tags } = (await ask('GET /templates')).body
  assert.deepEqual(
    Object.keys(values),
    tags.map(({ name }: { name: string }) => name),
  )
  const wrong = await ask('POST /templates/preview', { job: job.id, words: { ...words, body: 'Dear\n{{nmber}}' } })
  assert.equal(kindOf(wrong), 'unknown-tag')
  assert.match(wrong.body.errors[0].problem, /^Line 2: There is no tag/)
  assert.equal(wrong.body.errors[0].field, 'body')
})

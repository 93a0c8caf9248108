import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { writeCursor } from './shapes.ts'

// What the door shows of rules, the decisions they led to, the messages that came of them, and their wording.

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
const customerRule = (more = {}) => ({
  does: 'tell',
  owner: { kind: 'customer', id: trial.harbour.ids.customer },
  occasion: 'dispatched',
  via: 'pdf-email',
  address: ' Facilities@Mill.Example',
  recipient: 'Facilities desk',
  ...more,
})

test('W1: a job that is dispatched shows who was told, who was not, and the words they were told in', async () => {
  await ask('POST /rules', customerRule())
  await ask('POST /rules', customerRule({ via: 'sms', destination: 'provider', address: null }))
  const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
  await ask(`POST /jobs/${job.id}/dispatch`, {})
  await trial.settle()

  const { items } = (await ask(`GET /jobs/${job.reference}/decisions`)).body
  const sentences = items.map(({ sentence }: { sentence: string }) => sentence).sort()
  assert.deepEqual(sentences, [
    'Not told: the provider by text. Why: the job has no provider.',
    'Told Facilities desk (facilities@mill.example) by e-mail with PDF.',
  ])
  const told = items.find(({ because }: { because: string }) => because === 'told')
  assert.deepEqual([told.timeZone, told.ownerName, told.reference], ['Australia/Sydney', 'Hargreaves Timber', 'HRB-1'])
  assert.deepEqual((await ask('GET /decisions')).body, { items, next: null })

  const message = (await ask(`GET /messages/${told.messageId}`)).body
  assert.deepEqual([message.address, message.state, message.tries], ['facilities@mill.example', 'waiting', []])
  assert.deepEqual([message.reference, message.site, message.paperName], ['HRB-1', 'Hargreaves mill', 'HRB-1.pdf'])
  assert.match(message.body, /HRB-1/)
  const { tries: _, changes: _changes, receipts: _receipts, replies: _replies, ...listed } = message
  assert.deepEqual((await ask('GET /messages')).body, { items: [listed], next: null })
  assert.match((await ask(`GET /messages/${message.id}/paper`)).text, /^%PDF/)
})

test('decisions and messages are paged: whole saves together, each once', async () => {
  for (let i = 0; i < 4; i++) {
    const { job } = (await ask('POST /jobs', trial.harbour.opening)).body
    await ask(`POST /jobs/${job.id}/dispatch`, {})
  }
  await trial.settle()
  for (const path of ['/decisions', '/messages']) {
    const all = (await ask(`GET ${path}?limit=200`)).body.items
    assert.ok(all.length >= 5)
    const paged = []
    let next: string | null = ''
    while (next !== null) {
      const { body } = await ask(`GET ${path}?limit=2${next && `&after=${next}`}`)
      paged.push(...body.items)
      next = body.next
    }
    assert.deepEqual(paged, all)
  }
  assert.equal((await ask('GET /messages?state=accepted')).body.items.length, 0)
})

test('a rule is added in normal form, changed by version, and taken out of use', async () => {
  const { rule } = (await ask('POST /rules', customerRule())).body
  assert.deepEqual([rule.address, rule.version, rule.active], ['facilities@mill.example', 1, true])
  assert.deepEqual((await ask(`GET /rules/${rule.id}`)).body, rule)
  const { id, ownerName, sentence, changedBy, changedAt, ...asked } = rule
  assert.deepEqual([ownerName, changedBy.name, changedAt], ['Hargreaves Timber', 'Trial', `${trial.time.now}`])
  assert.equal(
    sentence,
    'When a job of customer Hargreaves Timber is dispatched, e-mail a PDF to Facilities desk (facilities@mill.example).',
  )
  const changed = await ask(`PUT /rules/${id}`, { ...asked, active: false })
  assert.deepEqual([changed.status, changed.body.rule.version], [200, 2])
  const stale = await ask(`PUT /rules/${id}`, { ...asked, active: true })
  assert.deepEqual([stale.status, kindOf(stale)], [409, 'stale'])
  assert.deepEqual((await ask(`DELETE /rules/${id}`)).body, { removed: id })
  for (const answer of [await ask(`GET /rules/${id}`), await ask(`DELETE /rules/${id}`)])
    assert.deepEqual([answer.status, kindOf(answer)], [404, 'no-such-rule'])
})

test('S1.56: only a site can say "don\'t notify"', async () => {
  const owner = { kind: 'site', id: trial.harbour.ids.site }
  const added = await ask('POST /rules', { does: 'mute', owner })
  assert.deepEqual([added.status, added.body.rule.does, added.body.rule.occasion], [201, 'mute', null])
  const refused = await ask('POST /rules', { does: 'mute', owner: customerRule().owner })
  assert.deepEqual([refused.status, kindOf(refused)], [422, 'only-sites-mute'])
  const { items } = (await ask(`GET /rules?ownerKind=site&ownerId=${owner.id}`)).body
  assert.deepEqual(items, [added.body.rule])
  await ask(`DELETE /rules/${added.body.rule.id}`)
})

test('S1.52: whoever saves a rule is told whom it will not reach', async () => {
  const { id } = (await ask('POST /providers', { name: 'Day Patrols' })).body
  const { warnings } = (await ask('POST /rules', customerRule({ via: 'sms', destination: 'provider', address: null })))
    .body
  assert.deepEqual(
    warnings.map(({ sentence }: { sentence: string }) => sentence),
    [
      'Day Patrols has no mobile: this text would reach nobody there.',
      'No account is set up for texts: messages are kept and go nowhere.',
    ],
  )
  assert.ok(id)
})

for (const [more, kind] of [
  [{ address: 'nobody' }, 'not-an-email-address'],
  [{ via: 'sms', address: '02 9999 1111' }, 'not-a-mobile-number'],
  [{ address: null }, 'address-missing'],
  [{ destination: 'provider' }, 'address-not-wanted'],
  [{ owner: { kind: 'customer', id: '019abc00-0000-7000-8000-000000000001' } }, 'no-such-owner'],
  [{ serviceTypeId: '019abc00-0000-7000-8000-000000000001' }, 'no-such-service-type'],
] as const) {
  test(`a rule with ${JSON.stringify(more)} is refused: ${kind}`, async () => {
    const answer = await ask('POST /rules', customerRule(more))
    assert.deepEqual([answer.status, kindOf(answer)], [422, kind])
  })
}

test('what is wrong in a rule is said in words: which choices there are, and that a number must be whole', async () => {
  assert.deepEqual((await ask('POST /rules', { does: 'shout' })).body.errors, [
    { field: 'does', problem: 'must be one of tell, mute' },
  ])
  assert.deepEqual((await ask('POST /rules', customerRule({ everyDays: 1.5 }))).body.errors, [
    { field: 'everyDays', problem: 'must be a whole number' },
  ])
})

test('rules of one owner are asked for by its kind and its id, never by the id alone', async () => {
  const answer = await ask(`GET /rules?ownerId=${trial.harbour.ids.customer}`)
  assert.equal(answer.status, 422)
  assert.deepEqual(answer.body.errors, [{ field: 'ownerId', problem: 'goes together with ownerKind' }])
})

test('decisions are paged also where the saves of all companies are a thousand million', async () => {
  const after = writeCursor([1_000_000_000, '2199-01-01T00:00:00Z'])
  const answer = await ask(`GET /decisions?after=${after}`)
  assert.equal(answer.status, 200)
  assert.ok(answer.body.items.length > 0)
})

test('W7: a template is tried on a real job before it is saved, and a wrong tag is named', async () => {
  const template = { subject: null, body: '{{number}} at {{site}}' }
  const tried = await ask('POST /templates/preview', { job: 'HRB-1', templates: { sms: template } })
  assert.equal(tried.body.sms.body, 'HRB-1 at Hargreaves mill')
  const wrong = await ask('PUT /templates/sms', { version: 0, subject: null, body: '{{nonsense}}' })
  assert.deepEqual([wrong.status, kindOf(wrong)], [422, 'unknown-tag'])
  assert.match(wrong.body.detail, /\{\{nonsense\}\}/)

  assert.deepEqual((await ask('PUT /templates/sms', { version: 0, ...template })).body, { version: 1 })
  assert.equal((await ask('PUT /templates/sms', { version: 0, ...template })).status, 409)
  const { items } = (await ask('GET /templates')).body
  const [sms] = items.filter(({ name }: { name: string }) => name === 'sms')
  assert.deepEqual([sms.body, sms.version, sms.by.name], [template.body, 1, 'Trial'])
})

test('S1.48: an administrator chooses which fields are shown', async () => {
  const before = (await ask('GET /sheet-layout')).body
  assert.ok(before.known.some(({ name }: { name: string }) => name === 'docketNumber'))
  const wrong = await ask('PUT /sheet-layout', { version: 0, fields: ['number', 'shoe size'] })
  assert.deepEqual([wrong.status, kindOf(wrong)], [422, 'unknown-field'])
  assert.deepEqual((await ask('PUT /sheet-layout', { version: 0, fields: ['number', 'site'] })).body, { version: 1 })
  assert.deepEqual((await ask('GET /sheet-layout')).body.fields, ['number', 'site'])
})

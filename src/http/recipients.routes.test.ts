import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

// Mute, add or replace somebody for one job, and what the screen beside it shows.

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.dispatch, line, body)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
const addRule = async (more: object = {}) => {
  const owner = { kind: 'customer', id: trial.harbour.ids.customer }
  const desk = { address: 'facilities@mill.example', recipient: 'Facilities desk' }
  const common = { does: 'tell', occasion: 'dispatched', via: 'pdf-email' }
  const added = await trial.ask(trial.harbour.keys.administer, 'POST /rules', { ...common, owner, ...desk, ...more })
  assert.equal(added.status, 201, added.text)
  return added.body.rule.id as string
}
const openJob = async (more: object = {}) => (await ask('POST /jobs', { ...trial.harbour.opening, ...more })).body.job
const JO = { via: 'sms', address: '0491 570 157', recipient: 'Jo' }

test('who is muted for a job is shown muted, by whom, and one click takes it back', async () => {
  const ruleId = await addRule()
  const job = await openJob()
  const recipients = `/jobs/${job.reference}/recipients`
  const preview = async () => (await ask(`GET /jobs/${job.id}/decisions?if=dispatched`)).body.wouldBe
  const [item] = (await preview()).items
  const { muted: none, target, address, recipient, ownerKind, ownerName, via } = item
  assert.deepEqual([none, target, address, recipient], [null, 'address', 'facilities@mill.example', 'Facilities desk'])
  assert.deepEqual([ownerKind, ownerName, via], ['customer', 'Hargreaves Timber', 'pdf-email'])

  const muted = await ask(`POST ${recipients}`, { does: 'mute', ruleId, target })
  assert.equal(muted.status, 201)
  assert.equal(
    muted.body.recipient.sentence,
    'Does not tell Facilities desk (facilities@mill.example) by e-mail with PDF.',
  )
  const { line, items } = await preview()
  assert.equal(
    line,
    'Will tell: nobody. Not telling: Facilities desk (facilities@mill.example) by e-mail with PDF (muted for this job by Trial).',
  )
  assert.deepEqual(
    [items[0].because, items[0].muted.recipientId, items[0].muted.by.name],
    ['muted-for-job', muted.body.recipient.id, 'Trial'],
  )

  await ask(`POST /jobs/${job.id}/dispatch`, {})
  await trial.settle()
  assert.deepEqual((await ask(`DELETE ${recipients}/${muted.body.recipient.id}`)).body, {
    removed: muted.body.recipient.id,
  })
  const decided = (await ask(`GET /jobs/${job.id}/decisions`)).body.items
  const told = decided.find((each: { ruleId: string }) => each.ruleId === ruleId)
  assert.match(told.sentence, /^Not told: .* Why: muted for this job by Trial\.$/)
  assert.equal(told.muted, null)
  const kept = (await ask(`GET ${recipients}`)).body.items
  assert.deepEqual([kept.length, kept[0].removedBy.name, kept[0].removedAt], [1, 'Trial', trial.time.now.toString()])
  const twice = await ask(`DELETE ${recipients}/${muted.body.recipient.id}`)
  assert.deepEqual([twice.status, kindOf(twice)], [404, 'no-such-recipient'])
})

test('somebody is told in the place of another in one save, and taking it back undoes both', async () => {
  const ruleId = await addRule({ address: 'night@mill.example', recipient: null })
  const job = await openJob()
  const { recipient: made, warnings } = (
    await ask(`POST /jobs/${job.id}/recipients`, { does: 'replace', ruleId, ...JO })
  ).body
  assert.deepEqual(
    warnings.map(({ about }: { about: string }) => about),
    ['captured'],
  )
  assert.equal(made.sentence, 'Tells Jo (+61491570157) by text instead of night@mill.example by e-mail with PDF.')
  assert.deepEqual(made.tells, { ...JO, address: '+61491570157', occasions: ['dispatched'] })
  assert.deepEqual([made.mutes.ruleId, made.mutes.target, made.mutes.providerId], [ruleId, 'address', null])
  const reasons = async () => {
    const { items } = (await ask(`GET /jobs/${job.id}/decisions?if=dispatched`)).body.wouldBe
    return items
      .filter(({ address }: { address: string }) => address !== 'facilities@mill.example')
      .map(({ ownerName, address, because }: Record<string, string>) => `${ownerName}: ${address} ${because}`)
      .sort()
  }
  assert.deepEqual(await reasons(), [
    'Hargreaves Timber: night@mill.example muted-for-job',
    'this job: +61491570157 told',
  ])
  assert.equal((await ask(`DELETE /jobs/${job.id}/recipients/${made.id}`)).status, 200)
  assert.deepEqual(await reasons(), ['Hargreaves Timber: night@mill.example told'])
})

test('whoever is added hears of dispatch, updates and completion unless somebody chooses; he is in no list of rules', async () => {
  const job = await openJob()
  const { body } = await ask(`POST /jobs/${job.id}/recipients`, { does: 'add', ...JO })
  const { tells, sentence } = body.recipient
  assert.deepEqual(tells.occasions.toSorted(), ['completed', 'dispatched', 'updated-complete', 'updated-incomplete'])
  assert.match(sentence, /^Also tells Jo \(\+61491570157\) by text when the job is dispatched, is completed, /)
  const listed = (await ask('GET /rules?limit=200')).body.items
  assert.ok(listed.every(({ address }: { address: string }) => address !== '+61491570157'))
  const [item] = (await ask(`GET /jobs/${job.id}/decisions?if=dispatched`)).body.wouldBe.items.filter(
    ({ ownerKind }: { ownerKind: string }) => ownerKind === 'job',
  )
  assert.equal(item.recipientId, body.recipient.id)
  assert.equal((await ask(`GET /rules/${item.ruleId}`)).status, 404)
  const administer = (line: string) => trial.ask(trial.harbour.keys.administer, line)
  assert.equal((await administer(`DELETE /rules/${item.ruleId}`)).status, 404)
})

test("a provider's mute holds for him alone: a preview with another shows him told", async () => {
  const ruleId = await addRule({ destination: 'provider', address: null, recipient: null, via: 'text-email' })
  const reach = { name: 'Day Patrols', email: 'day@patrols.example' }
  const { id: other } = (await trial.ask(trial.harbour.keys.administer, 'POST /providers', reach)).body
  const job = await openJob()
  const { provider: providerId } = trial.harbour.ids
  const made = await ask(`POST /jobs/${job.id}/recipients`, { does: 'mute', ruleId, providerId })
  assert.equal(made.body.recipient.mutes.providerId, providerId)
  assert.equal(made.body.recipient.sentence, 'Does not tell the provider by e-mail.')
  const his = async (id: string) => {
    const { items } = (await ask(`GET /jobs/${job.id}/decisions?if=dispatched&providerId=${id}`)).body.wouldBe
    const { because, muted } = items.find((each: { ruleId: string }) => each.ruleId === ruleId)
    return [because, muted !== null]
  }
  assert.deepEqual(await his(providerId), ['muted-for-job', true])
  assert.deepEqual(await his(other), ['told', false])
})

test('a mute that cannot be is refused in words', async () => {
  const [one, both] = [await addRule(), await addRule({ destination: 'both' })]
  const job = await openJob()
  const nobody = '019abc00-0000-7000-8000-000000000001'
  const refused = async (body: object) => {
    const answer = await ask(`POST /jobs/${job.id}/recipients`, body)
    return [answer.status, kindOf(answer)]
  }
  assert.deepEqual(await refused({ does: 'mute', ruleId: nobody }), [422, 'no-such-rule'])
  assert.deepEqual(await refused({ does: 'mute', ruleId: both }), [422, 'target-missing'])
  assert.deepEqual(await refused({ does: 'mute', ruleId: one, target: 'customer' }), [422, 'no-such-target'])
  assert.deepEqual(await refused({ does: 'mute', ruleId: both, target: 'provider', providerId: nobody }), [
    422,
    'no-such-provider',
  ])
  assert.deepEqual(await refused({ does: 'replace', ruleId: one, ...JO, address: '02 9999 1111' }), [
    422,
    'not-a-mobile-number',
  ])
  assert.deepEqual(await refused({ does: 'add', via: 'text-email', address: 'Jo' }), [422, 'not-an-email-address'])
  assert.equal((await ask(`POST /jobs/${job.id}/recipients`, { does: 'mute', ruleId: one })).status, 201)
  assert.deepEqual(await refused({ does: 'replace', ruleId: one, ...JO }), [409, 'muted-already'])
})

test("another company's job is none, nor are its rules", async () => {
  const ruleId = await addRule()
  const job = await openJob()
  const made = (await ask(`POST /jobs/${job.id}/recipients`, { does: 'mute', ruleId })).body.recipient
  const other = (line: string, body?: unknown) => trial.ask(trial.other.keys.dispatch, line, body)
  for (const [line, body] of [
    [`GET /jobs/${job.id}/recipients`],
    [`POST /jobs/${job.id}/recipients`, { does: 'add', ...JO }],
    [`DELETE /jobs/${job.id}/recipients/${made.id}`],
  ] as const)
    assert.equal((await other(line, body)).status, 404, line)
  const { job: theirs } = (await other('POST /jobs', trial.other.opening)).body
  assert.equal((await other(`POST /jobs/${theirs.id}/recipients`, { does: 'mute', ruleId })).status, 422)
  assert.equal((await other(`DELETE /jobs/${theirs.id}/recipients/${made.id}`)).status, 404)
  const reads = await trial.ask(trial.harbour.keys.read, `POST /jobs/${job.id}/recipients`, { does: 'add', ...JO })
  assert.equal(reads.status, 403)
})

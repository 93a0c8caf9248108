import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { noteFailures, noteReached, optOut } from '#directory/contacts.run.ts'
import { NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.dispatch, line, body)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
type Shown = {
  channel: string
  address: string
  trouble: string[]
  urgent: boolean
  uses: { kind: string; name: string; occasion: string; urgent: boolean }[]
}
const inTrouble = async () => {
  const { items } = (await ask('GET /contacts?trouble=true')).body
  return items as Shown[]
}

const PHONE = '/contacts/sms/%2B61491570158'

test('W9: an address that a rule names and that was never reached is shown, with who names it', async () => {
  const { ids, keys } = trial.harbour
  const rule = {
    ...{ does: 'tell', owner: { kind: 'customer', id: ids.customer }, occasion: 'dispatched', via: 'sms' },
    ...{ address: '+61491570158', recipient: 'Night desk' },
  }
  assert.equal((await trial.ask(keys.administer, 'POST /rules', rule)).status, 201)
  const found = (await inTrouble()).find(({ address }) => address === rule.address)!
  assert.deepEqual(found.trouble, ['never-reached'])
  assert.equal(found.urgent, true)
  assert.deepEqual(
    found.uses.map(({ kind, name, occasion, urgent }) => ({ kind, name, occasion, urgent })),
    [{ kind: 'rule', name: 'Night desk', occasion: 'dispatched', urgent: true }],
  )
})

test('W9: a STOP from an address that is told of dispatches is shown with that fact', async () => {
  const key = { companyId: trial.harbour.id, channel: 'sms', address: '+61491570158' } as const
  await optOut(trial.db, key, 'answered "STOP"', NOW)
  const { body } = await ask(`GET ${PHONE}`)
  assert.deepEqual([body.trouble, body.urgent], [['opted-out', 'never-reached'], true])
  assert.deepEqual(body.history, [{ at: String(NOW), by: null, what: 'opted-out', because: 'answered "STOP"' }])
})

test('staff write down what an owner wants, and their name is kept', async () => {
  const back = await ask(`POST ${PHONE}/opt-in`, { because: 'asked so on the phone' })
  assert.equal(back.status, 200, back.text)
  assert.equal(back.body.optedOutAt, null)
  assert.equal(back.body.history[0].what, 'opted-in')
  assert.equal(back.body.history[0].by.kind, 'key')
  const out = await ask('POST /contacts/email/Boss@Mill.Example/opt-out', { because: 'asked so on the phone' })
  assert.deepEqual([out.body.address, out.body.trouble], ['boss@mill.example', ['opted-out']])
})

test('W5: quiet hours of an address', async () => {
  const quietHours = { from: '22:00', until: '07:00' }
  assert.deepEqual((await ask(`PUT ${PHONE}/quiet-hours`, { quietHours })).body.quietHours, quietHours)
  assert.equal((await ask(`PUT ${PHONE}/quiet-hours`, { quietHours: null })).body.quietHours, null)
  const wrong = await ask(`PUT ${PHONE}/quiet-hours`, { quietHours: { from: '22:00', until: '22:00' } })
  assert.equal(wrong.status, 422)
})

test('a dead address is tried again when somebody says so', async () => {
  const key = { companyId: trial.harbour.id, channel: 'email', address: 'gone@mill.example' } as const
  const path = '/contacts/email/gone@mill.example'
  await noteFailures(trial.db, [{ ...key, at: NOW, because: 'refused: no such user', certain: 'certain' }], NOW)
  assert.deepEqual((await ask(`GET ${path}`)).body.trouble, ['dead'])
  for (const [trouble, isThere] of [
    ['dead', true],
    ['opted-out', false],
    ['never-reached', false],
  ] as const) {
    const { items } = (await ask(`GET /contacts?trouble=${trouble}`)).body
    assert.equal(
      items.some(({ address }: Shown) => address === key.address),
      isThere,
      trouble,
    )
  }
  const again = await ask(`POST ${path}/try-again`, {})
  assert.deepEqual([again.body.deadSince, again.body.trouble], [null, []])
  await noteReached(trial.db, [{ ...key, address: 'new@mill.example', at: NOW, because: 'arrived' }], NOW)
  assert.equal((await ask('GET /contacts/email/new@mill.example')).status, 404, 'of others no row is written')
})

test('an address that cannot be one, and one of which nothing is known', async () => {
  assert.equal(kindOf(await ask('GET /contacts/email/nobody')), 'not-an-email-address')
  assert.equal(kindOf(await ask('GET /contacts/sms/12')), 'not-a-phone-number')
  assert.equal(kindOf(await ask('GET /contacts/email/nobody@mill.example')), 'no-such-contact')
})

test('contacts come page by page, each once', async () => {
  const all = (await ask('GET /contacts')).body.items.map(({ channel, address }: Shown) => `${channel} ${address}`)
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const { body } = await ask(`GET /contacts?limit=1${next && `&after=${next}`}`)
    seen.push(...body.items.map(({ channel, address }: Shown) => `${channel} ${address}`))
    next = body.next
  }
  assert.deepEqual(seen, all)
  assert.ok(all.length > 2)
})

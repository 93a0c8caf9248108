import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { later } from '#base/time.ts'
import { optOut } from '#directory/contacts.run.ts'
import { asker, NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openDoor } from './door.ts'
import type { Health } from './rooms.ts'

// A rule while it is typed: in words, with what is wrong with it and what to know of it; and whose rules there are.

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const administer = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const draft = (more: object = {}) => ({
  ...{ does: 'tell', occasion: 'completed', via: 'text-email', address: 'Desk@Mill.example' },
  owner: { kind: 'customer', id: trial.harbour.ids.customer },
  ...more,
})
type Warned = { about: string; sentence: string }
/** What is said of a draft, in a house that sends and is awake unless `lastTurn` says otherwise. */
async function checked(more: object = {}, lastTurn = NOW) {
  const account = { name: 'one', is: 'working', because: null, workedAt: null } as const
  const health = async (): Promise<Health> => ({
    ...(await trial.rooms.health()),
    stations: [{ name: 'plan', lastTurn }],
    channels: (['email', 'sms'] as const).map(channel => ({ channel, goes: 'out', accounts: [account] })),
  })
  const ask = asker(openDoor({ ...trial.rooms, health }))
  const answer = await ask(trial.harbour.keys.administer, 'POST /rules/check', draft(more))
  assert.equal(answer.status, 200, answer.text)
  const { warnings, ...rest } = answer.body
  return { ...rest, warnings: warnings.map(({ sentence }: Warned) => sentence) }
}

test('a draft is told in words, and stored nowhere', async () => {
  assert.deepEqual(await checked({ recipient: 'Jo', onlyTypes: [trial.harbour.ids.serviceType] }), {
    sentence:
      'When a job of type "Burglar alarm" of customer Hargreaves Timber is completed, e-mail Jo (desk@mill.example).',
    ...{ ownerName: 'Hargreaves Timber', faults: [], warnings: [] },
  })
  assert.deepEqual((await administer('GET /rules')).body.items, [])
})

test('what cannot be saved yet is told with its fault', async () => {
  const { sentence, faults } = await checked({ address: null })
  assert.equal(sentence, 'When a job of customer Hargreaves Timber is completed, e-mail nobody yet.')
  assert.deepEqual(faults, [
    {
      because: 'address-missing',
      title: 'The address is missing',
      detail: 'Say where to send it, or let destination be "provider" or "customer".',
    },
  ])
})

test('S1.52: before a failure it is said what would fail', async () => {
  const { ids, id: companyId } = trial.harbour
  await administer('POST /providers', { name: 'Day Patrols', email: 'day@patrols.example' })
  const unreached = await checked({ via: 'sms', destination: 'provider', address: null })
  assert.deepEqual(unreached.warnings, ['Day Patrols has no mobile: this text would reach nobody there.'])

  await optOut(trial.db, { companyId, channel: 'email', address: 'desk@mill.example' }, 'asked', NOW)
  assert.deepEqual((await checked()).warnings, ['desk@mill.example does not want messages: this would not be sent.'])
  assert.deepEqual((await checked({ occasion: 'dispatched' })).warnings, [
    'desk@mill.example does not want messages: this goes there all the same.',
  ])

  const outward = { owner: { kind: 'region', id: ids.region }, occasion: 'closed', address: null, via: 'sms' }
  await administer(`PATCH /regions/${ids.region}`, { active: false })
  const customer = { regionId: ids.region, takesNotifications: false }
  await administer(`PATCH /customers/${ids.customer}`, customer)
  assert.deepEqual((await checked(outward)).warnings, [
    'Hargreaves Timber has no mobile: this text would reach nobody there.',
    'Hargreaves Timber does not take notifications: this would not be sent.',
    'The region North is switched off.',
  ])
  assert.deepEqual((await checked({ address: 'a@b.example' }, later(NOW, -61))).warnings, [
    'Callout is not at work: messages wait until it is started.',
  ])
  const captured = (await administer('POST /rules/check', draft({ address: 'a@b.example' }))).body.warnings
  assert.deepEqual(
    captured.map(({ about }: Warned) => about),
    ['captured'],
  )
})

test('what is not there is refused as when it is saved', async () => {
  const owner = { kind: 'customer', id: trial.other.ids.customer }
  assert.equal((await administer('POST /rules/check', draft({ owner }))).status, 422)
})

test('rules are counted by kind of owner, and their owners listed by name, each company its own', async () => {
  const other = (await administer('POST /customers', { name: 'Abbey Freight' })).body
  const owner = { kind: 'customer', id: other.id }
  for (const body of [draft(), draft({ active: false }), draft({ owner })])
    assert.equal((await administer('POST /rules', body)).status, 201)
  await administer('POST /rules', { does: 'mute', owner: { kind: 'site', id: trial.harbour.ids.site } })
  const { job } = (await administer('POST /jobs', trial.harbour.opening)).body
  await administer(`POST /jobs/${job.id}/recipients`, { does: 'add', via: 'text-email', address: 'jo@mill.example' })
  assert.deepEqual((await administer('GET /rules/counts')).body.items, [
    { ownerKind: 'customer', owners: 2, rules: 3, switchedOff: 1 },
    { ownerKind: 'site', owners: 1, rules: 1, switchedOff: 0 },
  ])
  const first = (await administer('GET /rules/owners?ownerKind=customer&limit=1')).body
  assert.deepEqual(first.items, [{ ownerId: other.id, ownerName: 'Abbey Freight', rules: 1, switchedOff: 0 }])
  const { items, next } = (await administer(`GET /rules/owners?ownerKind=customer&limit=1&after=${first.next}`)).body
  const { customer: ownerId } = trial.harbour.ids
  assert.deepEqual([items, next], [[{ ownerId, ownerName: 'Hargreaves Timber', rules: 2, switchedOff: 1 }], null])
  const all = (await administer('GET /rules/owners?ownerKind=site&which=all&search=MILL')).body.items
  assert.deepEqual(
    all.map(({ ownerName, rules }: { ownerName: string; rules: number }) => [ownerName, rules]),
    [['Hargreaves mill', 1]],
  )
  assert.deepEqual((await administer('GET /rules/owners?ownerKind=company')).body.items, [])
  const [company] = (await administer('GET /rules/owners?ownerKind=company&which=all')).body.items
  assert.deepEqual([company.ownerId, company.rules], [trial.harbour.id, 0])
  const sites = (await administer('GET /rules?ownerKind=site')).body.items
  assert.deepEqual(
    sites.map(({ ownerName, sentence }: Record<string, string>) => [ownerName, sentence]),
    [
      [
        'Hargreaves mill',
        "At Hargreaves mill rules other than its own and the provider's are silent whatever happens to a job.",
      ],
    ],
  )
  assert.deepEqual((await trial.ask(trial.other.keys.read, 'GET /rules/counts')).body.items, [])
})

test('a rule in use says who made it what it is, and whom it does not reach', async () => {
  await administer('POST /providers', { name: 'Dusk Patrols', email: 'dusk@patrols.example' })
  const toProvider = draft({ via: 'sms', destination: 'provider', address: null })
  const { rule } = (await administer('POST /rules', toProvider)).body
  assert.deepEqual([rule.changedBy.kind, Date.parse(rule.changedAt) > 0], ['key', true])
  const read = (line: string) => trial.ask(trial.harbour.keys.read, line)
  const { warnings } = (await read(`GET /rules/${rule.id}/warnings`)).body
  assert.match(warnings[0].sentence, /Dusk Patrols.* no mobile: this text would reach nobody there\.$/)
  assert.equal((await trial.ask(trial.other.keys.read, `GET /rules/${rule.id}/warnings`)).status, 404)
})

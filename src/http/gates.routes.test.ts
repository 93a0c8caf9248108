import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { later } from '#base/time.ts'
import { asker, NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openDoor } from './door.ts'
import type { Health } from './rooms.ts'

// A region's notification, a customer, and everything that can stand between them.
let trial: TrialDoor
let rule: string
before(async () => {
  trial = await trialDoor()
  const owner = { kind: 'region', id: trial.harbour.ids.region }
  const added = await administer('POST /rules', { does: 'tell', owner, occasion: 'closed', via: 'text-email' })
  assert.equal(added.status, 201)
  rule = added.body.rule.id
  assert.equal(added.body.rule.destination, 'customer')
})
after(() => trial.close())

const administer = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const change = (line: string, body: object) => administer(`PATCH ${line}`, body)

type Sending = Readonly<{ goes?: 'out' | 'nowhere'; lastTurn?: Temporal.Instant }>
/** The gates that are closed, in the house as it is then, with the words about them. */
async function closed({ goes = 'out', lastTurn = NOW }: Sending = {}) {
  const health = async (): Promise<Health> => ({
    ...(await trial.rooms.health()),
    stations: [{ name: 'plan', lastTurn }],
    channels: [{ channel: 'email', goes, accounts: [{ name: 'smtp', is: 'working', because: null, workedAt: null }] }],
  })
  const ask = asker(openDoor({ ...trial.rooms, health }))
  const { harbour } = trial
  const seen = await ask(harbour.keys.read, `GET /rules/${rule}/gates?customerId=${harbour.ids.customer}`)
  assert.equal(seen.status, 200)
  const shut = seen.body.gates.filter(({ open }: { open: boolean }) => !open)
  assert.equal(seen.body.sends, shut.length === 0)
  assert.equal(seen.body.gates.length, 7)
  return shut.map(({ gate, words }: { gate: string; words: string }) => `${gate}: ${words}`)
}

test('S3.13 to S3.19: each gate that is closed says so by itself, and with all seven open it sends', async () => {
  const { region, customer } = trial.harbour.ids
  await change(`/customers/${customer}`, { regionId: region })
  assert.deepEqual(await closed(), [])
  assert.deepEqual(await closed({ goes: 'nowhere' }), [
    'channel: No account is set up for e-mail: messages are kept and go nowhere.',
  ])
  assert.deepEqual(await closed({ lastTurn: later(NOW, -61) }), [
    'sending: Callout is not at work: messages wait until it is started.',
  ])
  await change(`/regions/${region}`, { active: false })
  assert.deepEqual(await closed(), ['region-active: The region North is switched off.'])
  await change(`/regions/${region}`, { active: true })
  await change(`/customers/${customer}`, { takesNotifications: false })
  assert.deepEqual(await closed(), ['customer-takes-notifications: Hargreaves Timber does not take notifications.'])
  await change(`/customers/${customer}`, { takesNotifications: true, email: null })
  assert.deepEqual(await closed(), ['customer-reachable: Hargreaves Timber has no e-mail address.'])
  await change(`/customers/${customer}`, { email: 'office@mill.example', regionId: null })
  assert.deepEqual(await closed(), ['customer-in-region: Hargreaves Timber is not in the region North.'])
  await change(`/customers/${customer}`, { regionId: region })
})

test('S3.13: what is changed counts at once, without anybody signing in again', async () => {
  const { keys, ids, opening } = trial.harbour
  const { job } = (await trial.ask(keys.dispatch, 'POST /jobs', opening)).body
  await change(`/regions/${ids.region}`, { active: false })
  await trial.ask(keys.dispatch, `POST /jobs/${job.id}/complete`, {})
  await trial.settle()
  const decided = (await trial.ask(keys.read, `GET /jobs/${job.id}/decisions`)).body.items
  assert.deepEqual(
    decided.map(({ because }: { because: string }) => because),
    ['region-switched-off'],
  )
  assert.match(decided[0].sentence ?? decided[0].words, /the customer by e-mail.*the region is switched off/)
  await change(`/regions/${ids.region}`, { active: true })
})

test('another customer, another company and another kind of rule have no gates here', async () => {
  const { keys, ids } = trial.harbour
  const gates = (key: string, id: string, customer: string) =>
    trial.ask(key, `GET /rules/${id}/gates?customerId=${customer}`)
  assert.equal((await gates(keys.read, rule, trial.other.ids.customer)).status, 404)
  assert.equal((await gates(trial.other.keys.read, rule, trial.other.ids.customer)).status, 404)
  const owner = { kind: 'customer', id: ids.customer }
  const smart = { does: 'tell', owner, occasion: 'dispatched', via: 'text-email', address: 'a@mill.example' }
  const added = await administer('POST /rules', smart)
  assert.equal((await gates(keys.read, added.body.rule.id, ids.customer)).status, 404)
})

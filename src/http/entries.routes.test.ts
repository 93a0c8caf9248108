import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { EntryKind } from '#directory/directory.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { ENTRIES } from './entries.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')

const ADDED: Record<EntryKind, object> = {
  region: {},
  customer: { email: 'Office@Mill.Example' },
  'alarm-company': {},
  provider: { mobile: '0491 570 156' },
  person: { role: 'technician' },
  site: { address: '1 Mill Lane', timeZone: 'Australia/Sydney' },
  'service-type': { kind: 'alarm' },
  status: { code: 'PART', category: 'in-progress' },
}

for (const [kind, { path, name }] of Object.entries(ENTRIES)) {
  describe(name.spokenMany, () => {
    test('are added, found, changed and listed', async () => {
      const added = await ask(`POST ${path}`, { name: 'Zeta', ...ADDED[kind as EntryKind] })
      assert.equal(added.status, 201, added.text)
      assert.equal(added.headers.get('location'), `/api/v1${path}/${added.body.id}`)
      assert.ok(!('companyId' in added.body))
      assert.deepEqual((await ask(`GET ${path}/${added.body.id}`)).body, added.body)

      const changed = await ask(`PATCH ${path}/${added.body.id}`, { name: 'Zeta Two' })
      assert.deepEqual(changed.body, { ...added.body, name: 'Zeta Two' })
      const { body } = await ask(`GET ${path}?search=zeta`)
      assert.deepEqual(body, { items: [changed.body], next: null, names: {}, unreachable: [] })
    })

    test('are paged by a cursor, each once', async () => {
      const all = (await ask(`GET ${path}?limit=200`)).body.items
      const paged = []
      let next: string | null = ''
      while (next !== null) {
        const { body } = await ask(`GET ${path}?limit=1${next && `&after=${next}`}`)
        paged.push(...body.items)
        next = body.next
      }
      assert.deepEqual(paged, all)
    })

    test('that do not exist are 404', async () => {
      const id = '019abc00-0000-7000-8000-000000000001'
      for (const answer of [await ask(`GET ${path}/${id}`), await ask(`PATCH ${path}/${id}`, { name: 'X' })])
        assert.deepEqual([answer.status, kindOf(answer)], [404, 'no-such-entry'])
    })
  })
}

for (const [line, body, status, kind, field] of [
  ['POST /providers', { name: 'X', mobile: '02 9999 1111' }, 422, 'not-a-mobile-number', 'mobile'],
  ['POST /customers', { name: 'X', email: 'nobody' }, 422, 'not-an-email-address', 'email'],
  ['POST /sites', { name: 'X', address: 'Y', timeZone: 'Sydney' }, 422, 'not-a-time-zone', 'timeZone'],
  [
    'POST /people',
    { name: 'X', role: 'technician', providerId: '019abc00-0000-7000-8000-000000000001' },
    422,
    'points-nowhere',
    'providerId',
  ],
  ['POST /statuses', { name: 'X', code: 'OPEN', category: 'complete' }, 409, 'code-taken', undefined],
  ['PATCH /company', { timeZone: 'Nowhere' }, 422, 'not-a-time-zone', undefined],
  ['PATCH /company', { country: 'UK' }, 422, 'not-a-country', undefined],
] as const) {
  test(`${line} ${JSON.stringify(body)} is ${status} ${kind}`, async () => {
    const answer = await ask(line, body)
    assert.deepEqual([answer.status, kindOf(answer), answer.body.errors?.[0].field], [status, kind, field])
  })
}

test('a status keeps its category: jobs that stand in it would change theirs', async () => {
  const answer = await ask(`PATCH /statuses/${trial.harbour.ids.status}`, { category: 'complete' })
  assert.deepEqual(answer.body.errors, [{ field: 'category', problem: 'is not a field of this request' }])
})

test('a company changes its own name and never its code', async () => {
  assert.equal((await ask('PATCH /company', { name: 'Harbour & Bay' })).body.name, 'Harbour & Bay')
  assert.equal((await ask('PATCH /company', { code: 'NEW' })).status, 422)
  assert.equal((await trial.ask(trial.other.keys.read, 'GET /company')).body.name, 'Company OTH')
})

test('an API key is made, listed without its secret, and revoked', async () => {
  const made = await ask('POST /keys', { name: 'Board', scopes: ['read'] })
  const { key, secret } = made.body
  assert.equal((await trial.ask(secret, 'GET /company')).status, 200)
  const listed = await ask('GET /keys')
  assert.ok(listed.body.items.some(({ id }: { id: string }) => id === key.id))
  assert.doesNotMatch(listed.text, /callout_/)
  const revoked = await ask(`DELETE /keys/${key.id}`)
  assert.deepEqual([revoked.status, revoked.body.revokedAt], [200, '2026-11-20T15:00:00Z'])
})

test('a list says the names of what its entries point at, and shows only those that point at one if asked', async () => {
  const customer = (await ask('POST /customers', { name: 'Quayside Foods' })).body
  const site = (await ask('POST /sites', { name: 'Cold store', ...ADDED.site, customerId: customer.id })).body
  const { body } = await ask(`GET /sites?customerId=${customer.id}`)
  assert.deepEqual(body.items, [site])
  assert.deepEqual(body.names, { [customer.id]: 'Quayside Foods' })
  assert.deepEqual((await ask('GET /customers?customerId=x')).status, 422)
})

test('entries are found by their addresses too', async () => {
  const { body: site } = await ask('POST /sites', { name: 'Shed 4', address: '9 Windlass Row', timeZone: 'UTC' })
  const { body: person } = await ask('POST /people', { name: 'Ines', role: 'technician', mobile: '0491 570 737' })
  assert.deepEqual((await ask('GET /sites?search=windlass')).body.items, [site])
  assert.deepEqual((await ask('GET /people?search=570737')).body.items, [person])
})

test('a list says at which of its addresses nobody can be told anything (W9)', async () => {
  const { body: provider } = await ask('POST /providers', { name: 'Silent Patrols', mobile: '0491 571 491' })
  await ask(`POST /contacts/sms/${encodeURIComponent(provider.mobile)}/opt-out`, { because: 'asked so' })
  const { body } = await ask('GET /providers?search=silent')
  assert.deepEqual(body.unreachable, [{ address: '+61491571491', because: 'opted-out' }])
})

test('what changed in an entry is told with who and when, page by page, and not to others', async () => {
  const region = (await ask('POST /regions', { name: 'East' })).body
  const { body: customer } = await ask('POST /customers', { name: 'Old name' })
  await ask(`PATCH /customers/${customer.id}`, { name: 'New name', regionId: region.id })
  const { body } = await ask(`GET /customers/${customer.id}/changes?limit=1`)
  const [last] = body.items
  assert.equal(last.what, 'changed')
  assert.equal(last.by.kind, 'key')
  assert.deepEqual(last.changed, [
    { field: 'name', from: 'Old name', to: 'New name' },
    { field: 'regionId', from: null, to: region.id },
  ])
  assert.deepEqual(body.names, { [region.id]: 'East' })
  const { body: before } = await ask(`GET /customers/${customer.id}/changes?limit=1&after=${body.next}`)
  assert.deepEqual([before.items[0].what, before.items[0].changed, before.next], ['added', [], null])
  const elsewhere = await trial.ask(trial.other.keys.read, `GET /customers/${customer.id}/changes`)
  assert.equal(elsewhere.status, 404)
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import sql from 'sql-template-tag'
import { idFrom, newId } from '#base/id.ts'
import { freshDatabase } from '../../test/database.ts'
import { NEVER_QUIET, NOT_ASKED } from './company.ts'
import {
  addCompany,
  addEntry,
  changeCompany,
  changeEntry,
  findCompany,
  findEntries,
  findEntry,
  listCompanies,
  listEntries,
} from './directory.run.ts'
import { type Actor, type EntryKind, STARTING_STATUSES } from './directory.ts'
import { ENTRY_KINDS } from './entry.ts'

const now = Temporal.Instant.from('2026-11-20T22:00:00Z')
const later = Temporal.Instant.from('2026-11-20T23:00:00Z')
const ruth: Actor = { kind: 'person', id: 'ruth', name: 'Ruth Adeyemi' }
const harbour = {
  name: 'Harbour Monitoring',
  code: 'HRB',
  timeZone: 'Australia/Sydney',
  locale: 'en-AU',
  country: 'AU',
}
const UNLINKED = { customerId: null, alarmCompanyId: null, regionId: null }
const kept = { ...harbour, deferralMutes: 'everything', ...NEVER_QUIET, ...NOT_ASKED, replyTo: null }

let house: Awaited<ReturnType<typeof freshDatabase>>
let ours: string
let theirs: string
before(async () => {
  house = await freshDatabase()
  ours = await newCompany(harbour)
  theirs = await newCompany({ ...harbour, name: 'Other Patrols', code: 'OTH' })
})
after(() => house.drop())

async function newCompany(company: typeof harbour): Promise<string> {
  const added = await addCompany(house.db, company, ruth, now)
  assert.ok(added.ok)
  return added.company.id
}

let codes = 0
async function mustAdd(kind: EntryKind, entry: object, companyId = ours): Promise<{ id: string; name: string }> {
  const code = kind === 'status' && { code: `C${codes++}` }
  const added = await addEntry(house.db, kind, { companyId, ...EXAMPLES[kind], ...entry, ...code } as never, ruth, now)
  assert.ok(added.ok, JSON.stringify(added))
  return added.entry as { id: string; name: string }
}

const EXAMPLES: Record<EntryKind, object> = {
  region: { name: 'North' },
  customer: { name: 'Hargreaves Timber', email: 'office@hargreaves.example', phone: '02 9999 1111' },
  'alarm-company': { name: 'Sentinel Alarms', email: null, phone: null },
  provider: { name: 'Night Patrols', email: 'desk@nightpatrols.example', mobile: '0491 570 156' },
  person: { name: 'Sipho Dlamini', role: 'technician', email: null, mobile: '0491 570 157', providerId: null },
  site: { name: 'Mill', address: '1 Mill Lane', timeZone: 'Australia/Sydney', ...UNLINKED },
  'service-type': { name: 'Burglar alarm', kind: 'alarm' },
  status: { name: 'Waiting for parts', code: 'PART', category: 'in-progress', step: null },
}

const changesOf = (entryId: string) =>
  house.db.query<{
    entry: string
    by: Actor
    at: Temporal.Instant
    before: object | null
    after: { name: string }
  }>(sql`
    select entry, by, at, before, after from directory_change where entry_id = ${entryId} order by seq
  `)

describe('a company', () => {
  test('starts with its status codes, whose ids follow from the company and the code', async () => {
    const statuses = await listEntries(house.db, 'status', { companyId: ours, limit: 100 })
    assert.deepEqual(
      statuses.map(({ code, name, category, step }) => ({ code, name, category, step })),
      STARTING_STATUSES.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    )
    assert.equal(statuses.find(({ code }) => code === 'COMP')?.id, idFrom('status', ours, 'COMP'))
  })

  test('is found as it was added', async () => {
    assert.deepEqual(await findCompany(house.db, ours), { ...kept, id: ours, createdAt: now })
    assert.equal(await findCompany(house.db, newId()), undefined)
    assert.deepEqual(
      (await listCompanies(house.db)).map(({ code }) => code),
      ['HRB', 'OTH'],
    )
  })

  test('S2.8: two companies never share a code', async () => {
    const added = await addCompany(house.db, { ...harbour, name: 'Imitator' }, ruth, now)
    assert.deepEqual(added, { ok: false, because: 'code-taken' })
    assert.deepEqual(await addCompany(house.db, { ...harbour, id: ours, code: 'NEW' }, ruth, now), {
      ok: false,
      because: 'id-taken',
    })
  })

  for (const [field, value, because] of [
    ['code', 'hrb', 'not-a-code'],
    ['code', 'LONG', 'not-a-code'],
    ['timeZone', 'Sydney', 'not-a-time-zone'],
    ['timeZone', '+10:00', 'not-a-time-zone'],
    ['locale', 'english', 'not-a-locale'],
    ['locale', 'xx-XX', 'not-a-locale'],
    ['country', 'UK', 'not-a-country'],
  ] as const) {
    test(`with the ${field} "${value}" is refused`, async () => {
      const added = await addCompany(house.db, { ...harbour, code: 'NEW', [field]: value }, ruth, now)
      assert.deepEqual(added, { ok: false, because })
    })
  }

  test('may change its name and zone, and it is on record who did', async () => {
    const id = await newCompany({ ...harbour, code: 'CHG' })
    const set = { name: 'Harbour & Bay', timeZone: 'Australia/Perth' }
    const changed = await changeCompany(house.db, id, set, ruth, later)
    assert.deepEqual(changed, {
      ok: true,
      company: { ...kept, ...set, id, code: 'CHG', createdAt: now },
    })
    assert.deepEqual(await findCompany(house.db, id), changed.ok && changed.company)
    const [, record] = await changesOf(id)
    assert.deepEqual([record?.entry, record?.by, record?.at, record?.after.name], ['company', ruth, later, set.name])

    assert.ok((await changeCompany(house.db, id, set, ruth, later)).ok)
    assert.equal((await changesOf(id)).length, 2)
    assert.deepEqual(await changeCompany(house.db, id, { locale: 'nonsense' }, ruth, now), {
      ok: false,
      because: 'not-a-locale',
    })
    assert.deepEqual(await changeCompany(house.db, newId(), set, ruth, now), { ok: false, because: 'no-such-company' })
  })
})

for (const kind of ENTRY_KINDS) {
  describe(`an entry of kind ${kind}`, () => {
    test('is found as it was added, with a record of who added it', async () => {
      const entry = await mustAdd(kind, {})
      assert.deepEqual(await findEntry(house.db, kind, { companyId: ours, id: entry.id }), entry)
      assert.deepEqual(await findEntries(house.db, kind, ours, [entry.id, newId()]), [entry])
      assert.deepEqual(await changesOf(entry.id), [{ entry: kind, by: ruth, at: now, before: null, after: entry }])
    })

    test('is changed with a record of what it was, and changing nothing records nothing', async () => {
      const entry = await mustAdd(kind, {})
      const ask = { companyId: ours, id: entry.id, set: { name: 'Another name' } }
      const renamed = { ...entry, name: 'Another name' }
      assert.deepEqual(await changeEntry(house.db, kind, ask, ruth, later), { ok: true, entry: renamed })
      assert.deepEqual(await changeEntry(house.db, kind, ask, ruth, later), { ok: true, entry: renamed })
      assert.deepEqual(await findEntry(house.db, kind, ask), renamed)
      assert.deepEqual((await changesOf(entry.id)).slice(1), [
        { entry: kind, by: ruth, at: later, before: entry, after: renamed },
      ])
    })

    test('does not exist for another company', async () => {
      const entry = await mustAdd(kind, {})
      const there = { companyId: theirs, id: entry.id }
      const nowhere = { ok: false, because: 'no-such-entry' }
      assert.equal(await findEntry(house.db, kind, there), undefined)
      assert.deepEqual(await findEntries(house.db, kind, theirs, [entry.id]), [])
      const listed = await listEntries(house.db, kind, { companyId: theirs, limit: 200 })
      assert.ok(listed.every(({ companyId }) => companyId === theirs))
      assert.deepEqual(await changeEntry(house.db, kind, { ...there, set: { name: 'Stolen' } }, ruth, now), nowhere)
      assert.deepEqual(await findEntry(house.db, kind, { companyId: ours, id: entry.id }), entry)
    })

    test('keeps its id: another entry cannot take it, but another company has ids of its own', async () => {
      const { id } = await mustAdd(kind, {})
      const again = { companyId: ours, ...EXAMPLES[kind], id }
      assert.deepEqual(await addEntry(house.db, kind, again as never, ruth, now), { ok: false, because: 'id-taken' })
      assert.equal((await mustAdd(kind, { id }, theirs)).id, id)
    })

    test('is listed by name, page by page, each once', async () => {
      const companyId = await newCompany({ ...harbour, code: kind.slice(0, 3).toUpperCase() })
      const before = await listEntries(house.db, kind, { companyId, limit: 200 })
      for (const name of ['Zeta', 'Alpha', 'Mid', 'Mid', 'Beta']) await mustAdd(kind, { name }, companyId)
      const all = await listEntries(house.db, kind, { companyId, limit: 200 })
      assert.equal(all.length, before.length + 5)
      const names = all.map(({ name }) => name)
      assert.deepEqual(names, names.toSorted())

      const paged = []
      let page = await listEntries(house.db, kind, { companyId, limit: 2 })
      while (page.length > 0) {
        paged.push(...page)
        page = await listEntries(house.db, kind, { companyId, limit: 2, after: page.at(-1)! })
      }
      assert.deepEqual(paged, all)
      const found = await listEntries(house.db, kind, { companyId, limit: 10, search: 'MID' })
      assert.deepEqual(
        found.map(({ name }) => name),
        ['Mid', 'Mid'],
      )
    })

    test('loses nothing when two people change it at once', async () => {
      const { id } = await mustAdd(kind, {})
      const names = Array.from({ length: 12 }, (_, i) => `Name ${i}`)
      await Promise.all(
        names.map(name => changeEntry(house.db, kind, { companyId: ours, id, set: { name } }, ruth, later)),
      )
      const [, ...changes] = await changesOf(id)
      const told = changes.map(({ before, after }) => [(before as { name: string }).name, after.name])
      assert.equal(told.length, 12)
      assert.deepEqual(
        told.slice(1).map(([from]) => from),
        told.slice(0, -1).map(([, to]) => to),
      )
      assert.equal((await findEntry(house.db, kind, { companyId: ours, id }))?.name, told.at(-1)?.[1])
    })
  })
}

test('two people changing different fields of one entry both have their way', async () => {
  const { id } = await mustAdd('site', {})
  await Promise.all([
    changeEntry(house.db, 'site', { companyId: ours, id, set: { name: 'Old mill' } }, ruth, now),
    changeEntry(house.db, 'site', { companyId: ours, id, set: { address: '2 Mill Lane' } }, ruth, now),
  ])
  const site = await findEntry(house.db, 'site', { companyId: ours, id })
  assert.deepEqual([site?.name, site?.address], ['Old mill', '2 Mill Lane'])
})

test('a change made in a transaction that fails leaves neither the change nor its record', async () => {
  const { id } = await mustAdd('region', {})
  const failing = house.db.begin(async transaction => {
    await changeEntry(transaction, 'region', { companyId: ours, id, set: { name: 'South' } }, ruth, now)
    throw new Error('the process died here')
  })
  await assert.rejects(failing, /died here/)
  assert.equal((await findEntry(house.db, 'region', { companyId: ours, id }))?.name, 'North')
  assert.equal((await changesOf(id)).length, 1)
})

for (const [kind, field, target] of [
  ['site', 'customerId', 'customer'],
  ['site', 'alarmCompanyId', 'alarm-company'],
  ['site', 'regionId', 'region'],
  ['person', 'providerId', 'provider'],
] as const) {
  test(`a ${kind} cannot name a ${target} of another company`, async () => {
    const here = await mustAdd(target, {})
    const there = await mustAdd(target, {}, theirs)
    const entry = await mustAdd(kind, { [field]: here.id })
    const refusal = { ok: false, because: 'points-nowhere', field }
    for (const id of [there.id, newId()]) {
      const wrong = { companyId: ours, ...EXAMPLES[kind], [field]: id }
      assert.deepEqual(await addEntry(house.db, kind, wrong as never, ruth, now), refusal)
      const ask = { companyId: ours, id: entry.id, set: { [field]: id } }
      assert.deepEqual(await changeEntry(house.db, kind, ask, ruth, now), refusal)
    }
    assert.deepEqual(await findEntry(house.db, kind, { companyId: ours, id: entry.id }), entry)
  })
}

test('a status code is used once in a company', async () => {
  const again = { companyId: ours, code: 'OPEN', name: 'Open too', category: 'in-progress', step: null } as const
  assert.deepEqual(await addEntry(house.db, 'status', again, ruth, now), { ok: false, because: 'code-taken' })
})

test("addresses are kept in normal form, numbers read in the company's country", async () => {
  const provider = await mustAdd('provider', { email: ' Desk@NightPatrols.Example ', mobile: '0491 570 156' })
  assert.deepEqual(provider, { ...provider, email: 'desk@nightpatrols.example', mobile: '+61491570156' })
  const ask = { companyId: ours, id: provider.id, set: { mobile: '(0491) 570-157' } }
  const changed = await changeEntry(house.db, 'provider', ask, ruth, now)
  assert.ok(changed.ok && changed.entry.mobile === '+61491570157')
})

for (const [kind, field, value, because] of [
  ['provider', 'mobile', '02 9999 1111', 'not-a-mobile-number'],
  ['provider', 'mobile', 'call the desk', 'not-a-phone-number'],
  ['provider', 'email', 'desk', 'not-an-email-address'],
  ['person', 'mobile', '1234', 'not-a-phone-number'],
  ['person', 'email', '', 'not-an-email-address'],
  ['customer', 'email', 'a@b@c', 'not-an-email-address'],
  ['alarm-company', 'email', 'none', 'not-an-email-address'],
  ['site', 'timeZone', 'Mars/Olympus', 'not-a-time-zone'],
] as const) {
  test(`the ${kind} ${field} "${value}" is refused, added or changed`, async () => {
    const refusal = { ok: false, because, field }
    const asked = { companyId: ours, ...EXAMPLES[kind], [field]: value }
    assert.deepEqual(await addEntry(house.db, kind, asked as never, ruth, now), refusal)
    const { id } = await mustAdd(kind, {})
    const ask = { companyId: ours, id, set: { [field]: value } }
    assert.deepEqual(await changeEntry(house.db, kind, ask, ruth, now), refusal)
  })
}

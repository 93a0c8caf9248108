import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { addEntry, type NewEntry } from '#directory/directory.run.ts'
import { CALLOUT, type EntryKind } from '#directory/directory.ts'
import { sender } from '../../test/directory-files.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { ENTRIES } from './entries.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const changesKept = async () => {
  const [row] = await trial.db.query<{ count: number }>(sql`select count(*) as count from directory_change`)
  return row!.count
}

// Whatever a person may have typed into a field, and what else is in a spreadsheet's way.
const anything = fc
  .string({ unit: fc.constantFrom(...'ab=+-@,;"\'\r\n\t ä漢\ufeff\u00a0'), minLength: 1, maxLength: 12 })
  .filter(text => text.trim() !== '')
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values)
const address = fc.constantFrom('desk@night.example', 'a+b@c.example')
const mobile = fc.constantFrom('+61491570156', '+447400123456')

const MADE: { [K in EntryKind]?: fc.Arbitrary<Omit<NewEntry<K>, 'companyId'>> } = {
  region: fc.record({ name: anything, replyTo: maybe(address), active: fc.boolean(), requestUrl: fc.constant(null) }),
  customer: fc.record({ name: anything, email: maybe(address), phone: maybe(anything), mustBeAdvised: fc.boolean() }),
  'alarm-company': fc.record({ name: anything, email: maybe(address), phone: maybe(anything) }),
  provider: fc.record({ name: anything, email: maybe(address), mobile: maybe(mobile) }),
  'service-type': fc.record({
    name: anything,
    kind: fc.constantFrom('alarm', 'other'),
    dispatchWithin: maybe(fc.integer({ min: 1, max: 10_080 })),
  }),
}

test('whatever is in the directory, its own files put back change nothing', { timeout: 60_000 }, async () => {
  const { id: companyId, ids } = trial.harbour
  for (const [kind, made] of Object.entries(MADE)) {
    for (const values of fc.sample(made as fc.Arbitrary<object>, { numRuns: 60, seed: 7 })) {
      const saved = await addEntry(
        trial.db,
        kind as EntryKind,
        { companyId, ...values } as never,
        CALLOUT,
        trial.time.now,
      )
      assert.ok(saved.ok)
      const place = { companyId, timeZone: 'Australia/Perth', alarmCompanyId: null, regionId: ids.region }
      const names = { name: `${(values as { name: string }).name}!`, address: (values as { name: string }).name }
      if (kind !== 'customer') continue
      await addEntry(trial.db, 'site', { ...place, ...names, customerId: saved.entry.id }, CALLOUT, trial.time.now)
    }
  }
  const send = sender(trial)
  const before = await changesKept()
  for (const { path } of Object.values(ENTRIES)) {
    const { text } = await trial.ask(trial.harbour.keys.read, `GET ${path}/csv`)
    const { rows, summary } = await send(`${path}/import`, text)
    assert.deepEqual(
      rows.filter(({ does }: { does: string }) => does !== 'same'),
      [],
      path,
    )
    assert.match(summary, /^Of \d+ lines?: \d+ as before\.$/)
    // Nor does a spreadsheet that parts by semicolons and ends lines in its own way.
    const saved = parse(text, { bom: true }) as string[][]
    const resaved = saved.map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(';')).join('\n')
    assert.match((await send(`${path}/import`, resaved)).summary, /^Of \d+ lines?: \d+ as before\.$/)
  }
  assert.equal(await changesKept(), before)
})

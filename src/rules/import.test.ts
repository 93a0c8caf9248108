import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type Named, namesAmong } from '#directory/names.ts'
import { judge, type RowRead, readRow } from './import.ts'
import { readFile } from './import-file.ts'
import { CALLED } from './import-words.ts'
import { PLAIN, type Rule } from './rule.ts'

const HEADER =
  "Owner Type,Owner,Service Type,Notify When,Via,Email Address / Mobile Number,Recipient,Notify Provider,Don't Notify,Period (days),Number of Times"
const bytes = (text: string) => new TextEncoder().encode(text)
type Entry = Named<keyof typeof CALLED>
const entry = (kind: Entry['kind'], id: string, name: string, address: string | null = null): Entry => ({
  kind,
  id,
  name,
  address,
})
const ENTRIES: readonly Entry[] = [
  entry('customer', 'hargreaves', 'Hargreaves Timber'),
  entry('customer', 'twin-1', 'Twin Freight'),
  entry('customer', 'twin-2', 'Twin Freight'),
  entry('customer', 'shout', 'ACME'),
  entry('customer', 'quiet', 'Acme'),
  entry('alarm-company', 'sentinel', 'Sentinel Monitoring'),
  entry('site', 'mill', 'Hargreaves Mill', '12 Mill Rd, Orange'),
  entry('site', 'shop-1', 'Corner shop', '1 High St'),
  entry('site', 'shop-2', 'Corner shop', '9 Low St'),
  entry('provider', 'night', 'Night Patrol'),
  entry('service-type', 'burglary', 'Burglar alarm'),
]
const around = { companyId: 'c', country: 'AU', names: namesAmong(ENTRIES, CALLED) }

function rowsOf(text: string) {
  const read = readFile(bytes(text))
  assert.ok(read.ok, JSON.stringify(read))
  return read.rows
}
const readAll = (lines: readonly string[]): RowRead[] =>
  rowsOf([HEADER, ...lines].join('\n')).map(row => readRow({ ...row, id: `rule of line ${row.line}` }, around))
function readOne(line: string): RowRead {
  const [read] = readAll([line])
  return read ?? assert.fail('no row')
}
const ruleOf = (line: string): Rule => {
  const read = readOne(line)
  return read.ok ? read.rule : assert.fail(read.explained)
}

test('S1.15: a row is a rule with all that SMART says of it, its address in normal form', () => {
  assert.deepEqual(
    ruleOf('Customer,Hargreaves Timber,Burglar alarm,Dispatched,SMS,0491 570 156,Facilities desk,No,No,,'),
    {
      companyId: 'c',
      id: 'rule of line 2',
      version: 1,
      owner: { kind: 'customer', id: 'hargreaves' },
      serviceTypeId: 'burglary',
      active: true,
      does: 'tell',
      occasion: 'dispatched',
      via: 'sms',
      destination: 'address',
      address: '+61491570156',
      recipient: 'Facilities desk',
      ...PLAIN,
    },
  )
})

describe('every good row is told in a sentence', () => {
  const SENTENCES: readonly [line: string, sentence: string][] = [
    [
      'Customer,Hargreaves Timber,All,Dispatched,SMS,0491 570 156,Facilities desk,No,No,,',
      'When a job of customer Hargreaves Timber is dispatched, text Facilities desk (+61491570156).',
    ],
    [
      'alarm company,SENTINEL  monitoring,burglar ALARM,completed,pdf e-mail,Desk@Sentinel.Example,,,,,',
      'When a job of type "Burglar alarm" of alarm company Sentinel Monitoring is completed, e-mail a PDF to desk@sentinel.example.',
    ],
    [
      'Location,Hargreaves Mill,All,Updated (incomplete),Text Email,a@b.example,Jo,no,no,,',
      'When a job at Hargreaves Mill is updated while in progress, e-mail Jo (a@b.example).',
    ],
    [
      'Location,Hargreaves Mill,All,Updated(Complete),Text Email,a@b.example,,,,,',
      'When a job at Hargreaves Mill is updated when no longer in progress, e-mail a@b.example.',
    ],
    [
      'Service Provider,Night Patrol,All,Invoiced,PDF Email,a@b.example,,,,,',
      'When a job of provider Night Patrol is invoiced, e-mail a PDF to a@b.example.',
    ],
    [
      'Customer,Hargreaves Timber,All,Incomplete,SMS,,,Yes,,3,4',
      'When a job of customer Hargreaves Timber is still incomplete after 3 days, and again every 3 days, 4 times in all, text its provider.',
    ],
    [
      'Customer,Hargreaves Timber,All,Incomplete,Text Email,a@b.example,,,,1,1',
      'When a job of customer Hargreaves Timber is still incomplete after 1 day, e-mail a@b.example.',
    ],
    [
      'Location,Hargreaves Mill,All,All,,,,,Yes,,',
      "At Hargreaves Mill rules other than its own and the provider's are silent whatever happens to a job.",
    ],
    [
      'Location,Hargreaves Mill,Burglar alarm,Dispatched,SMS,,,,TRUE,3,1',
      'At Hargreaves Mill rules other than its own and the provider\'s are silent when a job of type "Burglar alarm" is dispatched.',
    ],
    [
      'Location,"Corner shop, 9 Low St",All,Dispatched,Text Email,a@b.example,,,,,',
      'When a job at Corner shop is dispatched, e-mail a@b.example.',
    ],
  ]
  for (const [line, sentence] of SENTENCES) {
    test(sentence, () => {
      const read = readOne(line)
      assert.equal(read.ok ? read.sentence : read.explained, sentence)
    })
  }
})

test('S1.16: days and times are read with Incomplete', () => {
  const rule = ruleOf('Customer,Hargreaves Timber,All,Incomplete,SMS,0491570156,,,,3,4')
  assert.deepEqual(rule.does === 'tell' && [rule.occasion, rule.everyDays, rule.times], ['incomplete', 3, 4])
})

test('S1.17: "All" is every service type, a name exactly one', () => {
  const typeOf = (written: string) =>
    ruleOf(`Customer,Hargreaves Timber,${written},Dispatched,SMS,0491570156,,,,,`).serviceTypeId
  assert.deepEqual([typeOf('All'), typeOf('all'), typeOf('Burglar Alarm')], [null, null, 'burglary'])
})

test('S1.49, S1.55: with Notify Provider ticked the provider is told instead, and an address beside it is left out aloud', () => {
  const read = readOne('Customer,Hargreaves Timber,All,Dispatched,SMS,0491 570 156,,Yes,No,,')
  assert.ok(read.ok && read.rule.does === 'tell')
  assert.deepEqual([read.rule.destination, read.rule.address], ['provider', null])
  assert.deepEqual(read.notes, ['0491 570 156 is left out: with Notify Provider the provider is told instead.'])
  const plain = readOne('Customer,Hargreaves Timber,All,Dispatched,SMS,,,Yes,No,,')
  assert.deepEqual(plain.ok && plain.notes, [])
})

test("S1.56, S1.58: Don't Notify makes a rule that silences, for one or all service types and occasions", () => {
  const mute = (types: string, when: string) => {
    const rule = ruleOf(`Location,Hargreaves Mill,${types},${when},,,,,Yes,,`)
    return [rule.does, rule.serviceTypeId, rule.occasion]
  }
  assert.deepEqual(mute('All', 'All'), ['mute', null, null])
  assert.deepEqual(mute('Burglar alarm', 'Completed'), ['mute', 'burglary', 'completed'])
})

test('of two names that differ only in case the one in that case is meant', () => {
  const ownerOf = (name: string) => ruleOf(`Customer,${name},All,Dispatched,SMS,0491570156,,,,,`).owner.id
  assert.deepEqual([ownerOf('ACME'), ownerOf('Acme'), ownerOf('TWIN-2')], ['shout', 'quiet', 'twin-2'])
})

describe('a row that cannot be a rule is refused with what to do', () => {
  const good = ['Customer', 'Hargreaves Timber', 'All', 'Dispatched', 'SMS', '0491570156', '', '', '', '', '']
  const REFUSED: readonly [because: string, explained: RegExp, change: Readonly<Record<number, string>>][] = [
    [
      'not-an-owner-type',
      /"Region": write one of Customer, Alarm Company, Location, Service Provider/,
      { 0: 'Region' },
    ],
    ['not-an-owner-type', /Owner Type is "constructor"/, { 0: 'constructor' }],
    [
      'no-such-owner',
      /no customer "Hargreave Timbers": did you mean "Hargreaves Timber"\?/,
      { 1: 'Hargreave Timbers' },
    ],
    ['no-such-owner', /no customer "Zebra": add it first/, { 1: 'Zebra' }],
    ['no-such-owner', /no location "Hargreaves Timber": did you mean "Hargreaves Mill"\?/, { 0: 'Location' }],
    ['no-such-owner', /Owner is empty/, { 1: '' }],
    [
      'several-of-that-name',
      /More than one customer is called "Twin Freight": write twin-1 or twin-2/,
      { 1: 'Twin Freight' },
    ],
    [
      'several-of-that-name',
      /write "Corner shop, 1 High St" or "Corner shop, 9 Low St" in place of the name/,
      { 0: 'Location', 1: 'Corner shop' },
    ],
    ['several-of-that-name', /More than one customer/, { 1: 'aCmE' }],
    [
      'no-such-service-type',
      /no service type "Burglary alarms": did you mean "Burglar alarm"\?/,
      { 2: 'Burglary alarms' },
    ],
    ['no-such-service-type', /Service Type is empty: write "All"/, { 2: '' }],
    ['not-an-occasion', /Notify When is "All": write one of Dispatched,/, { 3: 'All' }],
    ['not-an-occasion', /Notify When is ""/, { 3: '' }],
    ['not-a-via', /Via is "Fax": write one of SMS, Text Email, PDF Email/, { 4: 'Fax' }],
    ['address-missing', /The address is empty/, { 5: '' }],
    ['not-a-phone-number', /"jo@mill.example" is not a phone number/, { 5: 'jo@mill.example' }],
    ['not-a-mobile-number', /"02 9374 4000" cannot receive a text/, { 5: '02 9374 4000' }],
    ['not-an-email-address', /"0491570156" is not an e-mail address/, { 4: 'Text Email' }],
    ['not-an-email-address', /write one as/, { 4: 'PDF Email', 5: 'a@b.example; c@d.example' }],
    ['recipient-too-long', /more than 200 characters/, { 6: 'x'.repeat(201) }],
    ['not-yes-or-no', /Notify Provider is "maybe"/, { 7: 'maybe' }],
    ['not-yes-or-no', /Don't Notify is "?"/, { 8: '?!no way' }],
    [
      'provider-rule-tells-itself',
      /own row goes to an address/,
      { 0: 'Service Provider', 1: 'Night Patrol', 5: '', 7: 'Yes' },
    ],
    ['only-sites-mute', /Only a location/, { 5: '', 8: 'Yes' }],
    ['mute-tells-nobody', /a row of its own/, { 0: 'Location', 1: 'Hargreaves Mill', 8: 'Yes' }],
    ['mute-tells-nobody', /a row of its own/, { 0: 'Location', 1: 'Hargreaves Mill', 5: '', 7: 'Yes', 8: 'Yes' }],
    ['interval-not-wanted', /for "Incomplete" alone/, { 9: '3', 10: '1' }],
    ['interval-missing', /Period \(days\) is empty/, { 3: 'Incomplete' }],
    [
      'interval-out-of-range',
      /Period \(days\) is "0": write a whole number from 1 to 366/,
      { 3: 'Incomplete', 9: '0', 10: '1' },
    ],
    ['interval-out-of-range', /is "2\.5"/, { 3: 'Incomplete', 9: '2.5', 10: '1' }],
    ['interval-out-of-range', /is "three"/, { 3: 'Incomplete', 9: 'three', 10: '1' }],
    ['times-missing', /Number of Times is empty/, { 3: 'Incomplete', 9: '3' }],
    ['times-out-of-range', /is "101": write a whole number from 1 to 100/, { 3: 'Incomplete', 9: '3', 10: '101' }],
    ['too-many-cells', /quote cells with commas/, { 10: ',Facilities' }],
  ]
  for (const [because, explained, change] of REFUSED) {
    test(`${because}: ${JSON.stringify(change).slice(0, 80)}`, () => {
      const read = readOne(good.map((cell, i) => change[i] ?? cell).join(','))
      assert.ok(!read.ok, 'it was taken')
      assert.equal(read.because, because)
      assert.match(read.explained, explained)
    })
  }
  test('and the row they were made from is good', () => assert.ok(readOne(good.join(',')).ok))
})

test('a rule that is there, or further up in the file, is not made again; another recipient makes no other rule', () => {
  const line = (address: string, recipient = '') =>
    `Customer,Hargreaves Timber,All,Dispatched,SMS,${address},${recipient},,,,`
  const rows = readAll([
    line('0491570156', 'Jo'),
    line('0491570157'),
    line('+61 491 570 157', 'Al'),
    line('0491570158'),
  ])
  const kept = ruleOf(line('0491 570 156', 'Facilities desk'))
  const off = { ...ruleOf(line('0491570158')), id: 'switched off', active: false }
  const judged = judge(
    rows.map((read, i) => ({ line: i + 2, read })),
    [{ ...kept, id: 'kept' }, off],
  )
  assert.deepEqual(
    judged.map(row => [row.line, row.outcome, row.outcome === 'there-already' ? row.ruleId : '', row.notes.join()]),
    [
      [2, 'there-already', 'kept', ''],
      [3, 'ready', '', ''],
      [4, 'there-already', null, 'It is the same as line 3.'],
      [5, 'there-already', 'switched off', 'The rule that is there is switched off.'],
    ],
  )
})

test('rules that differ in anything that is told are different rules', () => {
  const lines = [
    'Customer,Hargreaves Timber,All,Dispatched,Text Email,a@b.example,,,,,',
    'Customer,Hargreaves Timber,All,Dispatched,PDF Email,a@b.example,,,,,',
    'Customer,Hargreaves Timber,All,Completed,Text Email,a@b.example,,,,,',
    'Customer,Hargreaves Timber,Burglar alarm,Dispatched,Text Email,a@b.example,,,,,',
    'Customer,Hargreaves Timber,All,Dispatched,Text Email,c@b.example,,,,,',
    'Customer,Hargreaves Timber,All,Dispatched,Text Email,,,Yes,,,',
    'Customer,ACME,All,Dispatched,Text Email,a@b.example,,,,,',
    'Customer,Hargreaves Timber,All,Incomplete,Text Email,a@b.example,,,,3,1',
    'Customer,Hargreaves Timber,All,Incomplete,Text Email,a@b.example,,,,3,2',
    'Customer,Hargreaves Timber,All,Incomplete,Text Email,a@b.example,,,,4,1',
    'Location,Hargreaves Mill,All,Dispatched,Text Email,a@b.example,,,,,',
    'Location,Hargreaves Mill,All,Dispatched,,,,,Yes,,',
    'Location,Hargreaves Mill,All,All,,,,,Yes,,',
  ]
  const judged = judge(
    readAll(lines).map((read, i) => ({ line: i + 2, read })),
    [],
  )
  assert.deepEqual([...new Set(judged.map(({ outcome }) => outcome))], ['ready'])
})

test('the example that is shipped has every column, and rows that could be rules', () => {
  const read = readFile(readFileSync(new URL('../../examples/notifications.csv', import.meta.url)))
  assert.ok(read.ok, JSON.stringify(read))
  assert.deepEqual(read.unusedColumns, [])
  const names = namesAmong([...ENTRIES, entry('site', 'yard', 'Hargreaves Yard', '3 Dock St')], CALLED)
  const faults = read.rows.map(row => readRow({ ...row, id: 'x' }, { ...around, names })).filter(({ ok }) => !ok)
  assert.deepEqual(faults, [])
})

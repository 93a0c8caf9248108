import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CALL_COLUMNS } from '../../test/call-columns.ts'
import { deedsOf, type Row, readCalls } from './replay-calls.ts'
import { columnsOf, type ReplayMap, readMap } from './replay-map.ts'

const MAP = {
  company: { name: 'Bay', code: 'BAY', timeZone: 'America/Los_Angeles', locale: 'en-US', country: 'US' },
  times: { zone: 'America/Los_Angeles', format: 'MM/dd/yyyy hh:mm:ss a' },
  ...CALL_COLUMNS,
  site: { name: '{{Address}}', address: '{{Address}}, {{City}}' },
  customer: '{{District}}',
  serviceType: 'Alarms',
  kind: 'alarm',
  request: 'Alarm at {{Address}}',
  outcome: '{{Outcome}}',
}
function mapOf(more: object = {}): ReplayMap {
  const read = readMap(JSON.stringify({ ...MAP, ...more }))
  assert.ok(read.ok, JSON.stringify(read))
  return read.map
}
const row = (name: string, more: Row = {}): Row => ({
  Row: name,
  Call: 'c1',
  Unit: name,
  Received: '01/05/2018 02:14:00 AM',
  Dispatch: '01/05/2018 02:16:00 AM',
  Response: '01/05/2018 02:17:00 AM',
  'On Scene': '01/05/2018 02:30:00 AM',
  Available: '01/05/2018 02:50:00 AM',
  Address: '1 Mill',
  City: 'Orange',
  District: 'West',
  Outcome: 'False',
  ...more,
})
const doubts = (...rows: Row[]) =>
  readCalls(rows, mapOf()).doubts.map(({ line, row, what, column }) => `${line} ${row} ${what}: ${column}`)

test('rows of one call become one call with a unit each, times read in the zone of the file', () => {
  const { calls, rows, leftOut } = readCalls([row('A'), row('B', { Dispatch: '01/05/2018 02:15:00 AM' })], mapOf())
  assert.deepEqual([rows, leftOut, calls.length], [2, 0, 1])
  assert.deepEqual(calls[0]!.site, { name: '1 Mill', address: '1 Mill, Orange' })
  assert.equal(calls[0]!.openedAt.toString(), '2018-01-05T10:14:00Z')
  assert.deepEqual(
    calls[0]!.units.map(({ name, at }) => `${name} ${at.dispatched}`),
    ['A 2018-01-05T10:16:00Z', 'B 2018-01-05T10:15:00Z'],
  )
})

test('what happened is told in the order of its times: dispatched together, step by step, closed at the end', () => {
  const [call] = readCalls(
    [row('A'), row('B', { Response: '', Available: '01/05/2018 02:20:00 AM', 'On Scene': '' })],
    mapOf(),
  ).calls
  assert.deepEqual(
    deedsOf(call!).map(({ key, at }) => `${at.toString().slice(14, 16)} ${key}`),
    ['16 dispatch', '17 A travelling', '20 B offSite', '30 A onSite', '50 A offSite', '50 close'],
  )
})

test('every doubtful row is reported with its line and kept', () => {
  assert.deepEqual(doubts(row('A'), row('B', { 'On Scene': '' }), row('C', { Response: 'soon' })), [
    '3 B time missing: On Scene',
    '4 C time unreadable: Response',
  ])
  assert.deepEqual(doubts(row('A', { 'On Scene': '01/05/2018 02:10:00 AM' })), [
    '2 A earlier than the step before: On Scene',
  ])
  assert.deepEqual(doubts(row('A'), row('B', { Address: '9 Elsewhere' })), [
    '3 B call differs from its first row: Call',
  ])
})

test('a wall clock time that was skipped or shown twice is reported and kept', () => {
  const spring = {
    Received: '03/11/2018 01:50:00 AM',
    Dispatch: '03/11/2018 02:30:00 AM',
    Response: '03/11/2018 03:31:00 AM',
    'On Scene': '03/11/2018 03:40:00 AM',
    Available: '03/11/2018 04:00:00 AM',
  }
  const autumn = {
    Received: '11/04/2018 12:50:00 AM',
    Dispatch: '11/04/2018 01:30:00 AM',
    Response: '11/04/2018 02:30:00 AM',
    'On Scene': '11/04/2018 02:40:00 AM',
    Available: '11/04/2018 03:00:00 AM',
  }
  assert.deepEqual(doubts(row('A', spring)), ['2 A time does not exist on that day: Dispatch'])
  assert.deepEqual(doubts(row('A', autumn)), ['2 A time happened twice on that day: Dispatch'])
  const [call] = readCalls([row('A', spring)], mapOf()).calls
  assert.equal(call!.units[0]!.at.dispatched!.toString(), '2018-03-11T10:30:00Z')
})

test('only a row that names no call, no unit or no time of opening, or that was there before, is left out, and said', () => {
  const read = readCalls([row('A'), row('A'), row('B', { Call: '' }), row('C', { Received: '' })], mapOf())
  assert.equal(read.leftOut, 3)
  assert.deepEqual(
    read.doubts.map(({ line, what }) => `${line} ${what}`),
    [
      '3 left out: row seen before',
      '4 left out: no call, unit or time of opening',
      '5 time missing',
      '5 left out: no call, unit or time of opening',
    ],
  )
})

test('the shipped map is a map, and names the columns it needs', () => {
  const read = readMap(readFileSync(new URL('../../examples/san-francisco.json', import.meta.url), 'utf8'))
  assert.ok(read.ok, JSON.stringify(read))
  assert.ok(columnsOf(read.map).includes('Neighborhooods - Analysis Boundaries'))
})

for (const [fault, text, problem] of [
  ['no JSON', '{', /The map is not JSON/],
  [
    'a zone that is none',
    JSON.stringify({ ...MAP, times: { zone: 'Mars/Olympus', format: 'x' } }),
    /times\.zone: is not a time zone/,
  ],
  ['a field nobody knows', JSON.stringify({ ...MAP, sites: 1 }), /sites/],
  [
    'a code of four letters',
    JSON.stringify({ ...MAP, company: { ...MAP.company, code: 'ABCD' } }),
    /company\.code: must be three/,
  ],
] as const) {
  test(`a map with ${fault} is refused with a sentence`, () => {
    const read = readMap(text)
    assert.match(read.ok ? 'fine' : read.problems.join('\n'), problem)
  })
}

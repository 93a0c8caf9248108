import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkSchedule, EVERY, newestRun, nextRun, periodOf, type Schedule } from './schedule.ts'

const SYDNEY = 'Australia/Sydney'
const weekly: Schedule = {
  ...{ companyId: 'c', id: 's', version: 1, name: 'Weekly jobs', customerId: null },
  ...{ every: 'week', onDay: 1, atMinute: 7 * 60, timeZone: SYDNEY, addresses: ['a@example.com'], active: true },
}
const daily: Schedule = { ...weekly, every: 'day', onDay: null }
const monthly: Schedule = { ...weekly, every: 'month', onDay: 31 }
const at = (text: string) => Temporal.ZonedDateTime.from(text.includes('[') ? text : `${text}[${SYDNEY}]`).toInstant()
const shown = (instant: Temporal.Instant, zone = SYDNEY) =>
  instant.toZonedDateTimeISO(zone).toString({ smallestUnit: 'minute', timeZoneName: 'never' })

// Sydney's clock is put back on Sunday 5 April 2026 at 03:00 and put on on Sunday 4 October at 02:00.
const RUNS: [string, Schedule, string, string][] = [
  ['the next Monday', weekly, '2026-03-03T12:00', '2026-03-09T07:00+11:00'],
  ['on the day itself, before its time', weekly, '2026-03-09T06:59', '2026-03-09T07:00+11:00'],
  ['not at its time again, but a week later', weekly, '2026-03-09T07:00', '2026-03-16T07:00+11:00'],
  ['at 07:00 also after daylight saving has ended', weekly, '2026-03-30T07:00', '2026-04-06T07:00+10:00'],
  ['at 07:00 also after it has begun', weekly, '2026-09-28T07:00', '2026-10-05T07:00+11:00'],
  ['on a Sunday, the last day of the week', { ...weekly, onDay: 7 }, '2026-03-09T07:00', '2026-03-15T07:00+11:00'],
  ['tomorrow', daily, '2026-03-02T07:00', '2026-03-03T07:00+11:00'],
  ['later today', daily, '2026-03-02T00:00', '2026-03-02T07:00+11:00'],
  [
    'an hour later where the clock leaves its time out',
    { ...daily, atMinute: 150 },
    '2026-10-03T03:00',
    '2026-10-04T03:30+11:00',
  ],
  ['and the day after at its time again', { ...daily, atMinute: 150 }, '2026-10-04T03:30', '2026-10-05T02:30+11:00'],
  ['at the first of two 02:30', { ...daily, atMinute: 150 }, '2026-04-04T12:00', '2026-04-05T02:30+11:00'],
  [
    'and not at the second',
    { ...daily, atMinute: 150 },
    '2026-04-05T02:30+11:00[Australia/Sydney]',
    '2026-04-06T02:30+10:00',
  ],
  ['on the last day of a shorter month', monthly, '2026-01-31T07:00', '2026-02-28T07:00+11:00'],
  ['on the 29th of February in a leap year', monthly, '2028-01-31T07:00', '2028-02-29T07:00+11:00'],
  ['on the 31st again after a shorter month', monthly, '2026-02-28T07:00', '2026-03-31T07:00+11:00'],
  ['on the 30th of April', monthly, '2026-03-31T07:00', '2026-04-30T07:00+10:00'],
  ['over the end of the year', { ...monthly, onDay: 1 }, '2026-12-01T07:00', '2027-01-01T07:00+11:00'],
]
for (const [sentence, schedule, after, expected] of RUNS) {
  test(`S1.8: the next report after ${after} comes ${sentence}`, () => {
    assert.equal(shown(nextRun(schedule, at(after))), expected)
  })
}

test('S1.8: where midnight is left out, a report at midnight comes when the day begins', () => {
  // Cairo's clock goes from 00:00 to 01:00 on Friday 24 April 2026.
  const cairo = { ...daily, atMinute: 0, timeZone: 'Africa/Cairo' }
  const run = nextRun(cairo, at('2026-04-23T12:00[Africa/Cairo]'))
  assert.equal(shown(run, 'Africa/Cairo'), '2026-04-24T01:00+03:00')
  const { from, until } = periodOf(cairo, nextRun(cairo, run))
  assert.equal(shown(from, 'Africa/Cairo'), '2026-04-24T01:00+03:00')
  assert.equal(until.since(from).total('hours'), 23)
})

const PERIODS: [string, Schedule, string, string, string][] = [
  ['the day before', daily, '2026-03-02T07:00', '2026-03-01T00:00+11:00', '2026-03-02T00:00+11:00'],
  ['a day of 25 hours', daily, '2026-04-06T07:00', '2026-04-05T00:00+11:00', '2026-04-06T00:00+10:00'],
  ['a day of 23 hours', daily, '2026-10-05T07:00', '2026-10-04T00:00+10:00', '2026-10-05T00:00+11:00'],
  ['the seven days before', weekly, '2026-03-09T07:00', '2026-03-02T00:00+11:00', '2026-03-09T00:00+11:00'],
  [
    'a week in which daylight saving ends',
    weekly,
    '2026-04-06T07:00',
    '2026-03-30T00:00+11:00',
    '2026-04-06T00:00+10:00',
  ],
  [
    'the month before',
    { ...monthly, onDay: 1 },
    '2026-04-01T07:00',
    '2026-03-01T00:00+11:00',
    '2026-04-01T00:00+11:00',
  ],
  [
    'the whole month before, also on its last day',
    monthly,
    '2026-02-28T07:00',
    '2026-01-01T00:00+11:00',
    '2026-02-01T00:00+11:00',
  ],
  [
    'a month in which daylight saving ends',
    monthly,
    '2026-05-31T07:00',
    '2026-04-01T00:00+11:00',
    '2026-05-01T00:00+10:00',
  ],
  ['the December before', monthly, '2027-01-31T07:00', '2026-12-01T00:00+11:00', '2027-01-01T00:00+11:00'],
]
for (const [sentence, schedule, run, from, until] of PERIODS) {
  test(`S1.8: the report of every ${schedule.every} at ${run} is about ${sentence}`, () => {
    const period = periodOf(schedule, at(run))
    assert.deepEqual([shown(period.from), shown(period.until)], [from, until])
  })
}

const ZONES = [
  SYDNEY,
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kolkata',
  'UTC',
]
const grids = fc
  .record({
    every: fc.constantFrom(...EVERY),
    day: fc.integer({ min: 1, max: 31 }),
    atMinute: fc.integer({ min: 0, max: 1439 }),
    timeZone: fc.constantFrom(...ZONES),
  })
  .map(({ day, ...grid }) => ({
    ...grid,
    onDay: grid.every === 'day' ? null : grid.every === 'week' ? ((day - 1) % 7) + 1 : day,
  }))
const moments = fc
  .integer({ min: 1_767_225_600, max: 1_956_528_000 })
  .map(s => Temporal.Instant.fromEpochMilliseconds(s * 1000))

test('S1.8: whatever the clock does, reports follow one another without a gap: no day is told twice, none is left out', () => {
  fc.assert(
    fc.property(grids, moments, (grid, moment) => {
      const first = nextRun(grid, moment)
      const second = nextRun(grid, first)
      assert.ok(Temporal.Instant.compare(first, moment) > 0)
      assert.ok(newestRun(grid, first).equals(first))
      assert.ok(newestRun(grid, second.subtract({ nanoseconds: 1 })).equals(first))
      assert.ok(newestRun(grid, moment).until(moment).sign >= 0)
      assert.ok(nextRun(grid, newestRun(grid, moment)).equals(first))
      assert.ok(periodOf(grid, first).until.equals(periodOf(grid, second).from))
      assert.ok(Temporal.Instant.compare(periodOf(grid, first).until, first) <= 0)
    }),
  )
})

const FAULTS: [Partial<Schedule>, string, string][] = [
  [{ onDay: null }, 'day-missing', 'onDay'],
  [{ every: 'month', onDay: null }, 'day-missing', 'onDay'],
  [{ every: 'day' }, 'day-not-wanted', 'onDay'],
  [{ onDay: 8 }, 'day-out-of-range', 'onDay'],
  [{ onDay: 0 }, 'day-out-of-range', 'onDay'],
  [{ onDay: 1.5 }, 'day-out-of-range', 'onDay'],
  [{ every: 'month', onDay: 32 }, 'day-out-of-range', 'onDay'],
  [{ timeZone: 'Sydney' }, 'not-a-time-zone', 'timeZone'],
  [{ timeZone: '+10:00' }, 'not-a-time-zone', 'timeZone'],
  [{ atMinute: 1440 }, 'not-a-time', 'at'],
  [{ addresses: [] }, 'address-missing', 'addresses'],
  [{ addresses: ['a@example.com', 'nobody'] }, 'not-an-email-address', 'addresses.1'],
  [{ addresses: Array.from({ length: 21 }, (_, i) => `a${i}@example.com`) }, 'too-many-addresses', 'addresses'],
]
for (const [fault, because, field] of FAULTS) {
  test(`a schedule with ${JSON.stringify(fault).slice(0, 60)} is refused: ${because}`, () => {
    assert.deepEqual(checkSchedule({ ...weekly, ...fault }), { ok: false, because, field })
  })
}

test('addresses are kept in normal form, each once', () => {
  const checked = checkSchedule({ ...weekly, addresses: [' Desk@Mill.Example', 'b@example.com', 'desk@mill.example'] })
  assert.ok(checked.ok)
  assert.deepEqual(checked.schedule.addresses, ['desk@mill.example', 'b@example.com'])
})

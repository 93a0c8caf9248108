import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { later } from '#base/time.ts'
import { quietUntil } from './quiet.ts'

const NIGHT = { from: 22 * 60, until: 7 * 60 }
const none = () => false
const days =
  (...named: string[]) =>
  (day: Temporal.PlainDate) =>
    named.includes(day.toString())
const at = (wall: string) => Temporal.ZonedDateTime.from(wall).toInstant()

const CASES: readonly [
  sentence: string,
  wall: string,
  until: string | null,
  hours?: typeof NIGHT | undefined,
  holidays?: string[],
][] = [
  ['nothing waits by day', '2026-11-20T12:00[Australia/Sydney]', null],
  ['in the evening it waits until morning', '2026-11-20T22:00[Australia/Sydney]', '2026-11-21T07:00[Australia/Sydney]'],
  ['after midnight too', '2026-11-21T02:14[Australia/Sydney]', '2026-11-21T07:00[Australia/Sydney]'],
  ['at the end it is over', '2026-11-21T07:00[Australia/Sydney]', null],
  ['a minute before it is not', '2026-11-21T06:59[Australia/Sydney]', '2026-11-21T07:00[Australia/Sydney]'],
  ['hours within one day', '2026-11-21T13:10[Europe/Rome]', '2026-11-21T15:00[Europe/Rome]', { from: 780, until: 900 }],
  ['hours that end when they begin are none', '2026-11-21T13:00[Europe/Rome]', null, { from: 780, until: 780 }],
  [
    'an end that does not exist that day comes when the clocks have moved on',
    '2026-10-04T01:00[Australia/Sydney]',
    '2026-10-04T03:00[Australia/Sydney]',
    { from: 1320, until: 150 },
  ],
  [
    'an end that exists twice is the first one',
    '2026-04-05T01:00[Australia/Sydney]',
    '2026-04-05T02:30+11:00[Australia/Sydney]',
    { from: 1320, until: 150 },
  ],
  [
    'hours that begin again when the clock is put back are waited for again',
    '2026-04-05T02:59+11:00[Australia/Sydney]',
    '2026-04-05T03:00[Australia/Sydney]',
    { from: 120, until: 180 },
  ],
  [
    'a holiday is quiet all day, and the night after it',
    '2026-12-25T12:00[Australia/Sydney]',
    '2026-12-26T07:00[Australia/Sydney]',
    NIGHT,
    ['2026-12-25'],
  ],
  [
    'two holidays in a row, without hours',
    '2026-12-25T12:00[Australia/Sydney]',
    '2026-12-27T00:00[Australia/Sydney]',
    undefined,
    ['2026-12-25', '2026-12-26'],
  ],
]
for (const [sentence, wall, until, hours, holidays] of CASES) {
  test(`W5: ${sentence}`, () => {
    const quiet = {
      hours: hours ?? (holidays ? null : NIGHT),
      isHoliday: days(...(holidays ?? [])),
    }
    const zone = Temporal.ZonedDateTime.from(wall).timeZoneId
    assert.equal(String(quietUntil(at(wall), quiet, zone)), String(until && at(until)))
  })
}

test('whoever calls every day a holiday is left in peace for a year', () => {
  const now = at('2026-12-25T12:00[Australia/Sydney]')
  const until = quietUntil(now, { hours: null, isHoliday: () => true }, 'Australia/Sydney')!
  assert.ok(until.since(now).total('hours') < 367 * 24)
})

const ZONES = [
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/New_York',
  'Europe/Berlin',
  'America/Havana',
  'Asia/Kolkata',
]
const minute = fc.integer({ min: 0, max: 1439 })
const day = fc.integer({ min: 0, max: 20 })
const SUPPOSED = fc.record({
  zone: fc.constantFrom(...ZONES, 'America/Sao_Paulo', 'Africa/Casablanca', 'Pacific/Apia', 'UTC'),
  // To the minute and near the changes of the clocks or anywhere.
  now: fc.integer({ min: 0, max: 40 * 365 * 1440 }).map(minutes => later(at('2000-01-01T00:00[UTC]'), minutes * 60)),
  nearChange: fc.boolean(),
  off: fc.integer({ min: -1500, max: 1500 }),
  hours: fc.option(fc.record({ from: minute, until: minute })),
  holidays: fc.uniqueArray(day, { maxLength: 4 }),
})

test('W5: any zone, hours and moment: the end is not quiet, every minute before it is, and null is said only when it is not quiet', () => {
  fc.assert(
    fc.property(SUPPOSED, ({ zone, now: anywhere, nearChange, off, hours, holidays }) => {
      const change = anywhere.toZonedDateTimeISO(zone).getTimeZoneTransition('next')
      const now = nearChange && change ? later(change.toInstant(), off * 60) : anywhere
      const first = now.toZonedDateTimeISO(zone).toPlainDate()
      const named = new Set(holidays.map(days => first.add({ days: days % 3 }).toString()))
      const quiet = { hours, isHoliday: (each: Temporal.PlainDate) => named.has(each.toString()) }
      const isQuiet = (moment: Temporal.Instant) => {
        const wall = moment.toZonedDateTimeISO(zone)
        if (named.has(wall.toPlainDate().toString())) return true
        if (!hours || hours.from === hours.until) return false
        const m = wall.hour * 60 + wall.minute
        const since = (m - hours.from + 1440) % 1440
        return since < (hours.until - hours.from + 1440) % 1440
      }
      const until = quietUntil(now, quiet, zone)
      if (until === null) return !isQuiet(now)
      if (isQuiet(until) || !isQuiet(now)) return false
      for (let each = now; Temporal.Instant.compare(each, until) < 0; each = later(each, 60)) {
        if (!isQuiet(each)) return false
      }
      return true
    }),
    { numRuns: 300 },
  )
})

test('without hours and holidays it is never quiet', () => {
  assert.equal(quietUntil(at('2026-12-25T02:00[UTC]'), { hours: null, isHoliday: none }, 'UTC'), null)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortWallTime, wallTime } from './time.ts'

const instant = Temporal.Instant.from('2026-11-20T15:14:00Z')

test('wall time is that of the zone, in the manner of the locale, with the zone named', () => {
  assert.equal(wallTime(instant, 'Australia/Sydney', 'en-AU'), '21 Nov 2026, 02:14 AEDT')
  assert.equal(wallTime(instant, 'America/New_York', 'en-US'), 'Nov 20, 2026, 10:14 EST')
  assert.equal(wallTime(instant, 'UTC', 'en-GB'), '20 Nov 2026, 15:14 UTC')
  assert.equal(shortWallTime(instant, 'Pacific/Auckland', 'en-NZ'), '21 Nov, 04:14 NZDT')
})

test('the hour that happens twice when summer time ends is told apart by its zone', () => {
  const [first, second] = ['2026-04-04T15:30:00Z', '2026-04-04T16:30:00Z'].map(text =>
    wallTime(Temporal.Instant.from(text), 'Australia/Sydney', 'en-AU'),
  )
  assert.deepEqual([first, second], ['5 Apr 2026, 02:30 AEDT', '5 Apr 2026, 02:30 AEST'])
})

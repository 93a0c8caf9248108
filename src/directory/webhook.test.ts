import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Heard, type Standing, standingAfter } from './webhook.ts'

const NOW = Temporal.Instant.from('2026-11-21T00:00:00Z')
const SOUND: Standing = { failingSince: null, disabledAt: null, disabledBecause: null }
const failingFor = (hours: number): Standing => ({ ...SOUND, failingSince: NOW.subtract({ minutes: hours * 60 }) })
const OFF: Standing = { failingSince: NOW, disabledAt: NOW, disabledBecause: 'off' }

describe('how a webhook stands after an answer; nothing is written when nothing is new', () => {
  const cases: [sentence: string, before: Standing, heard: Heard, what: string | null][] = [
    ['it works as before', SOUND, 'took', null],
    ['it fails for the first time', SOUND, 'failed', 'failing'],
    ['it goes on failing', failingFor(1), 'failed', null],
    ['it has recovered', failingFor(1), 'took', 'sound'],
    ['it fails just short of five days', failingFor(119.9), 'failed', null],
    ['it has failed for five days', failingFor(120), 'failed', 'It has not taken a message for 5 days.'],
    ['it recovers after six', failingFor(144), 'took', 'sound'],
    ['it says that it is gone', SOUND, 'gone', 'It answered 410: it does not want to be told any more.'],
    ['it says so while it fails', failingFor(1), 'gone', 'It answered 410: it does not want to be told any more.'],
    ['it is disabled, and a late answer comes in', OFF, 'failed', null],
    ['it is disabled, and says that it is gone', OFF, 'gone', null],
  ]
  for (const [sentence, before, heard, what] of cases) {
    test(sentence, () => {
      const after = standingAfter(before, heard, NOW)
      assert.equal(after && (after.disabledBecause ?? (after.failingSince ? 'failing' : 'sound')), what)
    })
  }

  test('a success that comes in late does not enable what was disabled', () => {
    assert.deepEqual(standingAfter(OFF, 'took', NOW), { ...OFF, failingSince: null })
  })
})

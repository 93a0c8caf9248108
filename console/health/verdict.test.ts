import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Health } from '../api/health.ts'
import { verdictOf } from './verdict.ts'

const NOW = Date.parse('2026-11-21T02:14:00Z')
const at = (seconds: number) => new Date(NOW - seconds * 1000).toISOString()
const alarm = (severity: 'alarm' | 'warning', id: number) => ({ id, severity, words: 'x', since: at(60) })
const healthOf = (more: Partial<Health> = {}): Health => ({
  unplanned: { waiting: 0, oldest: null },
  lanes: [{ lane: 'urgent', waiting: 0, oldestDueSeconds: 0 }],
  stations: [],
  lookedAt: at(5),
  alarms: [],
  channels: [{ channel: 'email', goes: 'out', accounts: [] }],
  heartbeat: null,
  ...more,
})

const CASES: readonly [more: Partial<Health>, is: string, words: RegExp, about: string][] = [
  [{}, 'well', /^All is well\. Nothing waits\.$/, 'nothing is wrong'],
  [
    { lanes: [{ lane: 'slow', waiting: 3, oldestDueSeconds: 0 }] },
    'well',
    /3 messages on the way/,
    'some are on the way',
  ],
  [{ channels: [{ channel: 'email', goes: 'nowhere', accounts: [] }] }, 'well', /captured/, 'all is captured'],
  [{ alarms: [alarm('warning', 1)] }, 'warning', /^There is one warning: have a look\.$/, 'somebody should look'],
  [{ alarms: [alarm('alarm', 1), alarm('alarm', 2), alarm('warning', 3)] }, 'alarm', /2 alarms/, 'people are not told'],
  [{ lookedAt: null }, 'alarm', /Nobody knows/, 'nobody has looked yet'],
  [{ lookedAt: at(90) }, 'alarm', /Nobody knows/, 'the last look is old'],
]
for (const [more, is, words, about] of CASES) {
  test(`when ${about} it says so: ${is}`, () => {
    const verdict = verdictOf(healthOf(more), NOW)
    assert.equal(verdict.is, is)
    assert.match(verdict.words, words)
  })
}

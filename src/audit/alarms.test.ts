import assert from 'node:assert/strict'
import { test } from 'node:test'
import { later } from '#base/time.ts'
import { type Alarm, isWell, letterOf, roundsOf, tidingsOf } from './alarms.ts'
import type { Finding } from './findings.ts'

const NOW = Temporal.Instant.from('2026-11-21T02:00:00Z')
const ago = (seconds: number) => later(NOW, -seconds)
const plain: Alarm = {
  ...{ id: 1, key: 'unplanned', severity: 'alarm', words: 'Nobody is told.', since: ago(7200), seenAt: NOW },
  ...{ toldAt: null, toldBy: null, overAt: null },
}

for (const [what, more, is] of [
  ['that nobody has been told of', {}, 'new'],
  ['told 59 minutes ago', { toldAt: ago(3540) }, null],
  ['told an hour ago', { toldAt: ago(3600) }, 'still'],
  ['that is over', { toldAt: ago(60), overAt: ago(10) }, 'over'],
  ['whose end was told', { toldAt: ago(10), overAt: ago(10) }, null],
  ['that was over before anybody was told', { overAt: ago(10) }, null],
] as const) {
  test(`W8: of an alarm ${what} the operators hear: ${is ?? 'nothing'}`, () => {
    assert.deepEqual(
      tidingsOf([{ ...plain, ...more }], NOW).map(tiding => tiding.is),
      is ? [is] : [],
    )
  })
}

test('a warning is said again only the next day, and after the alarms', () => {
  const warning = { ...plain, severity: 'warning', id: 0 } as const
  assert.deepEqual(tidingsOf([{ ...warning, toldAt: ago(3600) }], NOW), [])
  const both = tidingsOf([{ ...warning, toldAt: ago(86_400) }, plain], NOW)
  assert.deepEqual(
    both.map(({ alarm, is }) => `${alarm.severity} ${is}`),
    ['alarm new', 'warning still'],
  )
})

const trouble = (channel: Finding['channel'], severity: Finding['severity'] = 'alarm'): Finding => ({
  ...{ key: 'x', severity, words: 'x', channel },
})
for (const [findings, rounds] of [
  [[], [['email', 'sms']]],
  [[trouble(null)], [['email', 'sms']]],
  [[trouble('email')], [['sms'], ['email']]],
  [[trouble('sms')], [['email'], ['sms']]],
  [[trouble('email'), trouble('sms')], [['email', 'sms']]],
  [[trouble('email', 'warning')], [['email', 'sms']]],
] as const) {
  test(`W8: in trouble is ${findings.map(({ channel }) => channel).join(' and ') || 'nothing'}: told by ${rounds.join(', else ')}`, () =>
    assert.deepEqual(roundsOf(['email', 'sms'], findings), rounds))
}

test('what the operators read says what is worst, where, since when, and what is over', () => {
  const over = { ...plain, id: 2, words: 'The disk is nearly full.' }
  const letter = letterOf(
    [
      { alarm: plain, is: 'new' },
      { alarm: over, is: 'over' },
    ],
    'desk-1, process 7',
  )
  assert.deepEqual(letter, {
    subject: 'Callout ALARM and 1 more (desk-1, process 7)',
    body: 'ALARM: Nobody is told.\nSince 2026-11-21T00:00:00Z.\n\nOVER: The disk is nearly full.\nSince 2026-11-21T00:00:00Z.\n\nSent by Callout on desk-1, process 7, which watches its own sending.',
    text: 'Callout (desk-1, process 7) ALARM: Nobody is told. OVER: The disk is nearly full.',
  })
  const long = letterOf([{ alarm: { ...plain, words: '🔔'.repeat(400) }, is: 'new' }], 'x').text
  assert.ok(long.length <= 600 && long.isWellFormed() && long.endsWith('…'))
})

test('all is well only when somebody looked lately and there is no alarm; a warning is no alarm', () => {
  const look = { at: ago(29), alarms: [{ severity: 'warning' }] } as const
  assert.equal(isWell(look, NOW, 30), true)
  assert.equal(isWell({ ...look, at: ago(30) }, NOW, 30), false)
  assert.equal(isWell({ ...look, alarms: [{ severity: 'alarm' }] }, NOW, 30), false)
  assert.equal(isWell(undefined, NOW, 30), false)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change } from '#jobs/job.ts'
import { eventOf } from '../../test/saves.ts'
import {
  arrange,
  baseOf,
  lastSweep,
  look,
  missingDetails,
  newReminder,
  nextMoment,
  type ReminderRule,
  sweepOf,
} from './remind.ts'
import { PLAIN } from './rule.ts'

const at = (text: string) => Temporal.Instant.from(text)
const said = (instant: Temporal.Instant | null) => instant && String(instant)

const rule: ReminderRule = {
  ...{ companyId: 'c', id: 'r', version: 1, owner: { kind: 'customer', id: 'hargreaves' }, serviceTypeId: null },
  ...{ active: true, does: 'tell', via: 'text-email', destination: 'address', address: 'a@x.example', recipient: null },
  ...PLAIN,
  ...{ occasion: 'incomplete', everyDays: 3, times: 2 },
}
const forgotten: ReminderRule = { ...rule, occasion: 'details-missing', details: ['outcome'] }
const NOTHING = { orderNumberNeeded: 'never', docketNumberNeeded: 'never' } as const
const DOCKET = { ...NOTHING, docketNumberNeeded: 'at-end' } as const

const chased = (changes: readonly Change[], zone = 'UTC', needed: typeof NOTHING | typeof DOCKET = NOTHING) => ({
  job: eventOf(changes).job,
  zone,
  needed,
})
const dispatched: Change = { do: 'dispatch', at: at('2026-03-02T09:00:00Z') }
const onSite: Change = { do: 'on-site', at: at('2026-03-04T14:00:00Z') }
const offSite: Change = { do: 'off-site', at: at('2026-03-04T15:00:00Z') }

const BASES: readonly [sentence: string, rule: ReminderRule, changes: readonly Change[], base: string | null][] = [
  ['S1.35: nobody was sent: nothing to chase', rule, [], null],
  ['S1.37: dispatched only', rule, [dispatched], '2026-03-02T09:00:00Z'],
  ['S1.37: on site only', rule, [onSite], '2026-03-04T14:00:00Z'],
  ['S1.37: the later of the two', rule, [dispatched, onSite], '2026-03-04T14:00:00Z'],
  [
    'S1.37: the later of the two, when on site was entered as earlier',
    rule,
    [{ do: 'dispatch', at: at('2026-03-05T09:00:00Z') }, onSite],
    '2026-03-05T09:00:00Z',
  ],
  ['S1.35: off site: nothing to chase', rule, [dispatched, onSite, offSite], null],
  ['S1.33: complete: nothing to chase', rule, [dispatched, { do: 'complete' }], null],
  ['S1.33: cancelled: nothing to chase', rule, [dispatched, { do: 'cancel' }], null],
  [
    'S1.33: taken up again: chased from where it was',
    rule,
    [dispatched, { do: 'complete' }, { do: 'reopen' }],
    '2026-03-02T09:00:00Z',
  ],
  ['S1.36: nobody has left the site yet', forgotten, [dispatched], null],
  ['S1.36: left without an outcome', forgotten, [dispatched, offSite], '2026-03-04T15:00:00Z'],
  ['S1.36: left with one', forgotten, [dispatched, { ...offSite, outcome: 'Sealed' }], null],
]
for (const [sentence, of, changes, base] of BASES) {
  test(sentence, () => assert.equal(said(baseOf(of, chased(changes))), base))
}

test('S1.17: a rule for another service type chases nothing', () => {
  assert.equal(baseOf({ ...rule, serviceTypeId: 'plumbing' }, chased([dispatched])), null)
})

test('S1.36: what the alarm company demands is chased beside what the rule names', () => {
  const { job } = chased([dispatched, offSite])
  assert.deepEqual(missingDetails(forgotten, { job, needed: NOTHING }), ['outcome'])
  assert.deepEqual(missingDetails(forgotten, { job, needed: DOCKET }), ['outcome', 'docketNumber'])
  assert.deepEqual(missingDetails({ details: [] }, { job: { ...job, docketNumber: 'D1' }, needed: DOCKET }), [])
})

const MOMENTS: readonly [sentence: string, base: string, zone: string, past: string, expected: string][] = [
  ['the first', '2026-03-02T09:00:00Z', 'UTC', '2026-03-02T09:00:00Z', '2026-03-05T09:00:00Z'],
  ['never the base itself', '2026-03-02T09:00:00Z', 'UTC', '2026-02-01T00:00:00Z', '2026-03-05T09:00:00Z'],
  ['after one exactly: the next', '2026-03-02T09:00:00Z', 'UTC', '2026-03-05T09:00:00Z', '2026-03-08T09:00:00Z'],
  ['five years on', '2026-03-02T09:00:00Z', 'UTC', '2031-03-02T08:00:00Z', '2031-03-03T09:00:00Z'],
  [
    'over the end of summer time: the same wall clock',
    '2026-04-03T03:30:00Z',
    'Australia/Sydney',
    '2026-04-04T00:00:00Z',
    '2026-04-06T04:30:00Z',
  ],
  ['over its beginning', '2026-10-02T04:30:00Z', 'Australia/Sydney', '2026-10-02T05:00:00Z', '2026-10-05T03:30:00Z'],
  [
    'in the hour that is skipped: as long after its beginning',
    '2026-09-30T16:30:00Z',
    'Australia/Sydney',
    '2026-09-30T17:00:00Z',
    '2026-10-03T16:30:00Z',
  ],
  [
    'in the hour that comes twice: the first time',
    '2026-04-01T15:30:00Z',
    'Australia/Sydney',
    '2026-04-01T16:00:00Z',
    '2026-04-04T15:30:00Z',
  ],
]
for (const [sentence, base, zone, past, expected] of MOMENTS) {
  test(`S1.43: the next moment ${sentence}`, () =>
    assert.equal(said(nextMoment(at(base), { days: 3, zone }, at(past))), expected))
}

test('S1.42: a moment belongs to the first full hour at or after it', () => {
  assert.equal(said(sweepOf(at('2026-03-02T09:00:00Z'))), '2026-03-02T09:00:00Z')
  assert.equal(said(sweepOf(at('2026-03-02T09:00:00.001Z'))), '2026-03-02T10:00:00Z')
  assert.equal(said(lastSweep(at('2026-03-02T09:59:59.999Z'))), '2026-03-02T09:00:00Z')
})

const known = {
  ...({ rules: [rule], provider: null, customer: null, kind: 'alarm' } as const),
  company: { country: 'AU', deferralMutes: 'everything' },
} as const

test('S1.44: looked at late, it goes on by the hour it was looked at: what falls in that hour is still to come', () => {
  const job = chased([{ do: 'dispatch', at: at('2026-03-02T09:20:00Z') }])
  const first = arrange(newReminder(job.job, rule, at('2026-03-02T09:20:00Z')), rule, job, at('2026-03-02T09:20:00Z'))
  assert.equal(said(first.dueAt), '2026-03-05T10:00:00Z')
  const { plan, reminders } = look([first], job, { ...known, now: at('2026-03-08T09:47:00Z') })
  assert.deepEqual(
    plan.decisions.map(({ because, ordinal }) => `${ordinal} ${because}`),
    ['1 told'],
  )
  assert.deepEqual(
    [reminders[0]!.sent, said(reminders[0]!.past), said(reminders[0]!.dueAt)],
    [1, '2026-03-08T09:00:00Z', '2026-03-08T10:00:00Z'],
  )
})

test('S1.39: when it was told as often as it should, it sleeps', () => {
  const job = chased([dispatched])
  const seen = at('2026-03-02T09:00:00Z')
  const once = arrange(newReminder(job.job, rule, seen), { ...rule, times: 1 }, job, seen)
  const { reminders } = look([once], job, { ...known, rules: [{ ...rule, times: 1 }], now: at('2026-03-05T09:00:00Z') })
  assert.deepEqual([reminders[0]!.sent, reminders[0]!.dueAt], [1, null])
})

test('a reminder whose rule is no longer one of the job sleeps, and a save that moved its base is waited for', () => {
  const job = chased([dispatched])
  const seen = at('2026-03-02T09:00:00Z')
  const pending = arrange(newReminder(job.job, rule, seen), rule, job, seen)
  const now = at('2026-03-05T09:00:00Z')
  assert.equal(look([pending], job, { ...known, rules: [], now }).reminders[0]!.dueAt, null)
  const moved = look([pending], chased([dispatched, onSite]), { ...known, now })
  assert.deepEqual(moved.plan, { decisions: [], notices: [] })
  assert.equal(said(moved.reminders[0]!.dueAt), '2026-03-05T09:01:00Z')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asText, follow as followFrom, now, statuses, statusId } from '../../test/saves.ts'
import { decide } from './decide.ts'
import type { Change, Job } from './job.ts'
import { opened } from './opening.ts'

const at = (text: string) => Temporal.Instant.from(text)
const moment = { statuses, now, today: '2026-03-02' }
const callout = { kind: 'callout', id: 'callout', name: 'Callout' } as const

const { job: open } = opened(
  { companyId: 'c', siteId: 's', serviceTypeId: 't', initialRequest: 'Zone 4', by: callout },
  { id: 'j', site: { customerId: null, alarmCompanyId: null }, statuses, now },
)

const follow = (changes: readonly Change[], job = open) => followFrom(changes, { job })
const jobAfter = (...changes: Change[]): Job => {
  const job = follow(changes)
  assert.ok(typeof job === 'object', `refused: ${String(job)}`)
  return job
}

const CASES: readonly [sentence: string, changes: readonly Change[], expected: Partial<Job> | string][] = [
  ['a dispatch stamps now', [{ do: 'dispatch' }], { dispatchedAt: now, timesDispatched: 1 }],
  [
    'a dispatch may name when it was',
    [{ do: 'dispatch', at: at('2026-03-02T02:00:00Z') }],
    { dispatchedAt: at('2026-03-02T02:00:00Z') },
  ],
  [
    'a job is not dispatched twice to the same provider',
    [{ do: 'dispatch', providerId: 'p' }, { do: 'dispatch' }],
    'already-dispatched',
  ],
  [
    'sending it to another provider dispatches it again',
    [
      { do: 'dispatch', providerId: 'p' },
      { do: 'dispatch', providerId: 'q' },
    ],
    { timesDispatched: 2, providerId: 'q' },
  ],
  ['a dispatched time typed in is a dispatch', [{ do: 'change', set: { dispatchedAt: now } }], { timesDispatched: 1 }],
  [
    'a dispatched time corrected is not',
    [{ do: 'dispatch' }, { do: 'change', set: { dispatchedAt: at('2026-03-02T01:00:00Z') } }],
    { timesDispatched: 1 },
  ],
  [
    'taken out and entered again, it is another',
    [{ do: 'dispatch' }, { do: 'change', set: { dispatchedAt: null } }, { do: 'dispatch' }],
    { timesDispatched: 2 },
  ],
  ['on site before dispatched is kept as it was told', [{ do: 'on-site' }], { onSiteAt: now, dispatchedAt: null }],
  [
    'off site takes outcome and docket with it',
    [{ do: 'off-site', outcome: 'All sealed', docketNumber: 'D1' }],
    { offSiteAt: now, outcome: 'All sealed', docketNumber: 'D1' },
  ],
  [
    'completing takes the plain complete status',
    [{ do: 'complete', outcome: 'ok' }],
    { category: 'complete', statusId: statusId('COMP') },
  ],
  ['a complete job cannot be completed', [{ do: 'complete' }, { do: 'complete' }], 'not-in-progress'],
  ['a cancelled job cannot be dispatched', [{ do: 'cancel' }, { do: 'dispatch' }], 'not-in-progress'],
  ['reopening brings it back in progress', [{ do: 'complete' }, { do: 'reopen' }], { category: 'in-progress' }],
  ['a job in progress cannot be reopened', [{ do: 'reopen' }], 'already-in-progress'],
  [
    'a job of which somebody must still be told can be completed',
    [{ do: 'set-status', statusId: statusId('NADV') }, { do: 'complete' }],
    { category: 'complete' },
  ],
  ['a status of no company is refused', [{ do: 'set-status', statusId: 'nowhere' }], 'no-such-status'],
  [
    'a deferral has a reason and a review day',
    [{ do: 'defer', because: 'parts', until: '2026-03-09' }],
    { deferredBecause: 'parts', deferredUntil: '2026-03-09' },
  ],
  [
    'the review day may be today',
    [{ do: 'defer', because: 'parts', until: '2026-03-02' }],
    { deferredUntil: '2026-03-02' },
  ],
  ['it may not be past', [{ do: 'defer', because: 'parts', until: '2026-03-01' }], 'review-date-is-past'],
  [
    'deferred is deferred once',
    [
      { do: 'defer', because: 'a', until: '2026-03-09' },
      { do: 'defer', because: 'b', until: '2026-03-10' },
    ],
    'already-deferred',
  ],
  [
    'resuming clears it',
    [{ do: 'defer', because: 'a', until: '2026-03-09' }, { do: 'resume' }],
    { deferredBecause: null, deferredUntil: null },
  ],
  ['what is not deferred cannot be resumed', [{ do: 'resume' }], 'not-deferred'],
  [
    'a technician cannot report on a job without a visit',
    [{ do: 'technician', personId: 'ana', statusId: statusId('TRAV') }],
    'no-visit',
  ],
]
for (const [sentence, changes, expected] of CASES) {
  test(sentence, () => {
    const result = follow(changes)
    if (typeof expected === 'string') assert.equal(result, expected)
    else assert.deepEqual(asText(result), asText({ ...(result as object), ...expected }))
  })
}

const step = (personId: string, code: string, minute: number): Change => ({
  do: 'technician',
  personId,
  statusId: statusId(code),
  at: at(`2026-03-02T03:${String(minute).padStart(2, '0')}:00Z`),
})
const minuteOf = (instant: Temporal.Instant | null) => instant && Number(instant.toString().slice(14, 16))

test('the job is on site with the first technician and off site with the last one still out', () => {
  const visit: Change = { do: 'add-visit', technicianIds: ['ana', 'ben', 'ana'] }
  const job = jobAfter(
    visit,
    step('ana', 'DISP', 1),
    step('ben', 'DISP', 2),
    step('ben', 'SITE', 5),
    step('ana', 'SITE', 7),
    step('ben', 'OFF', 20),
  )
  assert.equal(job.visits[0]!.technicians.length, 2)
  assert.deepEqual(
    [minuteOf(job.dispatchedAt), minuteOf(job.onSiteAt), job.offSiteAt, job.timesDispatched],
    [1, 5, null, 1],
  )
  const ended = follow([step('ana', 'OFF', 30)], job) as Job
  assert.equal(minuteOf(ended.offSiteAt), 30)
  assert.deepEqual(
    ended.visits[0]!.technicians.map(({ offSiteAt }) => minuteOf(offSiteAt)),
    [30, 20],
  )
})

test('a second visit has technicians and times of its own', () => {
  const job = jobAfter(
    { do: 'add-visit', technicianIds: ['ana'] },
    step('ana', 'TRAV', 1),
    { do: 'add-visit', technicianIds: ['ana'] },
    step('ana', 'TRAV', 50),
  )
  assert.deepEqual(
    job.visits.map(({ technicians }) => minuteOf(technicians[0]!.travellingAt)),
    [1, 50],
  )
})

test('a change tells field by field what was altered, and whose', () => {
  const job = jobAfter({ do: 'add-visit', technicianIds: [] })
  const decision = decide(job, step('ana', 'SITE', 4), moment)
  assert.ok(decision.ok)
  const reached = '2026-03-02T03:04:00Z'
  assert.deepEqual(asText(decision.changed), [
    { field: 'onSiteAt', from: null, to: reached },
    { field: 'technician', from: null, to: 'ana', visit: 1, personId: 'ana' },
    { field: 'technician.statusId', from: null, to: statusId('SITE'), visit: 1, personId: 'ana' },
    { field: 'technician.onSiteAt', from: null, to: reached, visit: 1, personId: 'ana' },
  ])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventOf, now, statusId } from '../../test/saves.ts'
import type { Change } from './job.ts'
import { withReport } from './reported.ts'

const change = (set: object): Change => ({ do: 'change', set })
const reopen: Change = { do: 'reopen' }
const complete: Change = { do: 'complete' }

const REVISIONS: readonly [sentence: string, changes: readonly Change[], revision: number][] = [
  ['S4.13: a job in progress has no report', [change({ outcome: 'sealed' })], 0],
  ['S4.13: a completed job has one', [complete], 1],
  ['S4.14: so has a cancelled one, for those who ask for it', [{ do: 'cancel' }], 1],
  ['S4.13: being approved is no other end', [complete, { do: 'set-status', statusId: statusId('APPR') }], 1],
  ['S4.20: corrected afterwards it has another', [complete, change({ outcome: 'two zones' })], 2],
  ['S4.20: each correction is one more', [complete, change({ outcome: 'a' }), change({ offSiteAt: now })], 3],
  ['S4.20: internal notes and the priority are not in it', [complete, change({ notes: 'x', priority: 1 })], 1],
  ['S4.20: what is changed while it is reopened is reported at its new end', [complete, reopen, complete], 2],
]
for (const [sentence, changes, revision] of REVISIONS) {
  test(sentence, () => assert.equal(eventOf(changes).job.reportRevision, revision))
}

test('where the company looks at reports first, none goes out before', () => {
  const { job } = eventOf([])
  const done = { ...job, category: 'complete' } as const
  const waits = withReport(job, done, { approvesReports: true })
  assert.deepEqual([waits.reportRevision, waits.reportWaits], [0, true])
  const corrected = withReport(waits, { ...waits, outcome: 'sealed' }, { approvesReports: true })
  assert.deepEqual([corrected.reportRevision, corrected.reportWaits], [0, true])
  const reopened = withReport(waits, { ...waits, category: 'in-progress' }, { approvesReports: true })
  assert.deepEqual([reopened.reportRevision, reopened.reportWaits], [0, false])
})

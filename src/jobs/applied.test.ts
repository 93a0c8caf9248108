import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventOf, now, statusId } from '../../test/saves.ts'
import type { Change } from './job.ts'

const dispatch: Change = { do: 'dispatch', technicianIds: ['ana', 'ben', 'cai'] }
const taps = (personId: string, code: string, minutes = 0): Change => ({
  ...{ do: 'technician', personId, statusId: statusId(code) },
  at: now.add({ minutes }),
})
const undo = (personId?: string): Change => ({ do: 'undo-status', ...(personId && { personId }) })
const jobAfter = (...changes: Change[]) => eventOf([dispatch, ...changes]).job
const applied = (...changes: Change[]) =>
  jobAfter(...changes).applied.map(({ personId, isLast }) => `${personId}${isLast ? ' last' : ''}`)

test('S5.10: who set a status is kept, and with whom everybody had set it', () => {
  assert.deepEqual(applied(taps('ben', 'TRAV'), taps('ana', 'TRAV'), taps('cai', 'TRAV')), ['ben', 'ana', 'cai last'])
})
test('S5.10: somebody who joins unasked is waited for as well', () => {
  assert.deepEqual(applied(taps('dan', 'TRAV'), taps('ana', 'OFF'), taps('ben', 'OFF'), taps('cai', 'OFF')), [
    ...['dan', 'ana', 'ben', 'cai'],
  ])
})
test('S5.9: the office speaks for everybody', () => {
  assert.deepEqual(applied({ do: 'set-status', statusId: statusId('ABAN') }), ['null last'])
})
test('setting the status somebody has already is no change of it', () => {
  assert.deepEqual(applied(taps('ana', 'TRAV'), taps('ana', 'TRAV', 1)), ['ana'])
})

test('S5.11: taken back within a moment, everything is as it was before the tap', () => {
  const before = jobAfter(taps('ana', 'TRAV'))
  const event = eventOf([dispatch, taps('ana', 'TRAV'), taps('ana', 'SITE', 9), undo('ana')])
  const { applied: kept, visits, onSiteAt } = event.job
  assert.deepEqual([kept, visits, onSiteAt], [before.applied, before.visits, null])
  assert.deepEqual(
    event.changed.filter(({ field }) => field === 'undone'),
    [{ field: 'undone', from: 4, to: statusId('SITE'), visit: 1 }],
  )
})
test('S5.11: what others have reported since stays', () => {
  const { visits, onSiteAt } = jobAfter(taps('ana', 'SITE'), taps('ben', 'SITE', 5), undo('ana'))
  assert.deepEqual(
    visits[0]!.technicians.map(({ onSiteAt: his }) => his),
    [null, now.add({ minutes: 5 }), null],
  )
  assert.deepEqual(onSiteAt, now.add({ minutes: 5 }))
})
test('S5.9, S5.11: the office takes back its own', () => {
  const { category, statusId: now } = jobAfter({ do: 'set-status', statusId: statusId('COMP') }, undo())
  assert.deepEqual([category, now], ['in-progress', statusId('OPEN')])
})
test('S5.11: what is no longer so, and what was accepted, is not taken back', () => {
  const asked = { requestedBy: { name: 'Jo', email: null, phone: null } }
  assert.throws(() => eventOf([{ do: 'accept' }, undo()], asked), /nothing-to-undo/)
  assert.throws(() => jobAfter({ do: 'complete' }, { do: 'reopen' }, undo()), /nothing-to-undo/)
  assert.throws(() => jobAfter(taps('ana', 'TRAV'), { do: 'complete' }, { do: 'cancel' }, undo()), /not-in-progress/)
})
test('S5.10, S5.11: what was over because the office closed the job goes on when that is taken back', () => {
  const { applied: kept } = jobAfter(taps('ana', 'OFF'), { do: 'complete' }, undo())
  assert.deepEqual(
    kept.map(({ personId, over }) => [personId, over]),
    [['ana', null]],
  )
})
test('S5.11: there may be nothing to take back', () => {
  assert.throws(() => jobAfter(undo('ana')), /nothing-to-undo/)
  assert.throws(() => jobAfter(taps('ana', 'TRAV'), undo()), /nothing-to-undo/)
  assert.throws(() => jobAfter(taps('ana', 'TRAV'), undo('ana'), undo('ana')), /nothing-to-undo/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventOf, now, statusId } from '../../test/saves.ts'
import { gistOf, type Named } from './gist.ts'
import type { Change } from './job.ts'

const NAMED: Named = {
  provider: 'Night Patrols',
  status: 'Waiting for parts',
  technicians: [{ personId: 'ana', name: 'Ana', status: 'Travelling' }],
}
const dispatch: Change = { do: 'dispatch', technicianIds: ['ana'] }
const complete: Change = { do: 'complete' }
const technician = (code: string, personId = 'ana'): Change => ({
  do: 'technician',
  personId,
  statusId: statusId(code),
})

const CASES: readonly (readonly [told: string, changes: readonly Change[]])[] = [
  ['opened', []],
  ['dispatched to Night Patrols', [dispatch]],
  ['dispatched again to Night Patrols', [dispatch, { do: 'dispatch', providerId: 'other' }]],
  ['Ana: Travelling', [dispatch, technician('TRAV')]],
  ['Ana: Travelling', [dispatch, technician('SITE')]],
  ['status taken back', [dispatch, technician('TRAV'), { do: 'undo-status', personId: 'ana' }]],
  ['on site', [dispatch, { do: 'on-site' }]],
  ['off site', [dispatch, { do: 'off-site', outcome: 'All sealed' }]],
  ['on-site time changed', [dispatch, { do: 'on-site' }, { do: 'change', set: { onSiteAt: null } }]],
  ['another visit', [dispatch, { do: 'add-visit', technicianIds: ['ben'] }]],
  ['complete', [dispatch, complete]],
  ['reopened', [complete, { do: 'reopen' }]],
  ['cancelled', [{ do: 'cancel' }]],
  ['set to Waiting for parts', [{ do: 'set-status', statusId: statusId('DISP') }]],
  ['done, somebody must still be advised', [{ do: 'set-status', statusId: statusId('NADV') }]],
  ['deferred until 2026-03-09', [{ do: 'defer', because: 'no key', until: '2026-03-09' }]],
  ['no longer deferred', [{ do: 'defer', because: 'no key', until: '2026-03-09' }, { do: 'resume' }]],
  ['priority, notes changed', [{ do: 'change', set: { priority: 1, notes: 'Dog' } }]],
  ['provider changed', [{ do: 'change', set: { providerId: 'other' } }]],
  ['appointment changed', [{ do: 'change', set: { appointmentFrom: now, appointmentUntil: now.add({ hours: 2 }) } }]],
]

for (const [told, changes] of CASES) {
  test(`${changes.map(change => change.do).join(', ') || 'opening a job'} is told as "${told}"`, () => {
    assert.equal(gistOf(eventOf(changes).changed, NAMED), told)
  })
}

test('a technician of an earlier visit is told of without a name', () => {
  const { changed } = eventOf([dispatch, technician('TRAV')])
  assert.equal(gistOf(changed, { ...NAMED, technicians: [] }), 'changed')
})

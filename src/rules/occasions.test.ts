import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change } from '#jobs/job.ts'
import { eventOf, now, statusId } from '../../test/saves.ts'
import { happenings } from './occasions.ts'
import type { Told } from './rule.ts'

const dispatch: Change = { do: 'dispatch' }
const change = (set: object): Change => ({ do: 'change', set })

const OCCASIONS: readonly [sentence: string, changes: readonly Change[], more: object, occasions: readonly string[]][] =
  [
    ['S1.20: a dispatched time is entered', [dispatch], {}, ['dispatched', 'updated-incomplete']],
    [
      'S1.32: the first dispatched time is also a change of a listed time',
      [change({ dispatchedAt: now })],
      {},
      ['dispatched', 'updated-incomplete'],
    ],
    [
      'S1.21: a dispatched time is corrected',
      [dispatch, change({ dispatchedAt: now.add({ minutes: 1 }) })],
      {},
      ['updated-incomplete'],
    ],
    ['S1.21: a dispatched time is taken out', [dispatch, change({ dispatchedAt: null })], {}, ['updated-incomplete']],
    [
      'S1.21: it is dispatched again after that',
      [dispatch, change({ dispatchedAt: null }), dispatch],
      {},
      ['dispatched', 'updated-incomplete'],
    ],
    [
      'S1.21: it is dispatched again to another provider',
      [dispatch, { do: 'dispatch', providerId: 'other', at: now.add({ minutes: 9 }) }],
      {},
      ['dispatched', 'updated-incomplete', 'reassigned'],
    ],
    [
      'S1.21: it is opened already dispatched: dispatched once, and no update',
      [],
      { dispatchedAt: now },
      ['dispatched'],
    ],
    ['opening a job is no update of it', [], {}, []],
    ['S1.22: in progress becomes complete', [{ do: 'complete' }], {}, ['completed']],
    ['S1.23: cancelled counts as completed', [{ do: 'cancel' }], {}, ['completed']],
    ['S1.23: so does abandoned', [{ do: 'set-status', statusId: statusId('ABAN') }], {}, ['completed']],
    [
      'S1.22: so does not advised: any other value',
      [{ do: 'set-status', statusId: statusId('NADV') }],
      {},
      ['completed'],
    ],
    [
      'S1.22: from one in-progress status to another is none',
      [{ do: 'set-status', statusId: statusId('TRAV') }],
      {},
      [],
    ],
    [
      'S1.24: complete becomes approved',
      [{ do: 'complete' }, { do: 'set-status', statusId: statusId('APPR') }],
      {},
      [],
    ],
    [
      'S1.24: complete becomes invoiced',
      [{ do: 'complete' }, { do: 'set-status', statusId: statusId('INVD') }],
      {},
      [],
    ],
    [
      'S1.24: completed a second time after reopening',
      [{ do: 'complete' }, { do: 'reopen' }, { do: 'complete' }],
      {},
      ['completed'],
    ],
    ['S1.24: reopening itself is none', [{ do: 'complete' }, { do: 'reopen' }], {}, []],
    ['S1.26: on site entered while in progress', [{ do: 'on-site' }], {}, ['updated-incomplete']],
    ['S1.26: off site', [{ do: 'off-site' }], {}, ['updated-incomplete']],
    ['S1.26: docket number', [change({ docketNumber: 'D1' })], {}, ['updated-incomplete']],
    ['S1.26: initial request', [change({ initialRequest: 'Zone 5' })], {}, ['updated-incomplete']],
    ['S1.26: outcome', [change({ outcome: 'sealed' })], {}, ['updated-incomplete']],
    ['S1.27: on site corrected when complete', [{ do: 'complete' }, { do: 'on-site' }], {}, ['updated-complete']],
    ['S1.27: off site when complete', [{ do: 'complete' }, { do: 'off-site' }], {}, ['updated-complete']],
    [
      'S1.27: dispatched time when complete',
      [dispatch, { do: 'complete' }, change({ dispatchedAt: null })],
      {},
      ['updated-complete'],
    ],
    [
      'S1.27: docket number when complete',
      [{ do: 'complete' }, change({ docketNumber: 'D1' })],
      {},
      ['updated-complete'],
    ],
    ['S1.27: outcome when complete', [{ do: 'complete' }, change({ outcome: 'x' })], {}, ['updated-complete']],
    [
      'S1.27: changing only the initial request of a complete job is none',
      [{ do: 'complete' }, change({ initialRequest: 'Zone 5' })],
      {},
      [],
    ],
    [
      'S1.31: completing with an outcome: completed, and an update of a complete job',
      [{ do: 'complete', outcome: 'sealed' }],
      {},
      ['completed', 'updated-complete'],
    ],
  ]
// What customers and recipients of reports are told of has a table of its own.
const OUTWARD: readonly Told[] = ['created', 'closed', 'status-set', 'job-report']

for (const [sentence, changes, more, occasions] of OCCASIONS) {
  test(`${sentence}: ${occasions.join(' and ') || 'nothing'}`, () => {
    assert.deepEqual(
      happenings(eventOf(changes, more))
        .map(({ occasion }) => occasion)
        .filter(occasion => !OUTWARD.includes(occasion)),
      occasions,
    )
  })
}

for (const set of [
  { providerId: 'x' },
  { priority: 1 },
  { notes: 'x' },
  { customerId: 'x' },
  { siteId: 'x' },
  { orderNumber: 'x' },
  { incidentRaised: true },
]) {
  test(`S1.28: changing ${Object.keys(set)[0]} is no update`, () =>
    assert.deepEqual(
      happenings(eventOf([change(set)])).filter(({ occasion }) => occasion.startsWith('updated')),
      [],
    ))
}

test('S1.30: several fields in one save are one update that lists them', () => {
  const event = eventOf([change({ outcome: 'sealed', docketNumber: 'D1', offSiteAt: now })])
  assert.deepEqual(happenings(event), [
    { occasion: 'updated-incomplete', fields: ['offSiteAt', 'docketNumber', 'outcome'], about: [] },
  ])
})

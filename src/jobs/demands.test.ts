import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at } from '../../test/rows.ts'
import { asText, follow, now, statuses, statusId } from '../../test/saves.ts'
import { decide } from './decide.ts'
import type { Demand } from './demands.ts'
import type { Change, Job } from './job.ts'

const never = { orderNumberNeeded: 'never', docketNumberNeeded: 'never' } as const
const of = (party: Demand['party'], id: string, more: Partial<Demand>): Demand => ({
  ...{ companyId: 'c', party, id, mustBeAdvised: false },
  ...never,
  ...more,
})
const sentinel = (more: Partial<Demand>) => of('alarm-company', 'sentinel', more)
const ORDER_FIRST = [sentinel({ orderNumberNeeded: 'at-start' })]
const DOCKET_LAST = [sentinel({ docketNumberNeeded: 'at-end' })]
const TELL_SENTINEL = [sentinel({ mustBeAdvised: true })]
const TELL_CUSTOMER = of('customer', 'hargreaves', { mustBeAdvised: true })
const TELL_BOTH = [...TELL_SENTINEL, TELL_CUSTOMER]

const to = (code: string): Change => ({ do: 'set-status', statusId: statusId(code) })
const set = (fields: Partial<Job>): Change => ({ do: 'change', set: fields })
const advise = (party: Demand['party']): Change => ({ do: 'advise', party })
const visit: Change = { do: 'add-visit', technicianIds: ['ana'] }
const takes = (code: string): Change => ({ do: 'technician', personId: 'ana', statusId: statusId(code), at: now })

const DEMANDED: readonly [
  sentence: string,
  demands: readonly Demand[],
  changes: readonly Change[],
  expected: Partial<Job> | string,
][] = [
  [
    'without the order number needed at start a job is not sent',
    ORDER_FIRST,
    [{ do: 'dispatch' }],
    'order-number-missing',
  ],
  [
    'the dispatch may bring it',
    ORDER_FIRST,
    [{ do: 'dispatch', orderNumber: 'PO 1' }],
    { orderNumber: 'PO 1', dispatchedAt: now },
  ],
  [
    'or it may be there already',
    ORDER_FIRST,
    [set({ orderNumber: 'PO 1' }), { do: 'dispatch' }],
    { dispatchedAt: now },
  ],
  ['nor is a dispatched time written in without it', ORDER_FIRST, [set({ dispatchedAt: now })], 'order-number-missing'],
  [
    'unless it is written in with it',
    ORDER_FIRST,
    [set({ dispatchedAt: now, orderNumber: 'PO 1' })],
    { timesDispatched: 1 },
  ],
  ['a technician cannot dispatch himself without it', ORDER_FIRST, [visit, takes('DISP')], 'order-number-missing'],
  ['he may be on site: that has happened', ORDER_FIRST, [visit, takes('SITE')], { onSiteAt: now, dispatchedAt: null }],
  [
    'both missing, the order number is asked for first and then the docket',
    [sentinel({ orderNumberNeeded: 'at-start', docketNumberNeeded: 'at-start' })],
    [{ do: 'dispatch', orderNumber: 'PO 1' }],
    'docket-number-missing',
  ],
  [
    'the alarm company that counts is the one the same save gives the job',
    [of('alarm-company', 'other', { docketNumberNeeded: 'at-start' })],
    [set({ alarmCompanyId: 'other', dispatchedAt: now })],
    'docket-number-missing',
  ],
  [
    'what it needs does not count once the job has another',
    ORDER_FIRST,
    [set({ alarmCompanyId: null }), { do: 'dispatch' }],
    { dispatchedAt: now },
  ],
  [
    "another company's demands are not ours",
    [{ ...ORDER_FIRST[0]!, companyId: 'other' }],
    [{ do: 'dispatch' }],
    { dispatchedAt: now },
  ],
  [
    'a dispatched time that is corrected is held up by nothing',
    ORDER_FIRST,
    [
      { do: 'dispatch', orderNumber: 'PO 1' },
      set({ orderNumber: null }),
      set({ dispatchedAt: at('2026-03-02T01:00:00Z') }),
    ],
    { timesDispatched: 1 },
  ],
  [
    'taken out and entered again, the dispatched time needs the number again',
    ORDER_FIRST,
    [{ do: 'dispatch', orderNumber: 'PO 1' }, set({ orderNumber: null, dispatchedAt: null }), { do: 'dispatch' }],
    'order-number-missing',
  ],
  ['a number needed at end does not hold up the start', DOCKET_LAST, [{ do: 'dispatch' }], { dispatchedAt: now }],
  ['without it a job is not complete', DOCKET_LAST, [{ do: 'complete' }], 'docket-number-missing'],
  ['nor approved', DOCKET_LAST, [to('APPR')], 'docket-number-missing'],
  ['nor invoiced', DOCKET_LAST, [to('INVD')], 'docket-number-missing'],
  ['nor complete by its status', DOCKET_LAST, [to('COMP')], 'docket-number-missing'],
  [
    'completing may bring it',
    DOCKET_LAST,
    [{ do: 'complete', docketNumber: 'D1' }],
    { category: 'complete', docketNumber: 'D1' },
  ],
  [
    'a number needed at start is needed at the end of a job that was never sent',
    ORDER_FIRST,
    [{ do: 'complete' }],
    'order-number-missing',
  ],
  [
    'completing may bring that too',
    ORDER_FIRST,
    [{ do: 'complete', orderNumber: 'PO 1' }],
    { category: 'complete', orderNumber: 'PO 1' },
  ],
  ['cancelling is not held up', DOCKET_LAST, [{ do: 'cancel' }], { category: 'cancelled' }],
  ['abandoning is not held up', [...ORDER_FIRST, ...TELL_BOTH], [to('ABAN')], { category: 'abandoned' }],
  [
    'what is complete already may lose the number and be approved all the same',
    DOCKET_LAST,
    [{ do: 'complete', docketNumber: 'D1' }, set({ docketNumber: null }), to('APPR')],
    { category: 'approved' },
  ],

  [
    'completed while the alarm company must be told, a job is not advised',
    TELL_SENTINEL,
    [{ do: 'complete', outcome: 'All sealed' }],
    { category: 'not-advised', statusId: statusId('NADV'), outcome: 'All sealed', alarmCompanyAdvisedAt: null },
  ],
  [
    'told, it is complete in the same save',
    TELL_SENTINEL,
    [{ do: 'complete' }, advise('alarm-company')],
    { category: 'complete', statusId: statusId('COMP'), alarmCompanyAdvisedAt: now },
  ],
  [
    'the telling may name when it was',
    TELL_SENTINEL,
    [{ do: 'complete' }, { do: 'advise', party: 'alarm-company', at: at('2026-03-02T02:00:00Z') }],
    { alarmCompanyAdvisedAt: at('2026-03-02T02:00:00Z') },
  ],
  [
    'with two to tell it waits for the second',
    TELL_BOTH,
    [{ do: 'complete' }, advise('customer')],
    { category: 'not-advised' },
  ],
  [
    'both told, it is complete',
    TELL_BOTH,
    [{ do: 'complete' }, advise('customer'), advise('alarm-company')],
    { category: 'complete', customerAdvisedAt: now, alarmCompanyAdvisedAt: now },
  ],
  [
    'told while in progress, it stays so',
    TELL_BOTH,
    [advise('customer')],
    { category: 'in-progress', customerAdvisedAt: now },
  ],
  [
    'told before, it is completed at once',
    TELL_SENTINEL,
    [advise('alarm-company'), { do: 'complete' }],
    { category: 'complete' },
  ],
  [
    'it is not completed while somebody must be told',
    TELL_SENTINEL,
    [{ do: 'complete' }, { do: 'complete' }],
    'party-not-advised',
  ],
  ['nor by its status', TELL_SENTINEL, [{ do: 'complete' }, to('COMP')], 'party-not-advised'],
  ['nor approved', TELL_SENTINEL, [{ do: 'complete' }, to('APPR')], 'party-not-advised'],
  ['nor invoiced straight from in progress', TELL_SENTINEL, [to('INVD')], 'party-not-advised'],
  ['nor once it is cancelled', TELL_SENTINEL, [{ do: 'cancel' }, to('COMP')], 'party-not-advised'],
  ['nor abandoned, without its number', DOCKET_LAST, [to('ABAN'), to('APPR')], 'docket-number-missing'],
  ['what was complete already goes on', [], [to('COMP'), to('APPR'), to('COMP')], { category: 'complete' }],
  ['it may still be cancelled', TELL_SENTINEL, [{ do: 'complete' }, { do: 'cancel' }], { category: 'cancelled' }],
  [
    'a number missing holds it up before anybody is told',
    [sentinel({ mustBeAdvised: true, docketNumberNeeded: 'at-end' })],
    [{ do: 'complete' }],
    'docket-number-missing',
  ],
  [
    'put into not advised by hand without the number, it waits for that when everybody is told',
    [sentinel({ mustBeAdvised: true, docketNumberNeeded: 'at-end' })],
    [to('NADV'), advise('alarm-company')],
    { category: 'not-advised', alarmCompanyAdvisedAt: now },
  ],
  [
    'and is completed with it',
    [sentinel({ mustBeAdvised: true, docketNumberNeeded: 'at-end' })],
    [to('NADV'), advise('alarm-company'), { do: 'complete', docketNumber: 'D1' }],
    { category: 'complete' },
  ],
  [
    'put there by hand with nobody to tell, it is complete when somebody is told',
    [],
    [to('NADV'), advise('customer')],
    { category: 'complete' },
  ],
  ['a party is told once', TELL_BOTH, [advise('customer'), advise('customer')], 'already-advised'],
  [
    'a party the job does not have is not told',
    TELL_BOTH,
    [set({ customerId: null }), advise('customer')],
    'no-such-party',
  ],
  [
    'reopened, it must be told again',
    TELL_BOTH,
    [{ do: 'complete' }, advise('customer'), advise('alarm-company'), { do: 'reopen' }],
    { category: 'in-progress', customerAdvisedAt: null, alarmCompanyAdvisedAt: null },
  ],
  [
    'put back in progress by its status, too',
    TELL_SENTINEL,
    [{ do: 'complete' }, advise('alarm-company'), to('OPEN'), { do: 'complete' }],
    { category: 'not-advised', alarmCompanyAdvisedAt: null },
  ],
  [
    'a status within in progress changes nothing of that',
    TELL_SENTINEL,
    [advise('alarm-company'), to('SITE')],
    { alarmCompanyAdvisedAt: now },
  ],
  [
    'given to another customer, it is that one who has not been told',
    [],
    [advise('customer'), advise('alarm-company'), set({ customerId: 'other' })],
    { customerAdvisedAt: null, alarmCompanyAdvisedAt: now },
  ],
  [
    'given to another alarm company, likewise',
    [],
    [advise('customer'), advise('alarm-company'), set({ alarmCompanyId: 'other' })],
    { customerAdvisedAt: now, alarmCompanyAdvisedAt: null },
  ],
]
for (const [sentence, demands, changes, expected] of DEMANDED) {
  test(sentence, () => {
    const result = follow(changes, { demands })
    if (typeof expected === 'string') assert.equal(result, expected)
    else assert.deepEqual(asText(result), asText({ ...(result as object), ...expected }))
  })
}

test('a company without a plain not-advised status completes a job when everybody has been told', () => {
  const from = { demands: TELL_SENTINEL, known: statuses.filter(({ code }) => code !== 'NADV') }
  assert.equal(follow([{ do: 'complete' }], from), 'party-not-advised')
  assert.equal((follow([advise('alarm-company'), { do: 'complete' }], from) as Job).category, 'complete')
})

test('the save in which a party is told says so, and that the job is complete', () => {
  const job = follow([{ do: 'complete' }], { demands: TELL_SENTINEL }) as Job
  const decision = decide(job, advise('alarm-company'), { statuses, now, today: '2026-03-02', demands: TELL_SENTINEL })
  assert.deepEqual(asText(decision.ok && decision.changed), [
    { field: 'statusId', from: statusId('NADV'), to: statusId('COMP') },
    { field: 'category', from: 'not-advised', to: 'complete' },
    { field: 'alarmCompanyAdvisedAt', from: null, to: `${now}` },
    { field: 'closedAt', from: null, to: `${now}` },
    { field: 'reportRevision', from: 0, to: 1 },
  ])
})

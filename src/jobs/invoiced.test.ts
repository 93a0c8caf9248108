import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventOf, statuses, statusId } from '../../test/saves.ts'
import { credited, invoiced } from './invoiced.ts'
import type { Change, Job } from './job.ts'

const INVD = { category: 'invoiced', statusId: statusId('INVD') } as const
const COMP = { category: 'complete', statusId: statusId('COMP') } as const
const after = (...changes: Change[]): Job => eventOf(changes).job
const to = (code: string): Change => ({ do: 'set-status', statusId: statusId(code) })
const complete = after({ do: 'complete' })
const onInvoice: Job = { ...complete, ...INVD, invoiceNumber: 'INV-7' }
const noInvoiced = statuses.filter(({ category }) => category !== 'invoiced')

const INVOICED: readonly [sentence: string, job: Job, expected: Partial<Job> | string, known?: typeof statuses][] = [
  ['a complete job takes the number and the plain invoiced status', complete, { invoiceNumber: 'INV-7', ...INVD }],
  ['an approved job does so too', after(to('APPR')), { invoiceNumber: 'INV-7', ...INVD }],
  ['a cancelled job is charged for and stays cancelled', after({ do: 'cancel' }), { category: 'cancelled' }],
  ['an abandoned job is charged for and stays abandoned', after(to('ABAN')), { invoiceNumber: 'INV-7' }],
  ['a job in progress cannot be invoiced', after({ do: 'dispatch' }), 'job-in-progress'],
  ['nor one of which somebody must still be told', after(to('NADV')), 'party-not-advised'],
  ['a job is on an invoice once', onInvoice, 'already-on-this-invoice'],
  ['S1.25: a new number takes the place of the old', { ...onInvoice, invoiceNumber: 'INV-6' }, { ...INVD }],
  ['a company without such a status leaves the job in its own', complete, { invoiceNumber: 'INV-7' }, noInvoiced],
]
for (const [sentence, job, expected, known = statuses] of INVOICED) {
  test(sentence, () => {
    const answer = invoiced(job, 'INV-7', known)
    if (typeof expected === 'string') assert.deepEqual(answer, { ok: false, because: expected })
    else assert.deepEqual(answer, { ok: true, job: { ...job, invoiceNumber: 'INV-7', ...expected } })
  })
}

const CREDITED: readonly [sentence: string, job: Job, expected: Partial<Job>][] = [
  ['a credited job is complete again and on no invoice', onInvoice, { invoiceNumber: null, ...COMP }],
  ['a cancelled job stays cancelled', { ...after({ do: 'cancel' }), invoiceNumber: 'INV-7' }, { invoiceNumber: null }],
  ['a job reopened meanwhile stays in progress', { ...after(), invoiceNumber: 'INV-7' }, { invoiceNumber: null }],
  ['a job that came on another invoice since keeps that one', { ...onInvoice, invoiceNumber: 'INV-8' }, {}],
]
for (const [sentence, job, expected] of CREDITED) {
  test(sentence, () => assert.deepEqual(credited(job, { number: 'INV-7', statuses }), { ...job, ...expected }))
}

test('a job that is still charged on an earlier invoice stays invoiced, under that number', () => {
  const job = credited(onInvoice, { number: 'INV-7', earlier: 'INV-3', statuses })
  assert.deepEqual(job, { ...onInvoice, invoiceNumber: 'INV-3' })
})

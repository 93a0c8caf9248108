import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Job } from '#jobs/job.ts'
import { eventOf, statuses } from '../../test/saves.ts'
import { type InvoiceAsked, isCurrency, issue } from './invoice.ts'

const complete: Job = { ...eventOf([{ do: 'complete' }]).job, id: 'done', number: 4 }
const open: Job = { ...eventOf([]).job, id: 'open', number: 5 }
const elsewhere: Job = { ...complete, id: 'elsewhere', number: 6, customerId: 'another' }
const untold: Job = { ...complete, id: 'untold', number: 7, category: 'not-advised' }
const jobs = [complete, open, elsewhere, untold]

const asked = (...ids: string[]): InvoiceAsked => ({
  ...{ companyId: 'c', customerId: 'hargreaves', currency: 'AUD' },
  lines: ids.map(jobId => ({ jobId, amount: 100 })),
})
const answer = (...ids: string[]) => issue(asked(...ids), { number: 'INV-7', jobs, statuses })

test('S1.25: a job on an invoice has its number and is saved once', () => {
  const issued = answer('done')
  assert.ok(issued.ok)
  const [moved] = issued.moved
  assert.deepEqual([moved!.job.invoiceNumber, moved!.job.version], ['INV-7', complete.version + 1])
  const fields = moved!.changed.map(({ field }) => field)
  assert.deepEqual(fields, ['statusId', 'category', 'invoiceNumber'])
})

test('every line in the way is named by its place and its job, and none is moved', () => {
  assert.deepEqual(answer('open', 'done', 'elsewhere', 'untold', 'done', 'gone'), {
    ok: false,
    because: 'job-in-progress',
    faults: [
      { line: 0, jobNumber: 5, because: 'job-in-progress' },
      { line: 2, jobNumber: 6, because: 'job-of-another-customer' },
      { line: 3, jobNumber: 7, because: 'party-not-advised' },
      { line: 4, jobNumber: 4, because: 'job-twice' },
      { line: 5, jobNumber: null, because: 'no-such-job' },
    ],
  })
})

test('a currency is one there is', () => {
  assert.ok(isCurrency('AUD') && isCurrency('JPY'))
  for (const code of ['ABC', 'aud', 'AUDX', '']) assert.equal(isCurrency(code), false, code)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import type { Database } from '#db/sql.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import type { InvoiceAsked } from './invoice.ts'
import { creditInvoice, findInvoice, invoicesNumbered, issueInvoice, listInvoices } from './invoices.run.ts'
import type { Job } from './job.ts'
import { findJob, jobEvents, openDesk } from './jobs.run.ts'

const now = at('2026-03-02T02:14:00Z')
let db: Database
let drop: () => Promise<void>
let place: Place
before(async () => {
  ;({ db, drop } = await freshDatabase())
  place = await insertPlace(db)
})
after(() => drop())

async function done(at: Place = place): Promise<Job> {
  const desk = openDesk(db, () => now)
  const { companyId, siteId, burglaryId: serviceTypeId } = at
  const opened = await desk.open({ companyId, siteId, serviceTypeId, initialRequest: 'Zone 4', by: SAM })
  assert.ok(opened.ok)
  const saved = await desk.save({ companyId, jobId: opened.job.id, change: { do: 'complete' }, by: SAM })
  assert.ok(saved.ok)
  return saved.job
}

const ask = (jobs: readonly Job[], more: Partial<InvoiceAsked> = {}): InvoiceAsked => ({
  ...{ companyId: place.companyId, customerId: place.customerId, currency: 'AUD' },
  lines: jobs.map(({ id }, i) => ({ jobId: id, amount: 100 * (i + 1) })),
  ...more,
})
const WAITING = sql`
  select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
const hand = { by: SAM, now }
async function issued(jobs: readonly Job[], more: Partial<InvoiceAsked> = {}) {
  const saved = await issueInvoice(db, ask(jobs, more), hand)
  assert.ok(saved.ok, JSON.stringify(saved))
  return saved.invoice
}
const refusalOf = async (asked: InvoiceAsked) => {
  const saved = await issueInvoice(db, asked, hand)
  assert.ok(!saved.ok)
  return saved.because
}
const stands = async ({ companyId, id }: Job) => {
  const { job } = (await findJob(db, companyId, id))!
  return [job.invoiceNumber, job.category, job.version]
}

test('S1.25: an invoice has its lines in their order, and each of its jobs one more event and its number', async () => {
  const [one, two] = [await done(), await done()]
  const lines = [
    { jobId: two.id, description: 'Guarding, two hours', amount: 18_000 },
    { jobId: one.id, amount: 0 },
  ]
  const invoice = await issued([], { lines })
  const { companyId, customerId } = place
  assert.deepEqual(invoice, {
    ...{ companyId, id: invoice.id, number: 'INV-1', customerId, customer: 'Hargreaves Timber' },
    ...{ currency: 'AUD', total: 18_000, issuedAt: now, by: SAM, creditedAt: null, creditedBy: null },
    lines: [
      { ...lines[0]!, jobNumber: two.number, site: 'Hargreaves Mill' },
      { ...lines[1]!, jobNumber: one.number, site: 'Hargreaves Mill', description: 'Burglar alarm, Hargreaves Mill' },
    ],
  })
  for (const job of [one, two]) {
    const event = (await jobEvents(db, companyId, job.id)).at(-1)!
    assert.deepEqual(await stands(job), ['INV-1', 'invoiced', job.version + 1])
    assert.deepEqual(
      event.changed.map(({ field }) => field),
      ['statusId', 'category', 'invoiceNumber'],
    )
    assert.deepEqual([event.by, event.at], [SAM, now])
  }
})

test('numbers go on without a gap, past those that are taken, and a given number is kept as it is', async () => {
  const next = async (more = {}) => (await issued([await done()], more)).number
  const first = Number((await next()).split('-')[1])
  assert.equal(await next({ number: `INV-${first + 1}` }), `INV-${first + 1}`)
  assert.equal(await next({ number: ' 2026/07 ' }), ' 2026/07 ')
  assert.equal(await refusalOf(ask([await done()], { number: ' 2026/07 ' })), 'number-taken')
  assert.equal(await refusalOf(ask([], { customerId: place.siteId })), 'no-such-customer')
  assert.equal(await refusalOf(ask([await done()], { currency: 'XYZ' })), 'not-a-currency')
  const open = { ...(await done()), customerId: null }
  assert.equal(
    await refusalOf(ask([open], { customerId: place.customerId, lines: [{ jobId: place.siteId, amount: 1 }] })),
    'no-such-job',
  )
  assert.equal(await next(), `INV-${first + 2}`)
})

test('invoices issued at the same moment each have a number of their own', async () => {
  const jobs = await Promise.all(Array.from({ length: 6 }, () => done()))
  const numbers = await Promise.all(jobs.map(async job => (await issued([job])).number))
  assert.equal(new Set(numbers).size, 6)
})

test('a number that somebody is just giving to an invoice of his own is passed over', async () => {
  const [mine, his] = [await done(), await done()]
  const { companyId, customerId } = place
  const [{ last }] = (await db.query<{ last: number }>(sql`
    select last from invoice_number where company_id = ${companyId}`)) as [{ last: number }]
  let issuing: ReturnType<typeof issued> | undefined
  await db.begin(async tx => {
    await tx.query(sql`
      insert into invoice (company_id, id, number, customer_id, currency, issued_at, by)
      values (${companyId}, ${his.id}, ${`INV-${last + 1}`}, ${customerId}, 'AUD', ${now}, ${SAM})`)
    issuing = issued([mine])
    while ((await db.query(WAITING)).length === 0) {}
  })
  assert.equal((await issuing)!.number, `INV-${last + 2}`)
})

test('what is refused has changed nothing', async () => {
  const [fine, other] = [await done(), await insertPlace(db, 'OTH')]
  const theirs = await done(other)
  const refused = await issueInvoice(db, ask([fine, theirs]), hand)
  assert.deepEqual(refused, {
    ok: false,
    because: 'no-such-job',
    faults: [{ line: 1, jobNumber: null, because: 'no-such-job' }],
  })
  assert.deepEqual(await stands(fine), [null, 'complete', fine.version])
  await issued([await done()], { number: 'TAKEN' })
  assert.equal(await refusalOf(ask([fine], { number: 'TAKEN' })), 'number-taken')
  assert.deepEqual(await stands(fine), [null, 'complete', fine.version])
  const [{ lost }] = (await db.query<{ lost: number }>(sql`
    select count(*) as lost
    from invoice_line
    where not exists (select from job where job.id = job_id and job.invoice_number is not null)`)) as [{ lost: number }]
  assert.equal(lost, 0)
})

test('S1.25: crediting takes the number off the jobs once, and they can be invoiced again under a new one', async () => {
  const [one, two] = [await done(), await done()]
  const first = await issued([one, two])
  const second = await issued([two])
  const credited = await creditInvoice(db, first, hand)
  assert.ok(credited.ok)
  assert.deepEqual([credited.invoice.creditedAt, credited.invoice.creditedBy], [now, SAM])
  assert.deepEqual(await stands(one), [null, 'complete', one.version + 2])
  assert.deepEqual(await stands(two), [second.number, 'invoiced', two.version + 2])
  assert.deepEqual(await creditInvoice(db, first, hand), { ok: false, because: 'already-credited' })
  const again = await issued([one])
  assert.notEqual(again.number, first.number)
  assert.deepEqual(await stands(one), [again.number, 'invoiced', one.version + 3])
})

test('a job charged twice by mistake is on the first invoice again when the second is credited', async () => {
  const [twice, once] = [await done(), await done()]
  const first = await issued([twice])
  const second = await issued([twice, once])
  assert.ok((await creditInvoice(db, second, hand)).ok)
  assert.deepEqual(await stands(twice), [first.number, 'invoiced', twice.version + 3])
  assert.deepEqual(await stands(once), [null, 'complete', once.version + 2])
  assert.ok((await creditInvoice(db, first, hand)).ok)
  assert.deepEqual(await stands(twice), [null, 'complete', twice.version + 4])
})

test("another company's invoice is not there, by its id, its number, in the list or to be credited", async () => {
  const other = await insertPlace(db, 'XYZ')
  const { companyId } = other
  const theirs = await done(other)
  const asked = { companyId, customerId: other.customerId, number: 'THEIRS' }
  const { id } = await issued([theirs], asked)
  const key = { companyId: place.companyId, id }
  assert.equal(await findInvoice(db, key), undefined)
  assert.equal((await findInvoice(db, { companyId, id }))!.number, 'THEIRS')
  assert.deepEqual(await invoicesNumbered(db, [{ companyId: place.companyId, number: 'THEIRS' }]), [])
  const listed = await listInvoices(db, { companyId: place.companyId, limit: 100 })
  assert.ok(listed.length > 5 && listed.every(invoice => invoice.id !== id))
  assert.deepEqual(await creditInvoice(db, key, hand), { ok: false, because: 'no-such-invoice' })
})

test('the list is newest first, goes on where a page ended, and can be of one customer', async () => {
  const all = await listInvoices(db, { companyId: place.companyId, limit: 100 })
  const [first, second] = all
  assert.ok(first!.id > second!.id)
  const rest = await listInvoices(db, { companyId: place.companyId, limit: 1, before: first!.id })
  assert.deepEqual(rest, [second])
  const ofNobody = { companyId: place.companyId, limit: 9, customerId: place.siteId }
  assert.deepEqual(await listInvoices(db, ofNobody), [])
})

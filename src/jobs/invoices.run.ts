import { newId } from '#base/id.ts'
import type { Connection, Database } from '#db/sql.ts'
import { findEntries } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import {
  type Invoice,
  type InvoiceAsked,
  type InvoiceRefusal,
  isCurrency,
  issue,
  type LineFault,
  type Moved,
  moved,
} from './invoice.ts'
import { credited } from './invoiced.ts'
import * as q from './invoices.sql.ts'
import { statusesOf } from './jobs.sql.ts'
import { lockAndLoad, recordSaves } from './record.run.ts'

export { invoiceOf as findInvoice, invoicesNumbered, invoicesOf as listInvoices } from './invoices.sql.ts'

type Refused = Readonly<{ ok: false; because: InvoiceRefusal; faults?: readonly LineFault[] }>
export type InvoiceSaved = Readonly<{ ok: true; invoice: Invoice }> | Refused

type Hand = Readonly<{ by: Actor; now: Temporal.Instant }>

/**
 * Issues an invoice: it, its lines and one event for each of its jobs are one commit, so that whoever is to be told of
 * it is told once for each job and number (S1.25). What is refused has changed nothing.
 */
export const issueInvoice = (db: Database, asked: InvoiceAsked, hand: Hand): Promise<InvoiceSaved> =>
  db.begin(async tx => {
    const because = await faultOf(tx, asked)
    if (because) return { ok: false, because }
    const { companyId, lines } = asked
    const keys = lines.map(({ jobId }) => ({ companyId, jobId }))
    const [loaded, statuses] = await Promise.all([lockAndLoad(tx, keys), statusesOf(tx, [companyId])])
    const known = { jobs: loaded.map(({ job }) => job), statuses }
    return asked.number === undefined
      ? issueNext(tx, asked, { ...known, ...hand })
      : issueAs(tx, asked, { ...known, ...hand, number: asked.number })
  })

async function faultOf(tx: Connection, { companyId, customerId, currency }: InvoiceAsked) {
  if (!isCurrency(currency)) return 'not-a-currency'
  return (await findEntries(tx, 'customer', companyId, [customerId])).length > 0 ? undefined : 'no-such-customer'
}

type Known = Hand & Omit<Parameters<typeof issue>[1], 'number'>

const PREFIX = 'INV-'

/** Issues it under the company's next number. What is refused takes none: accountants ask after those that are missing. */
async function issueNext(tx: Connection, asked: InvoiceAsked, known: Known): Promise<InvoiceSaved> {
  const { companyId } = asked
  const last = await q.lockCounter(tx, companyId)
  const count = await q.freeCount(tx, companyId, last, PREFIX)
  const issued = await issueAs(tx, asked, { ...known, number: `${PREFIX}${count}` })
  // Somebody has just issued one of his own under this number.
  if (!issued.ok && issued.because === 'number-taken') return issueNext(tx, asked, known)
  if (issued.ok) await q.keepCount(tx, companyId, count)
  return issued
}

async function issueAs(tx: Connection, asked: InvoiceAsked, known: Known & { number: string }): Promise<InvoiceSaved> {
  const { number, by, now } = known
  const decision = issue(asked, known)
  if (!decision.ok) return decision
  const { companyId, customerId, currency, lines } = asked
  const key = { companyId, id: newId() }
  const isThere = await q.insertInvoice(tx, { ...key, number, customerId, currency, issuedAt: now, by })
  if (!isThere) return { ok: false, because: 'number-taken' }
  await Promise.all([q.insertLines(tx, key, lines), record(tx, decision.moved, known)])
  return { ok: true, invoice: (await q.invoiceOf(tx, key))! }
}

const record = (tx: Connection, all: readonly Moved[], { by, now: at }: Hand) =>
  recordSaves(
    tx,
    all.map(({ job, changed }) => ({ job, changed, by, at })),
  )

/** Credits an invoice: its jobs can be invoiced again under a new number, which tells again. Crediting tells nobody. */
export const creditInvoice = (db: Database, key: q.InvoiceKey, hand: Hand): Promise<InvoiceSaved> =>
  db.begin(async tx => {
    const invoice = await q.lockInvoice(tx, key)
    if (!invoice) return { ok: false, because: 'no-such-invoice' }
    if (invoice.creditedAt) return { ok: false, because: 'already-credited' }
    const keys = await q.jobsOnInvoice(tx, key)
    // Sent together; PostgreSQL takes them in this order, so what is read is read under the locks.
    const [loaded, statuses, others] = await Promise.all([
      lockAndLoad(tx, keys),
      statusesOf(tx, [key.companyId]),
      q.otherInvoices(tx, key),
    ])
    const earlierOf = new Map(others.map(({ jobId, number }) => [jobId, number]))
    const { number } = invoice
    const all = loaded.map(({ job }) => moved(job, credited(job, { number, earlier: earlierOf.get(job.id), statuses })))
    await record(
      tx,
      all.filter(({ changed }) => changed.length > 0),
      hand,
    )
    await q.markCredited(tx, key, hand.by, hand.now)
    return { ok: true, invoice: (await q.invoiceOf(tx, key))! }
  })

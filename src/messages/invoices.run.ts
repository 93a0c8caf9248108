import { idFrom } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import type { Invoice } from '#jobs/invoice.ts'
import { findInvoice, invoicesNumbered } from '#jobs/invoices.run.ts'
import type { Notice } from '#rules/notice.ts'
import { type InvoiceFacts, invoiceFileName, invoiceSheet } from './invoice-sheet.ts'
import { keptPaper, noticesToCustomers } from './invoices.sql.ts'
import { companiesOf } from './messages.sql.ts'
import { keepMissing, type Printed } from './papers.run.ts'
import type { PdfPress } from './pdf.run.ts'

/** The invoice a notice tells of; `groups` when the notice is about all its jobs at once (S1.25). */
export type InvoiceTold = InvoiceFacts & Readonly<{ groups: boolean }>

/** For each notice that tells a customer of an invoice, by its id, that invoice. Others hear of their job (S1.47). */
export async function invoicesTold(db: Connection, notices: readonly Notice[]): Promise<Map<string, InvoiceTold>> {
  const telling = notices.filter(({ occasions }) => occasions.includes('invoiced'))
  if (telling.length === 0) return new Map()
  const asked = telling.flatMap(({ companyId, about }) => about.map(number => ({ companyId, number })))
  const distinct = [...new Map(asked.map(ask => [keyOf(ask), ask])).values()]
  const [invoices, toCustomers] = await Promise.all([invoicesNumbered(db, distinct), noticesToCustomers(db, telling)])
  const numbersOf = new Map(
    telling.map(({ companyId, id, about }) => [id, about.map(number => keyOf({ companyId, number }))]),
  )
  const facts = new Map((await factsOf(db, invoices)).map(each => [keyOf(each.invoice), each]))
  return new Map(
    toCustomers.flatMap(({ id, groups }) => {
      const invoice = numbersOf
        .get(id)!
        .map(key => facts.get(key))
        .find(Boolean)
      return invoice ? [[id, { ...invoice, groups }] as const] : []
    }),
  )
}

const keyOf = ({ companyId, number }: Pick<Invoice, 'companyId' | 'number'>): string => `${companyId} ${number}`

async function factsOf(db: Connection, invoices: readonly Invoice[]): Promise<InvoiceFacts[]> {
  const companies = await companiesOf(db, [...new Set(invoices.map(({ companyId }) => companyId))])
  return invoices.map(invoice => ({ invoice, company: companies.find(({ id }) => id === invoice.companyId)! }))
}

/** An invoice is printed once, and whoever gets it later gets the same paper: its id is made from the invoice's. */
export const invoicePaperId = ({ invoice: { companyId, id } }: InvoiceFacts): string =>
  idFrom('invoice paper', companyId, id)

/** Prints and keeps those of these invoices that are not printed yet. */
export const printInvoices = (
  db: Connection,
  press: PdfPress,
  all: readonly InvoiceFacts[],
  now: Temporal.Instant,
): Promise<void> =>
  keepMissing(db, new Map(all.map(facts => [invoicePaperId(facts), facts])), {
    companyOf: ({ company }) => company.id,
    print: some => Promise.all(some.map(facts => print(press, facts))),
    now,
  })

const print = async (press: PdfPress, facts: InvoiceFacts): Promise<Printed> => ({
  name: invoiceFileName(facts.invoice.number),
  bytes: await press.print(invoiceSheet(facts)),
})

/** The printed invoice; nobody is told. However often it is printed, its bytes are the same. */
export async function printInvoice(
  db: Connection,
  press: PdfPress,
  key: { companyId: string; id: string },
  now: Temporal.Instant,
): Promise<Printed | undefined> {
  const invoice = await findInvoice(db, key)
  if (!invoice) return undefined
  const [facts] = await factsOf(db, [invoice])
  await printInvoices(db, press, [facts!], now)
  return await keptPaper(db, key.companyId, invoicePaperId(facts!))
}

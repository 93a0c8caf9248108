import { wallTime } from '#base/time.ts'
import type { Company } from '#directory/directory.ts'
import type { Invoice } from '#jobs/invoice.ts'
import { jobNumber } from '#jobs/job.ts'
import { line, lines } from './plain.ts'
import type { TableSheet } from './table-sheet.ts'

/** An invoice and whose it is. */
export type InvoiceFacts = Readonly<{
  invoice: Invoice
  company: Pick<Company, 'id' | 'name' | 'code' | 'locale' | 'timeZone'>
}>

/** The printed invoice: as it was issued, whether or not it was credited since. */
export function invoiceSheet({ invoice, company }: InvoiceFacts): TableSheet {
  const { number, customer, currency, total, issuedAt } = invoice
  const amount = amountIn(currency, company.locale)
  const date = wallTime(issuedAt, company.timeZone, company.locale)
  return {
    kind: 'table',
    company: line(company.name),
    title: `Invoice ${line(number)}`,
    subtitle: line(customer),
    facts: [
      { label: 'Number', value: line(number) },
      { label: 'Date', value: line(date) },
      { label: 'Customer', value: line(customer) },
      { label: 'Currency', value: currency },
    ],
    columns: [
      { label: 'Job', align: 'start', share: 3 },
      { label: 'Site', align: 'start', share: 6 },
      { label: 'Description', align: 'start', share: 8 },
      { label: 'Amount', align: 'end', share: 4 },
    ],
    rows: invoice.lines.map(each => [
      jobNumber(company.code, each.jobNumber),
      line(each.site),
      lines(each.description),
      amount(each.amount),
    ]),
    totals: [{ label: 'Total', value: amount(total) }],
    footer: `${line(company.name)}, ${line(number)}, ${line(date)}`,
    locale: company.locale,
  }
}

/** How amounts in the smallest unit of a currency are written for people: 12050 Australian cents are "$120.50". */
function amountIn(currency: string, locale: string): (amount: number) => string {
  const digits = DIGITS.get(currency) ?? 2
  const exactly = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...exactly })
  return amount => format.format(amount / 10 ** digits)
}

// ISO 4217's own, where they are not two. What Intl knows is how prices are usually written: it has no fillér in a forint
// and no cents in a rupiah, and would print an invoice in those a hundred times too high.
const DIGITS = new Map(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([digits, currencies]) => currencies.split(' ').map(currency => [currency, Number(digits)] as const)),
)

/** The name of the printed file. Numbers of other systems may hold signs no file name may. */
export const invoiceFileName = (number: string): string => `${number.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.pdf`

/** The jobs of an invoice as a message lists them. */
export const jobsInvoiced = ({ invoice, company }: InvoiceFacts) =>
  invoice.lines.map(({ jobNumber: number, site, description }) => ({
    number: jobNumber(company.code, number),
    site: line(site),
    description: line(description),
  }))

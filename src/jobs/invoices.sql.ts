import sql, { empty, type Sql } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import type { Invoice, LineAsked } from './invoice.ts'

export type InvoiceKey = Readonly<{ companyId: string; id: string }>

const INVOICE = sql`
  select invoice.company_id, invoice.id, invoice.number, invoice.customer_id, customer.name as customer,
         invoice.currency, invoice.issued_at, invoice.by, invoice.credited_at, invoice.credited_by, line.total, line.lines
  from invoice
  join customer on customer.company_id = invoice.company_id and customer.id = invoice.customer_id
  cross join lateral (
    select sum(line.amount)::bigint as total,
           jsonb_agg(jsonb_build_object(
             'jobId', line.job_id, 'jobNumber', job.number, 'site', site.name, 'description', line.description,
             'amount', line.amount
           ) order by line.position) as lines
    from invoice_line line
    join job on job.company_id = line.company_id and job.id = line.job_id
    join site on site.company_id = job.company_id and site.id = job.site_id
    where line.company_id = invoice.company_id and line.invoice_id = invoice.id
  ) line`

export async function invoiceOf(db: Connection, { companyId, id }: InvoiceKey): Promise<Invoice | undefined> {
  const [invoice] = await db.query<Invoice>(sql`
    ${INVOICE}
    where invoice.company_id = ${companyId} and invoice.id = ${id}`)
  return invoice
}

/** The invoices that have these numbers. */
export const invoicesNumbered = (db: Connection, asked: readonly { companyId: string; number: string }[]) =>
  db.query<Invoice>(sql`
    ${INVOICE}
    join unnest(${asked.map(each => each.companyId)}::uuid[], ${asked.map(each => each.number)}::text[])
      as ask (company_id, number)
      on ask.company_id = invoice.company_id and ask.number = invoice.number`)

export type InvoicesAsked = Readonly<{ companyId: string; limit: number; customerId?: string; before?: string }>

/** Invoices of a company, newest first; `before` is the id of the last one of the page before. */
export const invoicesOf = (db: Connection, { companyId, limit, customerId, before }: InvoicesAsked) =>
  db.query<Invoice>(sql`
    ${INVOICE}
    where invoice.company_id = ${companyId}
      ${and(customerId, id => sql`invoice.customer_id = ${id}`)}
      ${and(before, id => sql`invoice.id < ${id}`)}
    order by invoice.id desc
    limit ${limit}`)

const and = (value: string | undefined, condition: (value: string) => Sql): Sql =>
  value === undefined ? empty : sql`and ${condition(value)}`

/** The last number the company gave out itself. Others who want one wait until this transaction ends. */
export async function lockCounter(tx: Connection, companyId: string): Promise<number> {
  const [row] = await tx.query<{ last: number }>(sql`
    insert into invoice_number (company_id, last)
    values (${companyId}, 0)
    on conflict (company_id) do update set last = invoice_number.last
    returning last`)
  return row!.last
}

/** The first count after this one whose number no invoice has. */
export async function freeCount(tx: Connection, companyId: string, last: number, prefix: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`
    select count
    -- In the select list, so that only as many are made as are looked at.
    from (select generate_series(${last + 1}::int, 2147483647) as count) each
    where not exists (
      select from invoice
      where company_id = ${companyId} and number = ${prefix}::text || count
    )
    limit 1`)
  return row!.count
}

export const keepCount = (tx: Connection, companyId: string, count: number) =>
  tx.query(sql`
    update invoice_number
    set last = ${count}
    where company_id = ${companyId}`)

export type NewInvoice = Pick<Invoice, 'companyId' | 'id' | 'number' | 'customerId' | 'currency' | 'issuedAt' | 'by'>

/** Says whether it is there now: not when another invoice has its number. */
export async function insertInvoice(tx: Connection, invoice: NewInvoice): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into invoice (company_id, id, number, customer_id, currency, issued_at, by)
    values (
      ${invoice.companyId}, ${invoice.id}, ${invoice.number}, ${invoice.customerId}, ${invoice.currency},
      ${invoice.issuedAt}, ${invoice.by}
    )
    on conflict (company_id, number) where number is not null do nothing
    returning id`)
  return rows.length > 0
}

export const insertLines = (tx: Connection, { companyId, id }: InvoiceKey, lines: readonly LineAsked[]) =>
  tx.query(sql`
    insert into invoice_line (company_id, invoice_id, position, job_id, description, amount)
    select job.company_id, ${id}, row_number() over (order by ask.position), job.id,
           coalesce(ask.description, left(service_type.name || ', ' || site.name, 300)), ask.amount
    from rows from (
      jsonb_to_recordset(${asJson(lines)}::jsonb) as ("jobId" uuid, description text, amount bigint)
    ) with ordinality as ask (job_id, description, amount, position)
    join job on job.company_id = ${companyId} and job.id = ask.job_id
    join site on site.company_id = job.company_id and site.id = job.site_id
    join service_type on service_type.company_id = job.company_id and service_type.id = job.service_type_id`)

export async function lockInvoice(
  tx: Connection,
  { companyId, id }: InvoiceKey,
): Promise<Pick<Invoice, 'number' | 'creditedAt'> | undefined> {
  const [row] = await tx.query<Pick<Invoice, 'number' | 'creditedAt'>>(sql`
    select number, credited_at
    from invoice
    where company_id = ${companyId} and id = ${id}
    for update`)
  return row
}

export const jobsOnInvoice = (tx: Connection, { companyId, id }: InvoiceKey) =>
  tx.query<{ companyId: string; jobId: string }>(sql`
    select company_id, job_id
    from invoice_line
    where company_id = ${companyId} and invoice_id = ${id}`)

/** Of the jobs on this invoice that are charged on others too, the number of the latest of those that still count. */
export const otherInvoices = (tx: Connection, { companyId, id }: InvoiceKey) =>
  tx.query<{ jobId: string; number: string }>(sql`
    select distinct on (line.job_id) line.job_id, other.number
    from invoice_line mine
    join invoice_line line on line.company_id = mine.company_id and line.job_id = mine.job_id
    join invoice other on other.company_id = line.company_id and other.id = line.invoice_id
    where mine.company_id = ${companyId} and mine.invoice_id = ${id} and other.id <> ${id} and other.credited_at is null
    order by line.job_id, other.id desc`)

export const markCredited = (tx: Connection, { companyId, id }: InvoiceKey, by: Actor, at: Temporal.Instant) =>
  tx.query(sql`
    update invoice
    set credited_at = ${at}, credited_by = ${by}
    where company_id = ${companyId} and id = ${id}`)

import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import type { InvoiceAsked, Invoice as KeptInvoice } from '#jobs/invoice.ts'
import { creditInvoice, findInvoice, type InvoiceSaved, issueInvoice, listInvoices } from '#jobs/invoices.run.ts'
import { jobNumber } from '#jobs/job.ts'
import { printInvoice } from '#messages/invoices.run.ts'
import type { PdfPress } from '#messages/pdf.run.ts'
import { codeOf } from './job-views.run.ts'
import { type Problem, refuse } from './problem.ts'
import { INVOICES } from './refusals.ts'
import { bytes, done, made, type Route, route } from './route.ts'
import { Actor, Id, Instant, MaybeActor, MaybeInstant, page, paged, pageOf, text, withoutCompany } from './shapes.ts'

const about = 'Invoices'
const oneInvoice = z.strictObject({ id: Id })

const invoice = {
  id: Id,
  number: z.string().openapi({ example: 'INV-7' }),
  customerId: Id,
  customer: z.string().openapi({ example: 'Hargreaves Timber' }),
  currency: z.string().openapi({ example: 'AUD' }),
  total: z.int().openapi({ example: 30000, description: "in the currency's smallest unit" }),
  issuedAt: Instant,
  by: Actor,
  creditedAt: MaybeInstant,
  creditedBy: MaybeActor,
}
const Invoice = z.object(invoice).openapi('Invoice')

const Line = z.object({
  jobId: Id,
  reference: z.string().openapi({ example: 'HRB-1234' }),
  site: z.string(),
  description: z.string(),
  amount: z.int(),
})
const InvoiceSeen = z.object({ ...invoice, lines: z.array(Line).readonly() }).openapi('InvoiceSeen')

const amount = z
  .int()
  .min(0)
  .max(1_000_000_000_000)
  .openapi({ example: 12000, description: "in the currency's smallest unit: cents, of yen the yen" })

const NewInvoice = z
  .strictObject({
    customerId: Id,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be three capital letters such as AUD')
      .openapi({ example: 'AUD', description: 'ISO 4217' }),
    // Two numbers that read alike would be one to everybody but us.
    number: text(60)
      .regex(/^[^\s\p{C}]+( [^\s\p{C}]+)*$/u, 'must have no blanks around it, and between its parts one space')
      .optional()
      .openapi({ description: 'of your accounting system; left out: the next INV-...' }),
    lines: z
      .array(
        z.strictObject({
          jobId: Id,
          description: text(300).optional().openapi({ description: "left out: the job's service type and site" }),
          amount,
        }),
      )
      .min(1)
      .max(1000)
      .openapi({ description: 'one for each job' }),
  })
  .openapi('NewInvoice')

export const invoiceRoutes = (press: PdfPress): Route[] => [issuing, listing, showing, crediting, printing(press)]

async function seenBy(db: Connection, { companyId, lines, ...rest }: KeptInvoice) {
  const code = await codeOf(db, companyId)
  const seen = lines.map(({ jobNumber: number, ...line }) => ({ ...line, reference: jobNumber(code, number) }))
  return { ...rest, lines: seen }
}

const noSuchInvoice = () => refuse(INVOICES, { because: 'no-such-invoice' })

/** The refusal; where jobs are in the way, with each of them by its line and number. */
async function refusalOf(
  db: Connection,
  companyId: string,
  { because, faults = [] }: Extract<InvoiceSaved, { ok: false }>,
): Promise<Problem> {
  const problem = refuse(INVOICES, { because })
  if (faults.length === 0) return problem
  const code = await codeOf(db, companyId)
  const errors = faults.map(({ line, jobNumber: number, because }) => {
    const [, title] = INVOICES[because]
    return {
      field: `lines.${line}.jobId`,
      problem: number === null ? title : `${jobNumber(code, number)}: ${title}`,
    }
  })
  return { ...problem, errors }
}

const issuing = route({
  method: 'post',
  path: '/invoices',
  id: 'issueInvoice',
  about,
  summary: 'Invoice jobs of a customer',
  description: 'Whoever is to be told that a job is invoiced is told once for each job and number.',
  scope: 'dispatch',
  body: NewInvoice,
  refuses: [404],
  reply: { status: 201, shape: InvoiceSeen },
  act: async ({ db, who: { companyId, actor: by }, body: { lines, ...body }, now }) => {
    const asked = { ...body, lines: lines as InvoiceAsked['lines'], companyId }
    const saved = await issueInvoice(db, asked, { by, now })
    if (!saved.ok) return refusalOf(db, companyId, saved)
    return made(await seenBy(db, saved.invoice), `/invoices/${saved.invoice.id}`)
  },
})

const listing = route({
  method: 'get',
  path: '/invoices',
  id: 'listInvoices',
  about,
  summary: 'List invoices, the latest first',
  scope: 'read',
  query: z.strictObject({ ...paged(z.tuple([Id])), customerId: Id.optional() }),
  reply: { status: 200, shape: page(Invoice) },
  act: async ({ db, who: { companyId }, query: { limit, after, customerId } }) => {
    const asked = { companyId, limit: limit + 1, ...(customerId && { customerId }), ...(after && { before: after[0] }) }
    const item = ({ lines: _, ...rest }: KeptInvoice) => withoutCompany(rest)
    return done(pageOf(await listInvoices(db, asked), limit, { cursor: ({ id }) => [id], item }))
  },
})

const showing = route({
  method: 'get',
  path: '/invoices/{id}',
  id: 'getInvoice',
  about,
  summary: 'One invoice with its lines',
  scope: 'read',
  params: oneInvoice,
  refuses: [404],
  reply: { status: 200, shape: InvoiceSeen },
  act: async ({ db, who: { companyId }, params: { id } }) => {
    const found = await findInvoice(db, { companyId, id })
    return found ? done(await seenBy(db, found)) : noSuchInvoice()
  },
})

const crediting = route({
  method: 'post',
  path: '/invoices/{id}/credit',
  id: 'creditInvoice',
  about,
  summary: 'Credit an invoice',
  description: 'Its jobs can be invoiced again, under a new number. Nobody is told of it.',
  scope: 'dispatch',
  params: oneInvoice,
  refuses: [404],
  reply: { status: 200, shape: InvoiceSeen },
  act: async ({ db, who: { companyId, actor: by }, params: { id }, now }) => {
    const saved = await creditInvoice(db, { companyId, id }, { by, now })
    return saved.ok ? done(await seenBy(db, saved.invoice)) : refusalOf(db, companyId, saved)
  },
})

const printing = (press: PdfPress) =>
  route({
    method: 'get',
    path: '/invoices/{id}/pdf',
    id: 'printInvoice',
    about,
    summary: 'The invoice as it is printed',
    description: 'Printed again it is the same, byte for byte, and nobody is told of it.',
    scope: 'read',
    params: oneInvoice,
    refuses: [404],
    reply: { status: 200, type: 'application/pdf' },
    act: async ({ db, who: { companyId }, params: { id }, now }) => {
      const printed = await printInvoice(db, press, { companyId, id }, now)
      return printed ? bytes(printed.bytes, 'application/pdf', printed.name) : noSuchInvoice()
    },
  })

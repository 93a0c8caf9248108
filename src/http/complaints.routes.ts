import { z } from '@hono/zod-openapi'
import { closeComplaint, listComplaints, openComplaint } from '#directory/complaints.run.ts'
import { refuse } from './problem.ts'
import { COMPLAINTS } from './refusals.ts'
import { done, made, type Route, route } from './route.ts'
import { Actor, Id, Instant, MaybeActor, MaybeInstant, page, paged, pageOf, text, withoutCompany } from './shapes.ts'

const about = 'Complaints'

const Complaint = z
  .object({
    id: Id,
    customerId: Id,
    words: z.string(),
    openedAt: Instant,
    openedBy: Actor,
    closedAt: MaybeInstant,
    closedBy: MaybeActor,
  })
  .openapi('Complaint')

const cursor = z.tuple([z.enum(['open', 'closed']), Id])

/** What customers complain of: while one is open nobody asks its customer for a review. */
export const complaintRoutes = (): Route[] => [
  route({
    method: 'post',
    path: '/complaints',
    id: 'openComplaint',
    about,
    summary: 'Write down what a customer complains of',
    description: 'Until it is closed nobody asks this customer how it was.',
    scope: 'dispatch',
    body: z.strictObject({ customerId: Id, words: text(10_000) }).openapi('NewComplaint'),
    reply: { status: 201, shape: Complaint },
    act: async ({ db, who: { companyId, actor: by }, body, now }) => {
      const opened = await openComplaint(db, { companyId, ...body, by }, now)
      if (!opened.ok) return refuse(COMPLAINTS, { ...opened, field: 'customerId' })
      return made(withoutCompany(opened.complaint), '/complaints')
    },
  }),
  route({
    method: 'get',
    path: '/complaints',
    id: 'listComplaints',
    about,
    summary: 'List complaints, those that are open first',
    scope: 'read',
    query: z.strictObject({ ...paged(cursor), customerId: Id.optional() }),
    reply: { status: 200, shape: page(Complaint) },
    act: async ({ db, who: { companyId }, query: { limit, after, ...rest } }) => {
      const from = after && { after: { isClosed: after[0] === 'closed', id: after[1] } }
      const rows = await listComplaints(db, { companyId, limit: limit + 1, ...from, ...rest })
      const place = (row: (typeof rows)[number]) => [row.closedAt ? 'closed' : 'open', row.id]
      return done(pageOf(rows, limit, { cursor: place, item: withoutCompany }))
    },
  }),
  route({
    method: 'post',
    path: '/complaints/{id}/close',
    id: 'closeComplaint',
    about,
    summary: 'Close a complaint',
    scope: 'dispatch',
    params: z.strictObject({ id: Id }),
    refuses: [404, 409],
    reply: { status: 200, shape: Complaint },
    act: async ({ db, who: { companyId, actor: by }, params: { id }, now }) => {
      const closed = await closeComplaint(db, { companyId, id, by }, now)
      return closed.ok ? done(withoutCompany(closed.complaint)) : refuse(COMPLAINTS, closed)
    },
  }),
]

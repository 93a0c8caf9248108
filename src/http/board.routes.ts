import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import { messagesOfJobs } from '#delivery/delivery.run.ts'
import { CATEGORIES } from '#directory/directory.ts'
import { countBoard, listBoard } from '#jobs/board.run.ts'
import { type BoardRow, glance, VIEWS } from '#jobs/board.ts'
import { DEEDS } from '#jobs/due.ts'
import { jobNumber } from '#jobs/job.ts'
import { codeOf } from './job-views.run.ts'
import { done, type Route, route } from './route.ts'
import { count, Id, Instant, MaybeInstant, Moment, page, paged, pageOf, text } from './shapes.ts'

const about = 'Board'

const Named = z.object({ id: Id, name: z.string() })

const BoardJob = z
  .object({
    id: Id,
    reference: z.string().openapi({ example: 'HRB-1234' }),
    number: z.int(),
    version: z.int(),
    priority: z.int().openapi({ description: '1 is the most urgent, 9 the least' }),
    openedAt: Instant,
    timeZone: z.string().openapi({ example: 'Australia/Sydney', description: "the site's" }),
    site: z.object({ id: Id, name: z.string(), address: z.string() }),
    customer: z.string().nullable(),
    alarmCompany: z.string().nullable(),
    serviceType: Named,
    status: z.object({ id: Id, name: z.string(), category: z.enum(CATEGORIES) }),
    provider: z.union([Named, z.null()]),
    technicians: z
      .array(z.object({ personId: Id, name: z.string(), status: z.string().nullable() }))
      .readonly()
      .openapi({ description: 'of the latest visit, the leading one first, with the status each reported last' }),
    dispatchedAt: MaybeInstant,
    onSiteAt: MaybeInstant,
    offSiteAt: MaybeInstant,
    closedAt: MaybeInstant,
    deferredUntil: z.string().nullable().openapi({ format: 'date' }),
    last: z
      .object({ at: Instant, by: z.string(), what: z.string().openapi({ example: 'dispatched to Night Patrols' }) })
      .openapi({ description: 'what was done to it last, and by whom' }),
    messages: z
      .object({ told: z.int(), failed: z.int(), waiting: z.int() })
      .openapi({ description: 'about it: taken by a carrier; will not arrive, or nobody knows; on their way' }),
    due: z
      .union([z.object({ step: z.enum(['dispatch', 'on-site']), by: Instant }), z.null()])
      .openapi({ description: 'what the targets of its service type ask for next' }),
    late: z.boolean().openapi({ description: 'whether that should have been done by now' }),
    next: z.enum(DEEDS).openapi({
      description:
        'the next deed of a dispatcher. chase: whoever was sent is late. review: the day to which it was deferred ' +
        'has come. none: nothing is to be done now',
    }),
  })
  .openapi('BoardJob')

const MOST_IDS = 200
const byPriority = z.tuple([count, Moment, count])
const byClose = z.tuple([Moment, count])

const boardAsked = z
  .strictObject({
    ...paged(z.union([byPriority, byClose]), 500),
    view: z
      .enum(VIEWS)
      .default('open')
      .openapi({
        description:
          'open: whatever is not over. not-dispatched: in progress, with nobody sent yet, and not deferred. ' +
          'in-progress: somebody was sent, and it is not deferred. late: what is due should have been done. ' +
          'not-advised: done, but somebody must still be told. deferred-today: put off to a day that has come at the ' +
          'site. complete: the latest first. All others come by priority, then age',
      }),
    search: text(100)
      .optional()
      .openapi({ description: 'in the name and address of the site, the number, or the name of the customer' }),
    ids: z
      .string()
      .max(MOST_IDS * 40)
      .transform(ids => ids.split(','))
      .pipe(z.array(Id).max(MOST_IDS))
      .optional()
      .openapi({
        type: 'string',
        description: `only these jobs, at most ${MOST_IDS} ids with commas between; those that are not in the view are left out`,
      }),
  })
  .refine(({ view, after }) => !after || (view === 'complete') === (after.length === 2), {
    path: ['after'],
    error: 'must come from a page of this same view',
  })

export const boardRoutes = (): Route[] => [counting, listing]

const listing = route({
  method: 'get',
  path: '/board',
  id: 'listBoard',
  about,
  summary: "The dispatcher's board: jobs by priority, with all that matters of each on one line",
  scope: 'read',
  query: boardAsked,
  reply: { status: 200, shape: page(BoardJob) },
  act: async ({ db, who: { companyId }, query: { limit: asked, after, ids, ...rest }, now }) => {
    const limit = ids ? ids.length : asked
    const cursor = after && { after: after.length === 2 ? closedAfter(after) : openAfter(after) }
    const rows = await listBoard(db, { companyId, now, limit: limit + 1, ...rest, ...(ids && { ids }), ...cursor })
    const item = await boardViews(db, { companyId, rows, now })
    const place = ({ priority, openedAt, closedAt, number }: BoardRow) =>
      rest.view === 'complete' ? [`${closedAt}`, number] : [priority, `${openedAt}`, number]
    return done(pageOf(rows, limit, { cursor: place, item }))
  },
})

const openAfter = ([priority, openedAt, number]: z.output<typeof byPriority>) => ({ priority, openedAt, number })
const closedAfter = ([closedAt, number]: z.output<typeof byClose>) => ({ closedAt, number })

type Board = Readonly<{ companyId: string; rows: readonly BoardRow[]; now: Temporal.Instant }>

/** How a row of this board is shown, with the messages of all its jobs asked for at once. */
async function boardViews(db: Connection, { companyId, rows, now }: Board) {
  const [code, counted] = await Promise.all([
    codeOf(db, companyId),
    messagesOfJobs(
      db,
      companyId,
      rows.map(({ id }) => id),
    ),
  ])
  const messagesOf = new Map(counted.map(({ jobId, ...messages }) => [jobId, messages]))
  return (row: BoardRow) => ({
    ...shown(row),
    reference: jobNumber(code, row.number),
    ...glance(row, now),
    messages: messagesOf.get(row.id) ?? { told: 0, failed: 0, waiting: 0 },
  })
}

const shown = ({ id, number, version, priority, openedAt, timeZone, ...row }: BoardRow) => ({
  ...{ id, number, version, priority, openedAt, timeZone },
  site: { id: row.siteId, name: row.site, address: row.address },
  customer: row.customer,
  alarmCompany: row.alarmCompany,
  serviceType: { id: row.serviceTypeId, name: row.serviceType },
  status: { id: row.statusId, name: row.status, category: row.category },
  provider: row.providerId === null ? null : { id: row.providerId, name: row.provider! },
  technicians: row.technicians,
  dispatchedAt: row.dispatchedAt,
  onSiteAt: row.onSiteAt,
  offSiteAt: row.offSiteAt,
  closedAt: row.closedAt,
  deferredUntil: row.deferredUntil,
})

const many = z.int()

const counting = route({
  method: 'get',
  path: '/board/counts',
  id: 'countBoard',
  about,
  summary: 'How many jobs are in each view of the board',
  description: 'Of those complete at most 10,000 are counted.',
  scope: 'read',
  reply: {
    status: 200,
    shape: z
      .object({
        open: many,
        'not-dispatched': many,
        'in-progress': many,
        late: many,
        'not-advised': many,
        'deferred-today': many,
        complete: many,
      })
      .openapi('BoardCounts'),
  },
  act: async ({ db, who: { companyId }, now }) => done(await countBoard(db, companyId, now)),
})

import { z } from '@hono/zod-openapi'
import { CATEGORIES } from '#directory/directory.ts'
import { type Desk, jobEvents, LISTS, listJobs, listJobsToReview } from '#jobs/jobs.run.ts'
import type { PdfPress } from '#messages/pdf.run.ts'
import { printJob } from '#messages/preview.run.ts'
import { noSuchJob, savedAnswer } from './job-answers.run.ts'
import { JobSeen, Opening, Saved } from './job-shapes.ts'
import { idOfJobAt, jobAt, seenJobs } from './job-views.run.ts'
import { bytes, done, type Route, route } from './route.ts'
import { count, Day, Id, JobEvent, oneJob, page, paged, pageOf, text } from './shapes.ts'

const about = 'Jobs'

export const jobRoutes = ({ desk, press }: { desk: Desk; press: PdfPress }): Route[] => [
  opening(desk),
  listing,
  showing,
  telling,
  printing(press),
]

const opening = (desk: Desk) =>
  route({
    method: 'post',
    path: '/jobs',
    id: 'openJob',
    about,
    summary: 'Open a job',
    description: 'Customer and alarm company are those of the site unless you name others.',
    scope: 'dispatch',
    keeps: 'room',
    body: Opening,
    reply: { status: 201, shape: Saved },
    act: async ({ db, who, body, request }) => {
      const { companyId, actor: by } = who
      const saved = await desk.open({ ...body, companyId, by, ...(request && { request }) })
      return savedAnswer(db, saved, { companyId, as: 'opened' })
    },
  })

const byNumber = z.tuple([count])
const byReviewDay = z.tuple([Day, count])

const jobsAsked = z
  .strictObject({
    ...paged(z.union([byNumber, byReviewDay])),
    list: z
      .enum([...LISTS, 'review'])
      .optional()
      .openapi({
        description:
          'a standing list. not-dispatched: in progress, with nobody sent yet, and not deferred. not-advised: ' +
          'done, but somebody must still be told. deferred: put off. review: put off to a day that has come at ' +
          'the site; the longest due first. reschedule-asked: the customer asks for another time. report-waits: ' +
          'over, and its report is to be approved before it goes out',
      }),
    category: z.enum(CATEGORIES).optional(),
    siteId: Id.optional(),
    search: text(100).optional().openapi({ description: 'in the name and address of the site, or the number' }),
  })
  .refine(({ list, after }) => !after || (list === 'review') === (after.length === 2), {
    path: ['after'],
    error: 'must come from a page of this same list',
  })

const listing = route({
  method: 'get',
  path: '/jobs',
  id: 'listJobs',
  about,
  summary: 'List jobs, the latest first',
  scope: 'read',
  query: jobsAsked,
  reply: { status: 200, shape: page(JobSeen) },
  act: async ({ db, who: { companyId }, query: { limit, after, category, list, ...rest }, now }) => {
    const asked = { companyId, limit: limit + 1, ...(category && { categories: [category] }), ...rest }
    const loaded =
      list === 'review'
        ? await listJobsToReview(db, { ...asked, now, ...(after?.length === 2 && { after: dayOf(after) }) })
        : await listJobs(db, { ...asked, ...(list && { list }), ...(after?.length === 1 && { before: after[0] }) })
    const seen = await seenJobs(db, companyId, loaded)
    const cursor = (job: (typeof seen)[number]) => (list === 'review' ? [job.deferredUntil!, job.number] : [job.number])
    return done(pageOf(seen, limit, { cursor, item: job => job }))
  },
})

const dayOf = ([day, number]: z.output<typeof byReviewDay>) => ({ day, number })

const showing = route({
  method: 'get',
  path: '/jobs/{id}',
  id: 'getJob',
  about,
  summary: 'One job',
  scope: 'read',
  params: oneJob,
  refuses: [404],
  reply: { status: 200, shape: JobSeen },
  act: async ({ db, who, params }) => {
    const found = await jobAt(db, who.companyId, params.id)
    if (!found) return noSuchJob()
    const [seen] = await seenJobs(db, who.companyId, [found])
    return done(seen!)
  },
})

const telling = route({
  method: 'get',
  path: '/jobs/{id}/events',
  id: 'listJobEvents',
  about,
  summary: 'Everything that happened to a job, oldest first',
  scope: 'read',
  params: oneJob,
  query: z.strictObject(paged(z.tuple([count]))),
  refuses: [404],
  reply: { status: 200, shape: page(JobEvent) },
  act: async ({ db, who, params, query: { limit, after } }) => {
    const found = await jobAt(db, who.companyId, params.id)
    if (!found) return noSuchJob()
    const events = await jobEvents(db, who.companyId, found.job.id)
    const rest = events.filter(({ job }) => job.version > (after?.[0] ?? 0)).slice(0, limit + 1)
    const item = ({ at, by, changed, job }: (typeof events)[number]) => ({ version: job.version, at, by, changed })
    return done(pageOf(rest, limit, { cursor: ({ job }) => [job.version], item }))
  },
})

const printing = (press: PdfPress) =>
  route({
    method: 'get',
    path: '/jobs/{id}/pdf',
    id: 'printJob',
    about,
    summary: 'The job as it is printed',
    description: 'The same sheet that goes with an e-mail.',
    scope: 'read',
    params: oneJob,
    refuses: [404],
    reply: { status: 200, type: 'application/pdf' },
    act: async ({ db, who: { companyId }, params }) => {
      const jobId = await idOfJobAt(db, companyId, params.id)
      const printed = jobId ? await printJob(db, press, { companyId, jobId }) : undefined
      return printed?.ok ? bytes(printed.bytes, 'application/pdf', printed.name) : noSuchJob()
    },
  })

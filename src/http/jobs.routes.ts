import { z } from '@hono/zod-openapi'
import { CATEGORIES } from '#directory/directory.ts'
import { type Desk, jobEvents, listJobs } from '#jobs/jobs.run.ts'
import type { PdfPress } from '#messages/pdf.run.ts'
import { printJob } from '#messages/preview.run.ts'
import { noSuchJob, savedAnswer } from './job-answers.run.ts'
import { JobSeen, Opening, Saved } from './job-shapes.ts'
import { idOfJobAt, jobAt, seenJobs } from './job-views.run.ts'
import { bytes, done, type Route, route } from './route.ts'
import { count, Id, JobEvent, oneJob, page, paged, pageOf, text } from './shapes.ts'

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

const listing = route({
  method: 'get',
  path: '/jobs',
  id: 'listJobs',
  about,
  summary: 'List jobs, the latest first',
  scope: 'read',
  query: z.strictObject({
    ...paged(z.tuple([count])),
    category: z.enum(CATEGORIES).optional(),
    siteId: Id.optional(),
    search: text(100).optional().openapi({ description: 'in the name and address of the site, or the number' }),
  }),
  reply: { status: 200, shape: page(JobSeen) },
  act: async ({ db, who: { companyId }, query: { limit, after, category, ...rest } }) => {
    const before = after && { before: after[0] }
    const chosen = category && { categories: [category] }
    const loaded = await listJobs(db, { companyId, limit: limit + 1, ...before, ...chosen, ...rest })
    const seen = await seenJobs(db, companyId, loaded)
    return done(pageOf(seen, limit, { cursor: job => [job.number], item: job => job }))
  },
})

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

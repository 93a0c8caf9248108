import { z } from '@hono/zod-openapi'
import type { Change } from '#jobs/job.ts'
import type { Desk } from '#jobs/jobs.run.ts'
import { noSuchJob, savedAnswer } from './job-answers.run.ts'
import * as shapes from './job-shapes.ts'
import { idOfJobAt } from './job-views.run.ts'
import { type Exact, type Method, type Route, route } from './route.ts'
import { Id, jobParam, oneJob } from './shapes.ts'

/** Everything that can be done to a job. Whoever names a version is told when the job has moved on since. */
export const jobChangeRoutes = (desk: Desk): Route[] => [
  changing(desk, {
    does: ['patch', '', 'changeJob', 'Change what is written in a job'],
    more: 'Only what is named is changed; null clears.',
    body: shapes.Change,
    change: ({ version: _, ...set }) => ({ do: 'change', set }),
  }),
  changing(desk, {
    does: ['post', '/dispatch', 'dispatchJob', 'Send a job out'],
    more:
      'To a provider, to technicians, or both. Sending it to another provider dispatches it again. ' +
      'A number the alarm company needs at the start may come along.',
    body: shapes.Dispatch,
    change: body => ({ do: 'dispatch', ...body }),
  }),
  changing(desk, {
    does: ['post', '/on-site', 'arriveOnSite', 'Somebody has arrived'],
    body: shapes.OnSite,
    change: body => ({ do: 'on-site', ...body }),
  }),
  changing(desk, {
    does: ['post', '/off-site', 'leaveSite', 'Everybody has left'],
    body: shapes.OffSite,
    change: body => ({ do: 'off-site', ...body }),
  }),
  changing(desk, {
    does: ['post', '/status', 'setJobStatus', 'Give a job a status'],
    body: shapes.SetStatus,
    change: body => ({ do: 'set-status', ...body }),
  }),
  changing(desk, {
    does: ['post', '/complete', 'completeJob', 'Complete a job'],
    more: 'Where its customer or alarm company must be advised first, the job becomes not advised and waits for that.',
    body: shapes.Complete,
    change: body => ({ do: 'complete', ...body }),
  }),
  changing(desk, {
    does: ['post', '/advise', 'adviseParty', 'A party was told in person of what was found'],
    more: 'When nobody is left to be told, a job that is not advised becomes complete.',
    body: shapes.Advise,
    change: body => ({ do: 'advise', ...body }),
  }),
  changing(desk, {
    does: ['post', '/cancel', 'cancelJob', 'Cancel a job'],
    body: shapes.Cancel,
    change: body => ({ do: 'cancel', ...body }),
  }),
  changing(desk, {
    does: ['post', '/reopen', 'reopenJob', 'Put a job back in progress'],
    body: shapes.JustThat,
    change: () => ({ do: 'reopen' }),
  }),
  changing(desk, {
    does: ['post', '/defer', 'deferJob', 'Put a job off to another day'],
    more:
      'While it is deferred nobody is told anything about it; where the company lets deferring silence only ' +
      'reminders, nobody is reminded of it.',
    body: shapes.Defer,
    change: body => ({ do: 'defer', ...body }),
  }),
  changing(desk, {
    does: ['post', '/resume', 'resumeJob', 'Take up a deferred job again'],
    body: shapes.JustThat,
    change: () => ({ do: 'resume' }),
  }),
  changing(desk, {
    does: ['post', '/visits', 'addVisit', 'Send technicians again, on another visit'],
    body: shapes.NewVisit,
    change: body => ({ do: 'add-visit', ...body }),
  }),
  technicianRoute(desk),
  ...customerRoutes(desk),
]

/** What customers ask for, and what they were told. */
const customerRoutes = (desk: Desk): Route[] => [
  undoRoute(desk),
  changing(desk, {
    does: ['post', '/undo-status', 'undoJobStatus', 'Take back the status the office set last'],
    more: 'Whoever was told of it already hears that it was a mistake; within its grace nobody hears anything.',
    body: shapes.JustThat,
    change: () => ({ do: 'undo-status' }),
  }),
  changing(desk, {
    does: ['post', '/accept', 'acceptRequest', 'Accept what a customer asked for'],
    body: shapes.JustThat,
    change: () => ({ do: 'accept' }),
  }),
  changing(desk, {
    does: ['post', '/reject', 'rejectRequest', 'Reject what a customer asked for'],
    body: shapes.Reject,
    change: body => ({ do: 'reject', ...body }),
  }),
  changing(desk, {
    does: ['post', '/approve-report', 'approveReport', 'Let the job report go out that waits'],
    body: shapes.JustThat,
    change: () => ({ do: 'approve-report' }),
  }),
]

const undoRoute = (desk: Desk) =>
  changing(desk, {
    does: ['post', '/technicians/{personId}/undo-status', 'undoTechnicianStatus', 'A technician takes back a status'],
    params: z.strictObject({ id: jobParam, personId: Id }),
    body: shapes.JustThat,
    change: (_, { personId }) => ({ do: 'undo-status', personId }),
  })

const technicianRoute = (desk: Desk) =>
  changing(desk, {
    does: ['put', '/visits/{visit}/technicians/{personId}', 'setTechnicianStatus', 'A technician takes a status'],
    more: "A status that is a step (travelling, on site, ...) stamps the technician's time, and the job's with it.",
    params: z.strictObject({ id: jobParam, visit: z.coerce.number().int().min(1).max(1000), personId: Id }),
    body: shapes.TakeStatus,
    change: (body, { visit, personId }) => ({ do: 'technician', visit, personId, ...body }),
  })

type Doing<Params extends z.ZodObject, Body extends z.ZodType> = Readonly<{
  does: readonly [method: Method, path: string, id: string, summary: string]
  more?: string
  params?: Params
  body: Body
  change: (body: Exact<z.output<Body>>, params: z.output<Params>) => Change
}>

function changing<
  Body extends z.ZodType<{ version?: number | undefined }>,
  Params extends z.ZodObject<{ id: typeof jobParam }> = typeof oneJob,
>(desk: Desk, { does: [method, path, id, summary], more, params, body: shape, change }: Doing<Params, Body>): Route {
  return route({
    method,
    path: `/jobs/{id}${path}`,
    id,
    about: 'Jobs',
    summary,
    ...(more && { description: more }),
    scope: 'dispatch',
    keeps: 'room',
    params: params ?? (oneJob as unknown as Params),
    body: shape,
    refuses: [404],
    reply: { status: 200, shape: shapes.Saved },
    act: async ({ db, who, params, body, request }) => {
      const { companyId, actor: by } = who
      const jobId = await idOfJobAt(db, companyId, (params as { id: string }).id)
      if (!jobId) return noSuchJob()
      const { version } = body as { version?: number }
      const asked = { companyId, jobId, by, change: change(body, params), ...(version && { version }) }
      const saved = await desk.save({ ...asked, ...(request && { request }) })
      return savedAnswer(db, saved, { companyId, as: 'changed' })
    },
  })
}

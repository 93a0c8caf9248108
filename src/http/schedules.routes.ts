import { z } from '@hono/zod-openapi'
import type { PdfPress } from '#messages/pdf.run.ts'
import { printReport, spreadReport } from '#messages/report-letters.run.ts'
import { reportedBy } from '#rules/reports.ts'
import { EVERY } from '#rules/schedule.ts'
import {
  addSchedule,
  changeSchedule,
  findSchedule,
  type KeptSchedule,
  listSchedules,
  removeSchedule,
  type ScheduleDraft,
} from '#rules/schedules.run.ts'
import { refuse } from './problem.ts'
import { SCHEDULES } from './refusals.ts'
import { bytes, done, made, type Route, route } from './route.ts'
import { Id, MaybeInstant, page, paged, pageOf, text } from './shapes.ts'

const about = 'Reports'
const oneSchedule = z.strictObject({ id: Id })

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 07:00')
  .openapi({ example: '07:00', description: 'on the clock of the time zone' })

const Schedule = z
  .object({
    id: Id,
    version: z.int(),
    name: z.string().openapi({ example: 'Weekly jobs' }),
    customerId: Id.nullable(),
    every: z.enum(EVERY),
    onDay: z.int().nullable(),
    at: TimeOfDay,
    timeZone: z.string().openapi({ example: 'Australia/Sydney' }),
    addresses: z.array(z.string()).readonly(),
    active: z.boolean(),
    nextAt: MaybeInstant.openapi({ description: 'when the next report falls due; null while it is not active' }),
  })
  .openapi('ReportSchedule')

const asked = {
  name: text(200).openapi({ example: 'Weekly jobs', description: 'what the report is called: its subject and title' }),
  customerId: Id.nullable().default(null).openapi({ description: 'whose jobs; null: those of every customer' }),
  every: z.enum(EVERY).openapi({ description: 'a report of the day, the week or the month that has ended' }),
  onDay: z.int().min(-1000).max(1000).nullable().default(null).openapi({
    example: 1,
    description: 'of a week 1 (Monday) to 7; of a month 1 to 31, the last day where it has fewer; null for every day',
  }),
  at: TimeOfDay,
  timeZone: text(100).optional().openapi({ example: 'Australia/Sydney', description: "left out: the company's" }),
  addresses: z
    .array(text(254))
    .max(100)
    .openapi({ example: ['office@hargreaves.example'], description: '1 to 20' }),
  active: z.boolean().default(true),
}
const NewSchedule = z.strictObject(asked).openapi('NewReportSchedule')
const version = z.int().min(1).max(1_000_000).openapi({ description: 'the version you were looking at' })
const ChangedSchedule = z.strictObject({ version, ...asked }).openapi('ReportScheduleChange')

export const scheduleRoutes = (press: PdfPress): Route[] => [
  ...[adding, listing, showing, changing, removing],
  ...[printing(press), spreading],
]

function seen({ companyId: _, atMinute, nextAt, ...schedule }: KeptSchedule): z.output<typeof Schedule> {
  const at = Temporal.PlainTime.from('00:00').add({ minutes: atMinute }).toString({ smallestUnit: 'minute' })
  return { ...schedule, at, nextAt: schedule.active ? nextAt : null }
}

type Body = Omit<ScheduleDraft, 'companyId' | 'atMinute'> & { at: string }
const draftOf = ({ at, ...body }: Body, companyId: string): ScheduleDraft => {
  const [hours, minutes] = at.split(':').map(Number)
  return { ...body, companyId, atMinute: hours! * 60 + minutes! }
}

const noSuchSchedule = () => refuse(SCHEDULES, { because: 'no-such-schedule' })

const adding = route({
  method: 'post',
  path: '/report-schedules',
  id: 'addReportSchedule',
  about,
  summary: 'Have a report sent by e-mail every day, week or month',
  description: 'It lists the jobs opened in the day, week or month that has ended, as PDF and as CSV.',
  scope: 'administer',
  body: NewSchedule,
  reply: { status: 201, shape: Schedule },
  act: async ({ db, who: { companyId, actor }, body, now }) => {
    const saved = await addSchedule(db, draftOf(body, companyId), actor, now)
    return saved.ok ? made(seen(saved.schedule), `/report-schedules/${saved.schedule.id}`) : refuse(SCHEDULES, saved)
  },
})

const listing = route({
  method: 'get',
  path: '/report-schedules',
  id: 'listReportSchedules',
  about,
  summary: 'List the schedules of reports',
  scope: 'read',
  query: z.strictObject({ ...paged(z.tuple([Id])), customerId: Id.optional() }),
  reply: { status: 200, shape: page(Schedule) },
  act: async ({ db, who: { companyId }, query: { limit, after, ...rest } }) => {
    const from = after && { after: after[0] }
    const schedules = await listSchedules(db, { companyId, limit: limit + 1, ...from, ...rest })
    return done(pageOf(schedules, limit, { cursor: schedule => [schedule.id], item: seen }))
  },
})

const showing = route({
  method: 'get',
  path: '/report-schedules/{id}',
  id: 'getReportSchedule',
  about,
  summary: 'One schedule',
  scope: 'read',
  params: oneSchedule,
  refuses: [404],
  reply: { status: 200, shape: Schedule },
  act: async ({ db, who, params }) => {
    const schedule = await findSchedule(db, who.companyId, params.id)
    return schedule ? done(seen(schedule)) : noSuchSchedule()
  },
})

const changing = route({
  method: 'put',
  path: '/report-schedules/{id}',
  id: 'changeReportSchedule',
  about,
  summary: 'Change a schedule into another',
  description: 'Its next report falls due at its next time from now on; what is past is not made up for.',
  scope: 'administer',
  params: oneSchedule,
  body: ChangedSchedule,
  refuses: [404],
  reply: { status: 200, shape: Schedule },
  act: async ({ db, who: { companyId, actor }, params, body: { version, ...body }, now }) => {
    const changed = { ...draftOf(body, companyId), id: params.id, version }
    const saved = await changeSchedule(db, changed, actor, now)
    return saved.ok ? done(seen(saved.schedule)) : refuse(SCHEDULES, saved)
  },
})

const removing = route({
  method: 'delete',
  path: '/report-schedules/{id}',
  id: 'removeReportSchedule',
  about,
  summary: 'Send this report no more',
  description: 'Reports that were sent stay on record.',
  scope: 'administer',
  params: oneSchedule,
  refuses: [404],
  reply: { status: 200, shape: z.object({ removed: Id }) },
  act: async ({ db, who: { companyId, actor }, params, now }) => {
    const removed = await removeSchedule(db, { companyId, id: params.id }, actor, now)
    return removed ? done({ removed: params.id }) : noSuchSchedule()
  },
})

const newest = {
  about,
  description:
    'Of the days of the report that last fell due, or would have, as their jobs now stand. Nothing is stored or sent.',
  scope: 'read',
  params: oneSchedule,
  refuses: [404],
} as const

const printing = (press: PdfPress) =>
  route({
    method: 'get',
    path: '/report-schedules/{id}/pdf',
    id: 'printReport',
    summary: 'The newest report as it is printed',
    ...newest,
    reply: { status: 200, type: 'application/pdf' },
    act: async ({ db, who: { companyId }, params, now }) => {
      const schedule = await findSchedule(db, companyId, params.id)
      if (!schedule) return noSuchSchedule()
      const printed = await printReport(db, press, reportedBy(schedule, now), now)
      return bytes(printed.bytes, 'application/pdf', printed.name)
    },
  })

const spreading = route({
  method: 'get',
  path: '/report-schedules/{id}/csv',
  id: 'spreadReport',
  summary: 'The newest report as a spreadsheet',
  ...newest,
  reply: { status: 200, type: 'text/csv; charset=utf-8' },
  act: async ({ db, who: { companyId }, params, now }) => {
    const schedule = await findSchedule(db, companyId, params.id)
    if (!schedule) return noSuchSchedule()
    const spread = await spreadReport(db, reportedBy(schedule, now), now)
    return bytes(spread.bytes, 'text/csv; charset=utf-8', spread.name)
  },
})

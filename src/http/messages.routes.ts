import { z } from '@hono/zod-openapi'
import { CHANNELS } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import {
  countViews,
  findMessage,
  type LoggedMessage,
  listMessages,
  paperOf,
  spreadsheetOf,
} from '#delivery/delivery.run.ts'
import { SAYS } from '#delivery/heard.ts'
import { STATES } from '#delivery/state.ts'
import { jobNumber } from '#jobs/job.ts'
import { ENCODINGS, segmentsOf } from '#messages/segments.ts'
import { countUndone, receiptsOf, repliesTo } from '#receipts/replies.run.ts'
import { withReports } from '#receipts/said.run.ts'
import { LANES } from '#rules/notice.ts'
import { RESEND_AS } from '#rules/resend.ts'
import { TOLD } from '#rules/rule.ts'
import { placesOfJobs } from './job-places.sql.ts'
import { codeOf } from './job-views.run.ts'
import { messageFilter } from './message-deeds.routes.ts'
import { refuse } from './problem.ts'
import { MESSAGES } from './refusals.ts'
import { Reply, repliesSeen } from './replies.routes.ts'
import { bytes, done, type Route, route } from './route.ts'
import { Actor, Id, Instant, MaybeActor, MaybeInstant, Moment, page, paged, pageOf } from './shapes.ts'

const about = 'Messages'

const STATES_SAID =
  `waiting: to be tried. held: back, by somebody. failed-for-now: it is tried again. handed-over: a carrier
has not answered yet. unknown: its answer was lost, so that it may have been sent. accepted: a carrier has it. delivered: a
carrier reported that it arrived. failed-for-good: it will not arrive. expired: it came too late to be of use. cancelled: by
somebody. resent: another message took its place.`.replaceAll('\n', ' ')

const message = {
  id: Id,
  jobId: Id.nullable().openapi({ description: 'the job it is about; null for a report' }),
  reference: z.string().nullable().openapi({ example: 'HRB-1234' }),
  site: z.string().nullable().openapi({ example: 'Hargreaves mill' }),
  reportId: Id.nullable().openapi({ description: 'the report it carries; null when it is about a job' }),
  report: z.string().nullable().openapi({ example: 'Weekly jobs', description: 'the name of the report' }),
  timeZone: z.string().openapi({ example: 'Australia/Sydney', description: "the site's, or the report's" }),
  occasions: z.array(z.enum(TOLD)).readonly(),
  channel: z.enum(CHANNELS),
  address: z.string(),
  subject: z.string().nullable(),
  body: z.string().openapi({ description: 'the exact words' }),
  segments: z.int().nullable().openapi({ description: 'how many a phone company carries it in; null for e-mail' }),
  encoding: z.enum(ENCODINGS).nullable(),
  paperName: z.string().nullable().openapi({ description: 'the PDF that went with it' }),
  spreadsheetName: z.string().nullable().openapi({ description: 'the CSV that went with a report' }),
  lane: z
    .enum(LANES)
    .openapi({ description: 'urgent: a dispatch; normal: what else happens to jobs; slow: reminders, reports' }),
  state: z.enum(STATES).openapi({ description: STATES_SAID }),
  attempts: z.int().openapi({ description: 'how often it was taken up to be handed over' }),
  dueAt: MaybeInstant.openapi({
    description: 'of a message that waits or failed for now: when it is tried; null while it is held',
  }),
  useBy: Instant.openapi({ description: 'after that it is too late to be of use, and expires' }),
  resendOf: Id.nullable().openapi({ description: 'the message it sends again' }),
  resendAs: z.enum(RESEND_AS).nullable().openapi({ description: 'with the words it had, or written again' }),
  resendBy: MaybeActor,
  resentAs: z.array(Id).readonly().openapi({ description: 'the messages that send it again' }),
  carrier: z
    .string()
    .nullable()
    .openapi({ description: 'who carried it, and why it stands where it stands: code and words' }),
  code: z.string().nullable(),
  words: z.string().nullable(),
  at: Instant.openapi({ description: 'when it was written' }),
}
const Message = z.object(message).openapi('Message')

const Attempt = z.object({
  number: z.int(),
  carrier: z.string(),
  startedAt: Instant,
  endedAt: MaybeInstant,
  outcome: z.enum(['accepted', 'refused', 'unreachable', 'unknown', 'not-tried']).nullable(),
  code: z.string().nullable(),
  words: z.string().nullable(),
})

const Receipt = z.object({
  attempt: z.int(),
  carrier: z.string(),
  says: z.enum(SAYS).openapi({ description: 'what the carrier reported of a message it had accepted' }),
  code: z.string().nullable(),
  words: z.string(),
  at: Instant.openapi({ description: "by the carrier's clock" }),
  receivedAt: Instant,
})
const Change = z.object({
  at: Instant,
  by: Actor,
  from: z.enum(STATES),
  to: z.enum(STATES),
  note: z.string().nullable(),
})
const MessageSeen = z
  .object({
    ...message,
    tries: z.array(Attempt),
    changes: z.array(Change).openapi({ description: 'who held, released, cancelled or resent it' }),
    receipts: z.array(Receipt),
    replies: z.array(Reply),
  })
  .openapi('MessageSeen')

async function messageViews(db: Connection, companyId: string, messages: readonly LoggedMessage[]) {
  const code = await codeOf(db, companyId)
  const jobIds = new Set(messages.flatMap(({ jobId }) => jobId ?? []))
  const places = await placesOfJobs(db, companyId, [...jobIds])
  const placeOf = new Map(places.map(place => [place.id, place]))
  return <Row extends LoggedMessage>({ reportName: report, reportTimeZone, ...row }: Row) => {
    const { jobId } = row
    if (jobId === null) {
      return { ...row, ...weightOf(row), reference: null, site: null, report, timeZone: reportTimeZone! }
    }
    const { number, site, timeZone } = placeOf.get(jobId)!
    return { ...row, ...weightOf(row), reference: jobNumber(code, number), site, report, timeZone }
  }
}

function weightOf({ channel, body }: Pick<LoggedMessage, 'channel' | 'body'>) {
  if (channel !== 'sms') return { segments: null, encoding: null }
  const { segments, encoding } = segmentsOf(body)
  return { segments, encoding }
}

export const messageRoutes = (): Route[] => [counting, listing, showing, printing, spreading]

const MOST_COUNTED = 1000

const Counts = z
  .object({
    failed: z.int(),
    waiting: z.int(),
    held: z.int(),
    answers: z.int().openapi({ description: 'answers nobody has dealt with' }),
  })
  .openapi('MessageCounts')

const counting = route({
  method: 'get',
  path: '/messages/counts',
  id: 'countMessages',
  about,
  summary: `How many messages stand in each view, and how many answers wait; up to ${MOST_COUNTED} each`,
  scope: 'read',
  query: z.strictObject({
    from: Moment.optional().openapi({
      description: 'failed ones written at this moment or later; left out: in a week',
    }),
  }),
  reply: { status: 200, shape: Counts },
  act: async ({ db, who: { companyId }, query, now }) => {
    const since = query.from ?? now.subtract({ hours: 7 * 24 })
    const [counts, answers] = await Promise.all([
      countViews(db, { companyId, since, most: MOST_COUNTED }),
      countUndone(db, companyId, MOST_COUNTED),
    ])
    return done({ ...counts, answers })
  },
})

const listing = route({
  method: 'get',
  path: '/messages',
  id: 'listMessages',
  about,
  summary: 'List messages, the latest first',
  scope: 'read',
  query: z.strictObject({
    ...paged(z.tuple([Id, Moment])),
    ...messageFilter,
  }),
  reply: { status: 200, shape: page(Message) },
  act: async ({ db, who: { companyId }, query: { limit, after, ...rest } }) => {
    const before = after && { before: { id: after[0], at: after[1] } }
    const found = await listMessages(db, { companyId, limit: limit + 1, ...before, ...rest })
    const rows = await withReports(db, companyId, found)
    const item = await messageViews(db, companyId, rows)
    return done(pageOf(rows, limit, { cursor: row => [row.id, row.at.toString()], item }))
  },
})

const noSuchMessage = () => refuse(MESSAGES, { because: 'no-such-message' })

const showing = route({
  method: 'get',
  path: '/messages/{id}',
  id: 'getMessage',
  about,
  summary: 'One message with all its attempts, what carriers reported of it, and the answers to it',
  scope: 'read',
  params: z.strictObject({ id: Id }),
  refuses: [404],
  reply: { status: 200, shape: MessageSeen },
  act: async ({ db, who: { companyId }, params }) => {
    const kept = await findMessage(db, companyId, params.id)
    if (!kept) return noSuchMessage()
    const [found = kept] = await withReports(db, companyId, [kept])
    const [view, receipts, replies] = await Promise.all([
      messageViews(db, companyId, [found]),
      receiptsOf(db, companyId, found.id),
      found.jobId ? repliesTo(db, { companyId, jobId: found.jobId, deliveryId: found.id }) : [],
    ])
    return done({ ...view(found), receipts, replies: await repliesSeen(db, companyId, replies) })
  },
})

const printing = route({
  method: 'get',
  path: '/messages/{id}/paper',
  id: 'getMessagePaper',
  about,
  summary: 'The PDF that went with a message',
  scope: 'read',
  params: z.strictObject({ id: Id }),
  refuses: [404],
  reply: { status: 200, type: 'application/pdf' },
  act: async ({ db, who: { companyId }, params }) => {
    const paper = await paperOf(db, companyId, params.id)
    return paper ? bytes(paper.bytes, 'application/pdf', paper.name) : noSuchMessage()
  },
})

const spreading = route({
  method: 'get',
  path: '/messages/{id}/spreadsheet',
  id: 'getMessageSpreadsheet',
  about,
  summary: 'The CSV that went with a report',
  scope: 'read',
  params: z.strictObject({ id: Id }),
  refuses: [404],
  reply: { status: 200, type: 'text/csv; charset=utf-8' },
  act: async ({ db, who: { companyId }, params }) => {
    const spreadsheet = await spreadsheetOf(db, companyId, params.id)
    return spreadsheet ? bytes(spreadsheet.bytes, 'text/csv; charset=utf-8', spreadsheet.name) : noSuchMessage()
  },
})

import { z } from '@hono/zod-openapi'
import { CHANNELS } from '#base/address.ts'
import { FATES, type Fate } from '#delivery/figures.ts'
import { STRETCHES } from '#jobs/figures.ts'
import { LOST } from '#receipts/figures.ts'
import { REMINDERS } from '#rules/rule.ts'
import { Day, Id } from './shapes.ts'

const Count = z.int()
const Minutes = z.number().nullable().openapi({ example: 12.5, description: 'minutes; null: there were none' })
const lasted = {
  count: Count.openapi({ description: 'of how many jobs both moments are known' }),
  median: Minutes,
  ninetieth: Minutes.openapi({ description: 'the 90th percentile: nine of ten took no longer' }),
}

const Response = z.object({
  stretch: z.enum(STRETCHES).openapi({ description: 'from which moment of a job until which' }),
  ...lasted,
  spans: z
    .array(z.object({ from: Day, ...lasted }))
    .openapi({ description: 'of the jobs opened on each day or in each week, as `per` says' }),
  buckets: z
    .array(z.object({ from: Count, to: Count.nullable(), count: Count }))
    .openapi({ description: 'how many took so many minutes, `to` not included; null: or longer' }),
})

const FATES_SAID =
  'sent: a carrier has it and has not said that it arrived; captured: kept here, nothing left; waiting: on its way or held'
const Channel = z.object({
  day: Day,
  channel: z.enum(CHANNELS),
  ...(Object.fromEntries(FATES.map(fate => [fate, Count])) as Record<Fate, typeof Count>),
})

const Failure = z.object({
  channel: z.enum(CHANNELS),
  state: z.enum(LOST),
  code: z.string().nullable(),
  reason: z.string().openapi({
    example: '550 5.1.1 ... User unknown',
    description: "the carrier's words, without the addresses and numbers in them",
  }),
  count: Count,
})

const NotTold = z.object({
  because: z.string().openapi({ example: 'muted-by-site' }),
  sentence: z.string().openapi({ example: '"don\'t notify" at this site' }),
  count: Count,
})

const Reminded = z.object({
  occasion: z.enum(REMINDERS),
  due: Count.openapi({ description: 'how often one fell due' }),
  told: Count.openapi({ description: 'how often somebody was reminded' }),
  stopped: Count.nullable().openapi({
    description: 'how many were still to come when the missing thing came; null: that is not known',
  }),
})

const Party = z.object({
  id: Id,
  name: z.string(),
  jobs: Count.openapi({ description: 'opened in these days' }),
  ...lasted,
  told: Count.openapi({ description: 'messages that a carrier has' }),
  captured: Count,
  failed: Count,
  expired: Count,
  reminders: Count.openapi({ description: 'how often somebody was reminded' }),
})

export const FiguresSeen = z
  .object({
    from: Day,
    until: Day,
    timeZone: z.string().openapi({ example: 'Australia/Sydney', description: 'whose days these are' }),
    per: z.enum(['day', 'week']).openapi({ description: 'what a span of `responses` is' }),
    jobs: z.array(z.object({ day: Day, opened: Count, completed: Count })),
    responses: z.array(Response).openapi({ description: 'of the jobs opened in these days' }),
    channels: z
      .array(Channel)
      .openapi({ description: `what became of the messages written on each day. ${FATES_SAID}` }),
    failures: z.array(Failure).openapi({ description: 'the ten most frequent reasons why messages did not arrive' }),
    notTold: z.array(NotTold),
    reminders: z.array(Reminded),
    customers: z
      .array(Party)
      .openapi({ description: 'at most 200, those with most jobs first; minutes from opening until on site' }),
    providers: z.array(Party).openapi({ description: 'the same; minutes from dispatch until on site' }),
  })
  .openapi('Figures')

export type FiguresAnswer = z.output<typeof FiguresSeen>

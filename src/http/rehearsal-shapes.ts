import { z } from '@hono/zod-openapi'
import { CHANNELS } from '#base/address.ts'
import { NewRule } from './rule-shapes.ts'
import { Day, Id, ProblemDocument } from './shapes.ts'

const day = Day.regex(/^(19|20|21)/, 'must be a day between 1900 and 2199')

export const Draft = z
  .strictObject({
    rule: NewRule,
    from: day.optional().openapi({ description: "the first day, on the company's calendar; 89 days before `until`" }),
    until: day.optional().openapi({ description: 'the last day; today' }),
    replaces: Id.optional().openapi({ description: 'a rule it would replace: then the difference is answered too' }),
  })
  .openapi('RehearsalDraft')

const channel = z.enum(CHANNELS)
const address = z.object({ channel, address: z.string(), messages: z.int() })
const dayCount = z.object({ day: Day, messages: z.int() })
const silent = z.object({ because: z.string(), sentence: z.string(), decisions: z.int() })
const cost = z.object({ currency: z.string().openapi({ example: 'AUD' }), amount: z.string() })

const Counted = z
  .object({
    messages: z.int(),
    emails: z.int(),
    texts: z.int(),
    calls: z.int(),
    segments: z.int().openapi({ description: 'of all texts, as far as that can be known: see `assumed`' }),
    addresses: z.array(address).readonly().openapi({ description: 'whom it would have reached, the most often first' }),
    days: z
      .array(dayCount.extend({ notTold: z.array(silent).readonly() }))
      .readonly()
      .openapi({ description: 'days on which somebody would have been told, or not, and why; others are left out' }),
    busiestDay: dayCount.nullable(),
    notTold: z.array(silent).readonly().openapi({ description: 'decisions to tell nobody, by their reason' }),
    costs: z
      .array(cost)
      .readonly()
      .openapi({ description: 'by the price list; a channel without a price costs nothing' }),
  })
  .openapi('RehearsalCount')

const Difference = z
  .object({
    messages: z.int().openapi({ description: 'how many more; fewer, when it is below zero' }),
    addresses: z.array(address).readonly(),
    costs: z.array(cost).readonly(),
  })
  .openapi('RehearsalDifference')

const Result = z
  .object({
    from: Day,
    until: Day,
    timeZone: z.string().openapi({ description: "the company's, whose days are counted" }),
    draft: Counted,
    replaced: z.union([Counted, z.null()]).openapi({ description: 'the same for the rule it would replace' }),
    difference: z.union([Difference, z.null()]),
    unpriced: z.array(channel).readonly().openapi({ description: 'channels it would have used that have no price' }),
    assumed: z.array(z.string()).readonly(),
  })
  .openapi('RehearsalResult')

/** One line of the answer. */
export const RehearsalLine = z
  .union([
    z.object({ progress: z.object({ done: z.int(), of: z.int() }) }),
    z.object({ result: Result }),
    z.object({ problem: ProblemDocument }),
  ])
  .openapi('RehearsalLine')

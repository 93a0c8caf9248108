import type { z } from '@hono/zod-openapi'
import type { Channel } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import { listMessages } from '#delivery/delivery.run.ts'
import { segmentsOf } from '#messages/segments.ts'
import { pricesOf } from '#rules/prices.run.ts'
import { costsOf, type Price } from '#rules/prices.ts'
import { SAID } from '#rules/reasons.ts'
import { prepareRehearsal, type Rehearsal, rehearse, type Step } from '#rules/rehearse.run.ts'
import { busiestDay, type Tally } from '#rules/rehearse.ts'
import type { RuleDraft } from '#rules/rules.run.ts'
import { refuse } from './problem.ts'
import { Draft, RehearsalLine } from './rehearsal-shapes.ts'
import { LINES } from './respond.ts'
import { lines, type Route, route } from './route.ts'
import { REHEARSALS } from './rule-refusals.ts'
import { completed } from './rule-shapes.ts'

export const rehearsalRoutes = (): Route[] => [rehearsing]

const rehearsing = route({
  method: 'post',
  path: '/rules/rehearsal',
  id: 'rehearseRule',
  about: 'Rules',
  summary: 'Try a rule on what has happened',
  description:
    'Whom a rule would have told, how often and at what cost, had it been in force alone. Nothing is stored. The ' +
    'answer comes in lines, each a JSON value: `progress`, in jobs, and at last `result`. Go away, and it stops.',
  scope: 'administer',
  keeps: 'nobody',
  body: Draft,
  refuses: [404],
  reply: { status: 200, shape: RehearsalLine, type: LINES },
  act: async ({ db, who: { companyId }, body: { rule, ...rest }, now }) => {
    const prepared = await prepareRehearsal(db, { draft: { ...completed(rule), companyId } as RuleDraft, ...rest }, now)
    return prepared.ok ? lines(told(db, companyId, prepared.rehearsal)) : refuse(REHEARSALS, prepared)
  },
})

type Line = z.output<typeof RehearsalLine>

async function* told(db: Connection, companyId: string, rehearsal: Rehearsal): AsyncGenerator<Line> {
  for await (const step of rehearse(db, rehearsal)) {
    if ('progress' in step) yield step
    else yield { result: resultOf(step.found, rehearsal, await weighing(db, companyId)) }
  }
}

/** What is needed to say what messages cost. */
type Weighing = Readonly<{ prices: readonly Price[]; sample: Readonly<{ texts: number; segments: number }> }>

// How long a text would have been nobody knows without writing it: those that were really sent are the measure.
async function weighing(db: Connection, companyId: string): Promise<Weighing> {
  const [prices, latest] = await Promise.all([pricesOf(db, companyId), listMessages(db, { companyId, limit: SAMPLE })])
  const texts = latest.filter(({ channel }) => channel === 'sms')
  const segments = texts.reduce((sum, { body }) => sum + segmentsOf(body).segments, 0)
  return { prices, sample: { texts: texts.length, segments } }
}

const SAMPLE = 200

type Found = Extract<Step, { found: unknown }>['found']
type Result = Extract<Line, { result: unknown }>['result']

function resultOf({ tally, replaced, difference }: Found, rehearsal: Rehearsal, weighed: Weighing): Result {
  const draft = countOf(tally, weighed)
  const used = new Set(tally.addresses.map(({ channel }) => channel))
  const free = new Set<Channel>(['webhook', ...weighed.prices.map(({ channel }) => channel)])
  const before = replaced && countOf(replaced, weighed)
  return {
    ...rehearsal.days,
    timeZone: rehearsal.zone,
    draft,
    replaced: before,
    difference: before && difference && { ...difference, costs: costsOf(unitsBetween(before, draft), weighed.prices) },
    unpriced: [...used.difference(free)],
    assumed: [...ASSUMED, segmentsAssumed(weighed)],
  }
}

type Counted = Result['draft']

function countOf(tally: Tally, weighed: Weighing): Counted {
  const sum = (channel: Channel) =>
    tally.addresses.filter(each => each.channel === channel).reduce((total, { messages }) => total + messages, 0)
  const [emails, texts, calls] = [sum('email'), sum('sms'), sum('voice')]
  const segments = segmentsFor(texts, weighed)
  return {
    ...{ messages: tally.messages, emails, texts, calls, segments },
    addresses: tally.addresses,
    days: tally.days.map(each => ({ ...each, notTold: inWords(each.notTold) })),
    busiestDay: busiestDay(tally),
    notTold: inWords(tally.notTold),
    costs: costsOf({ email: emails, sms: segments, voice: calls }, weighed.prices),
  }
}

const inWords = (notTold: Tally['notTold']) =>
  notTold.map(({ because, decisions }) => ({ because, sentence: SAID[because], decisions }))

const segmentsFor = (count: number, { sample: { texts, segments } }: Weighing): number =>
  texts === 0 ? count : Math.ceil((count * segments) / texts)

const unitsBetween = (before: Counted, after: Counted) => ({
  email: after.emails - before.emails,
  sms: after.segments - before.segments,
  voice: after.calls - before.calls,
})

const ASSUMED = [
  'The rule was in force all the time, also before the first day, and Callout was never stopped.',
  '"Don\'t notify", the addresses of providers, time zones and what alarm companies demand were as they are now.',
  'Every message went out at once, and no other rule told the same person in the same message.',
] as const

const segmentsAssumed = ({ sample: { texts, segments } }: Weighing): string =>
  texts === 0
    ? 'Every text was one segment: none has been sent yet from which to tell.'
    : `A text was ${(segments / texts).toFixed(2)} segments, as were the latest ${texts} of the company on average.`

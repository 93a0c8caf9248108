import type { Foreseen } from '#rules/explain.ts'
import type { DroppedBecause } from '#rules/notice.ts'
import { HAPPENS, HOW, SAID } from '#rules/reasons.ts'
import type { Recipient } from '#rules/recipients.ts'
import type { Target, Via } from '#rules/rule.ts'
import type { Because } from '#rules/wish.ts'

/** What is known of a decision, as far as a sentence about it needs it. */
export type Told = Readonly<{
  because: Because
  target: Target
  address: string | null
  recipient: string | null
  via: string
  pdf: boolean | null
  droppedBecause: string | null
}> &
  Partial<Waiting> &
  // Who said so of this job.
  Readonly<{ mutedBy?: string | undefined }>

/** How long a message waits before it is sent, because it is quiet there (W5) or so that changes can join it. */
type Waiting = Readonly<{ waitsUntil: Temporal.Instant | null; quietUntil: Temporal.Instant | null }>

/** A moment as people at the site read it. */
type Reads = (moment: Temporal.Instant) => string

/**
 * A decision as people say it: "Told jo@example.com by e-mail with PDF.", or whom it did not tell and the one reason.
 */
export function sentenceFor(decision: Told, reads: Reads = String): string {
  const { because, droppedBecause } = decision
  const whom = whomAndHow(decision)
  if (because !== 'told') return `Not told: ${whom}. Why: ${why(decision)}.`
  if (droppedBecause)
    return `Not told after all: ${whom}. Why: ${why({ ...decision, because: droppedBecause as DroppedBecause })}.`
  return decision.waitsUntil ? `Will tell ${whom}${waits(decision, reads)}.` : `Told ${whom}.`
}

/** What is expected of a rule, as far as a sentence about it needs it. Told together have the same `messageOf`. */
export type Expectation = Omit<Told, 'because' | 'droppedBecause'> &
  Readonly<{ because: Foreseen; messageOf: string | null }>

function waits({ waitsUntil, quietUntil }: Partial<Waiting>, reads: Reads): string {
  if (!waitsUntil) return ''
  return quietUntil
    ? `; waits until ${reads(quietUntil)} (quiet hours)`
    : `; waits for changes until ${reads(waitsUntil)}`
}

/** "Will tell jo@example.com by text.", or whom it would not tell and the one reason (W1). */
export const expectationOf = (expected: Expectation, reads: Reads = String): string =>
  expected.because === 'told'
    ? `Will tell ${whomAndHow(expected)}${waits(expected, reads)}.`
    : `Not telling ${whomAndHow(expected)}: ${why(expected)}.`

/** The same of a reminder still to come. `clock` is the time of it, as people at the site read it. */
export function reminderExpected(expected: Expectation, clock: string, { number, of }: { number: number; of: number }) {
  return expected.because === 'told'
    ? `Will remind ${whomAndHow(expected)} on ${clock}: ${number} of ${of}.`
    : `Not reminding ${whomAndHow(expected)} on ${clock}: ${why(expected)}.`
}

/** All that is expected in one line, for beside the button. Whom several rules tell together is named once (S1.60). */
export function lineOf(expected: readonly Expectation[], reads: Reads = String): string {
  if (expected.length === 0) return 'No rule speaks of this.'
  const told = expected.filter(({ because }) => because === 'told')
  const once = new Map(told.map(each => [each.messageOf, `${whomAndHow(each)}${waits(each, reads)}`]))
  const silent = expected.filter(({ because }) => because !== 'told')
  const reasons = silent.map(each => `${whomAndHow(each)} (${why(each)})`)
  return [
    `Will tell: ${once.size > 0 ? [...once.values()].join(', ') : 'nobody'}.`,
    ...(reasons.length > 0 ? [`Not telling: ${reasons.join(', ')}.`] : []),
  ].join(' ')
}

const WHY: Record<Foreseen | DroppedBecause, string> = {
  ...SAID,
  'sent-often-enough': 'it has reminded as often as it may',
}

const why = ({ because, mutedBy }: { because: keyof typeof WHY; mutedBy?: string | undefined }): string =>
  because === 'muted-for-job' && mutedBy ? `${WHY[because]} by ${mutedBy}` : WHY[because]

type Muted = Readonly<{ recipient: string | null; via: Via; address: string | null }>

/** What was said of one job: "Tells Jo (jo@mill.example) by text instead of the provider by e-mail." */
export function recipientInWords({ tells, mutes }: Recipient, muted?: Muted): string {
  const told = tells && whomAndHow({ ...tells, target: 'address', pdf: null })
  if (!mutes || !muted)
    return `Also tells ${told} when the job ${tells!.occasions.map(each => HAPPENS[each]).join(', ')}.`
  const silent = whomAndHow({ ...muted, ...(mutes.target !== 'address' && NOBODY), target: mutes.target, pdf: null })
  return told ? `Tells ${told} instead of ${silent}.` : `Does not tell ${silent}.`
}

// The address in a rule is not that of the provider or customer it tells beside.
const NOBODY = { address: null, recipient: null }

const whomAndHow = (named: Named): string => `${nameOf(named)} by ${HOW[named.pdf ? 'pdf-email' : (named.via as Via)]}`

type Named = Pick<Told, 'target' | 'address' | 'recipient' | 'via' | 'pdf'>

function nameOf({ target, address, recipient }: Named): string {
  if (target !== 'address') return address ? `${CALLED[target]} (${address})` : CALLED[target]
  return recipient ? `${recipient} (${address})` : `${address}`
}

const CALLED: Record<Exclude<Target, 'address'>, string> = {
  provider: 'the provider',
  customer: 'the customer',
  'head-office': "the customer's head office",
}

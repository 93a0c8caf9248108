import type { Blow } from './apps.ts'
import type { Heard } from './ledger.ts'
import type { Ended, Tried } from './promises.sql.ts'

/** Everything that is known when all is over. */
export type Evidence = Readonly<{
  /** Ids of the messages that were promised. */
  promised: ReadonlySet<string>
  /** Jobs that were promised a message and have not exactly one. */
  misplanned: readonly string[]
  heard: readonly Heard[]
  ended: readonly Ended[]
  tried: readonly Tried[]
  blows: readonly Blow[]
  /** When the database was killed. Milliseconds since 1970. */
  outages: readonly number[]
  /** The attempt in an envelope sender that we made. */
  attemptIn: (said: string) => number | null
}>

export type Breach =
  | 'lost'
  | 'twice without a reason'
  | 'three times'
  | 'accepted and never heard'
  | 'heard, and recorded as not sent'
  | 'failed'
  | 'not over'
  | 'never promised'
  | 'other words'
  | 'planned wrongly'

/** A promise that was broken, with the message it is about. */
export type Broken = Readonly<{ breach: Breach; id: string }>

/** A message with all that is known of it. */
type Case = Readonly<{
  id: string
  delivery: Ended | undefined
  attempts: readonly Tried[]
  copies: readonly Heard[]
}>

/** Holds what was heard against what was promised. */
export function judge(evidence: Evidence): Broken[] {
  const { promised, misplanned } = evidence
  const broken: Broken[] = misplanned.map(id => ({ breach: 'planned wrongly', id }))
  for (const each of casesIn(evidence)) {
    const found = promised.has(each.id) ? breachesOf(each, evidence) : (['never promised'] as const)
    broken.push(...found.map(breach => ({ breach, id: each.id })))
  }
  return broken
}

export function casesIn({ promised, heard, ended, tried }: Evidence): Case[] {
  const [copies, attempts] = [Map.groupBy(heard, ({ id }) => id), Map.groupBy(tried, each => each.deliveryId)]
  const deliveries = new Map(ended.map(each => [each.id, each]))
  const ids = new Set([...promised, ...copies.keys(), ...deliveries.keys()])
  return [...ids].map(id => ({
    id,
    delivery: deliveries.get(id),
    attempts: attempts.get(id) ?? [],
    copies: (copies.get(id) ?? []).toSorted((a, b) => a.at - b.at),
  }))
}

/** Ended in doubt, which the screens show as such, and heard by nobody: somebody is asked to look. */
export const isLeftInDoubt = ({ delivery, copies }: Case): boolean =>
  copies.length === 0 && delivery?.state === 'unknown' && delivery.endedAt !== null

function breachesOf(each: Case, evidence: Evidence): Breach[] {
  const { delivery, attempts, copies } = each
  const [first] = copies
  const breaches: Breach[] = []
  if (!delivery) return ['lost']
  if (!delivery.endedAt) breaches.push('not over')
  if (!first && delivery.state === 'accepted') breaches.push('accepted and never heard')
  else if (!first && !isLeftInDoubt(each)) breaches.push('lost')
  if (delivery.endedAt && !OVER.has(delivery.state)) breaches.push('failed')
  if (copies.some(({ hash }) => hash !== first!.hash)) breaches.push('other words')
  // A webhook knows a message by its id, so that another copy is no second message.
  if (copies.length > (first?.channel === 'webhook' ? Number.POSITIVE_INFINITY : 2)) breaches.push('three times')
  if (copies.slice(0, -1).some(copy => !isExcused(copy, evidence))) breaches.push('twice without a reason')
  if (first?.channel === 'sms' && copies.length > 1) breaches.push('twice without a reason')
  if (copies.some(copy => isDenied(copy, attempts, evidence))) breaches.push('heard, and recorded as not sent')
  return breaches
}

const OVER: ReadonlySet<string> = new Set(['accepted', 'delivered', 'unknown'])

// Milliseconds. From a hand-over to the record of its answer, while the database may be starting again.
const UNTIL_RECORDED = 10_000
// Between two processes that read one clock.
const SLACK = 50

/** Whether the sender cannot have recorded that this copy arrived: its answer was cut off, or the sender was. */
function isExcused({ cut, from, at, answeredAt }: Heard, { blows, outages }: Evidence): boolean {
  if (cut) return true
  const [begin, end] = [at - SLACK, (answeredAt ?? at) + UNTIL_RECORDED]
  if (blows.some(blow => (from === null || blow.name === from) && blow.from <= end && blow.until >= begin)) return true
  // Of a webhook is also written down how it does, and while it cannot be, it is told again.
  return from === null && outages.some(outage => outage >= begin - UNTIL_RECORDED && outage <= end)
}

/** Whether the attempt that brought this copy says that it brought nothing. */
function isDenied({ channel, attempt, cut }: Heard, attempts: readonly Tried[], { attemptIn }: Evidence): boolean {
  if (attempt === null) return false
  const number = channel === 'email' ? attemptIn(attempt) : Number(attempt)
  const made = attempts.find(each => each.number === number)
  // Who was cut off in a message that he took for whole has heard it: the sender must not be sure that he has not.
  return made?.handedOverAt === null || !['accepted', 'unknown'].includes(made?.outcome ?? 'unknown') || (!made && !cut)
}

/** How it went with one message, line by line. */
export function storyOf({ id, delivery, attempts, copies }: Case, { attemptIn }: Evidence): string[] {
  const head = delivery
    ? `${id}: ${delivery.channel} ${delivery.lane}, ${delivery.state}, due ${delivery.dueAt ?? '-'}, ended ${delivery.endedAt ?? '-'}`
    : `${id}: no delivery`
  const lines = [
    ...attempts.map(each => ({ at: each.startedAt.epochMilliseconds, line: attemptLine(each) })),
    ...copies.map(each => ({ at: each.at, line: copyLine(each, attemptIn) })),
  ]
  return [head, ...lines.toSorted((a, b) => a.at - b.at).map(({ at, line }) => `  ${timeOf(at)} ${line}`)]
}

const timeOf = (milliseconds: number | null): string =>
  milliseconds === null ? 'never' : new Date(milliseconds).toISOString().slice(11, 23)

const attemptLine = ({ number, handedOverAt, endedAt, outcome, code, words }: Tried): string =>
  `attempt ${number}: handed over ${timeOf(handedOverAt?.epochMilliseconds ?? null)}, ` +
  `ended ${timeOf(endedAt?.epochMilliseconds ?? null)}: ${outcome ?? 'open'} ${code ?? ''} ${words ?? ''}`

const copyLine = ({ channel, attempt, from, fate, answeredAt, cut }: Heard, attemptIn: Evidence['attemptIn']): string =>
  `heard from ${from ?? '?'} (attempt ${channel === 'email' ? attemptIn(attempt ?? '') : attempt}), ${fate}, ` +
  `answered ${timeOf(answeredAt)}${cut ? ', cut off' : ''}`

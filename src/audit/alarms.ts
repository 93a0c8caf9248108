import type { Channel } from '#base/address.ts'
import { type Instant, isAfter, later } from '#base/time.ts'
import type { Finding, Severity } from './findings.ts'

/** Something wrong, from when it was first seen until it was over. */
export type Alarm = Readonly<{
  id: number
  key: string
  severity: Severity
  words: string
  since: Instant
  seenAt: Instant
  toldAt: Instant | null
  toldBy: string | null
  overAt: Instant | null
}>

/** What the operators are to hear of an alarm now: that it is there, that it still is, or that it is over. */
export type Tiding = Readonly<{ alarm: Alarm; is: 'new' | 'still' | 'over' }>

// Seconds. An alarm is said again every hour, a warning once a day.
const AGAIN: Record<Severity, number> = { alarm: 3600, warning: 86_400 }

/** What is to be told now, the worst and oldest first. What was over before anybody could be told is not told. */
export function tidingsOf(alarms: readonly Alarm[], now: Instant): Tiding[] {
  return alarms
    .flatMap(alarm => {
      const is = tidingOf(alarm, now)
      return is ? [{ alarm, is }] : []
    })
    .sort(({ alarm: a }, { alarm: b }) => a.severity.localeCompare(b.severity) || a.id - b.id)
}

function tidingOf({ severity, toldAt, overAt }: Alarm, now: Instant): Tiding['is'] | null {
  if (overAt) return toldAt && isAfter(overAt, toldAt) ? 'over' : null
  if (!toldAt) return 'new'
  return isAfter(toldAt, later(now, -AGAIN[severity])) ? null : 'still'
}

/** By which the operators can be told. */
export type Way = Extract<Channel, 'email' | 'sms'>

/**
 * By which of these ways to tell, in rounds: a round is only gone through when nobody could be told in the one before.
 * First by what is not itself in trouble.
 */
export function roundsOf(ways: readonly Way[], findings: readonly Finding[]): Way[][] {
  const inTrouble = new Set(findings.flatMap(({ severity, channel }) => (severity === 'alarm' && channel) || []))
  const sound = ways.filter(way => !inTrouble.has(way))
  return [sound, ways.filter(way => inTrouble.has(way))].filter(round => round.length > 0)
}

/** What the operators read: a subject, one paragraph for each tiding, and for a text the same within its length. */
export function letterOf(tidings: readonly Tiding[], from: string): { subject: string; body: string; text: string } {
  const lines = tidings.map(({ alarm, is }) => `${HEADS[alarm.severity][is]}: ${alarm.words}`)
  const [worst] = tidings as [Tiding]
  const more = tidings.length > 1 ? ` and ${tidings.length - 1} more` : ''
  const body = tidings.map(({ alarm }, i) => `${lines[i]}\nSince ${alarm.since.round('second')}.`).join('\n\n')
  return {
    subject: `Callout ${HEADS[worst.alarm.severity][worst.is]}${more} (${from})`,
    body: `${body}\n\nSent by Callout on ${from}, which watches its own sending.`,
    text: clipped(`Callout (${from}) ${lines.join(' ')}`),
  }
}

const HEADS: Record<Severity, Record<Tiding['is'], string>> = {
  alarm: { new: 'ALARM', still: 'STILL AN ALARM', over: 'OVER' },
  warning: { new: 'WARNING', still: 'STILL A WARNING', over: 'OVER' },
}

// Four segments of a text.
const TEXT = 600
const clipped = (text: string) => (text.length <= TEXT ? text : `${text.slice(0, TEXT - 1).toWellFormed()}…`)

// Seconds. A look is made every 15 seconds: what was seen neither in the last one nor in the one before is over.
export const OVER_AFTER = 30

/** Whether a look found nothing that keeps people from being told, and is not older than so many seconds. */
export const isWell = (
  look: Readonly<{ at: Instant; alarms: readonly Pick<Alarm, 'severity'>[] }> | undefined,
  now: Instant,
  seconds: number,
): boolean =>
  look !== undefined &&
  isAfter(later(look.at, seconds), now) &&
  look.alarms.every(({ severity }) => severity !== 'alarm')

// Seconds. Four looks: when none of them succeeded nobody knows how it stands.
export const LOOK_LASTS = 60

/** What is wrong when the last look is too old to say anything. */
export const BLIND = {
  id: 0,
  severity: 'alarm',
  words: 'Callout cannot see whether messages go out: it has not been able to look. See its log.',
} as const

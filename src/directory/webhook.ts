import type { Actor } from './directory.ts'

/** A program of the company or its customers that is told by HTTP. Its secret is seen once, when it is made. */
export type Webhook = Readonly<{
  companyId: string
  id: string
  /** In normal form. */
  url: string
  /** The last four characters of the secret, to tell it from the one before. */
  secretEnds: string
  /** Until when the secret before this one signs too; null when there is none. */
  secretBeforeUntil: Temporal.Instant | null
  /** Since when it has not taken a single message; null: it took the last one. */
  failingSince: Temporal.Instant | null
  /** A disabled one is told nothing until somebody enables it. */
  disabledAt: Temporal.Instant | null
  disabledBecause: string | null
}>

/** The same with what signs its messages: for the carrier, and for nobody else. */
export type Endpoint = Webhook & Readonly<{ secrets: readonly string[] }>

export type WebhookFault = 'no-such-webhook' | 'webhook-taken' | 'too-many-webhooks'

export const MOST_WEBHOOKS = 100

/** Seconds for which a secret that was replaced signs too: time for the receiver to take the new one. */
export const SECRET_OVERLAP = 24 * 3600

/** What came of telling it something. `gone`: it asked not to be told any more. */
export type Heard = 'took' | 'failed' | 'gone'

/** What an answer makes of a webhook. */
export type Standing = Pick<Webhook, 'failingSince' | 'disabledAt' | 'disabledBecause'>

const DAYS_OF_FAILING = 5

/**
 * How a webhook stands after an answer; null when that is nothing new. One that has failed for five days without one
 * success is disabled: it answers nobody, and would be asked for ever.
 */
export function standingAfter(before: Standing, heard: Heard, now: Temporal.Instant): Standing | null {
  if (heard === 'took') return before.failingSince ? { ...before, failingSince: null } : null
  if (before.disabledAt) return null
  const failingSince = before.failingSince ?? now
  if (heard === 'gone') return { failingSince, disabledAt: now, disabledBecause: GONE }
  const days = now.since(failingSince).total('hours') / 24
  if (days >= DAYS_OF_FAILING) return { failingSince, disabledAt: now, disabledBecause: FAILED }
  return before.failingSince ? null : { ...before, failingSince }
}

const GONE = 'It answered 410: it does not want to be told any more.'
const FAILED = `It has not taken a message for ${DAYS_OF_FAILING} days.`

/** Why one is disabled that works. */
export const switchedOffBy = ({ name }: Actor): string => `${name} switched it off.`

import type { Channel } from '#base/address.ts'

export const SAYS = [
  'handed-on',
  'delivered',
  'not-delivered',
  'delayed',
  'answered',
  'machine',
  'busy',
  'no-answer',
  'key-pressed',
  'complained',
] as const
/**
 * What a carrier reports of a message it accepted. handed-on: it is on its way to the recipient's own carrier. delivered:
 * it arrived. not-delivered: it never will. delayed: not yet. Of calls: answered by a person, or by a machine; busy;
 * no-answer; key-pressed, the key is the code. complained: the recipient calls it spam.
 */
export type Says = (typeof SAYS)[number]

/** One report of a carrier, in no carrier's dialect. */
export type Report = Readonly<{
  /** The account's name. */
  carrier: string
  /** Names the report within that account: the same key again is the same report again. */
  key: string
  /** Our own ids, when the carrier repeats them. */
  ours: Readonly<{ companyId: string; id: string; attempt: number }> | null
  /** The carrier's name for the message. */
  reference: string | null
  says: Says
  code: string | null
  words: string
  at: Temporal.Instant
  /** What came in, as it came, without secrets. */
  raw: Readonly<Record<string, unknown>>
}>

/** What somebody wrote or pressed in answer. Addresses in normal form. */
export type Reply = Readonly<{
  carrier: string
  key: string
  channel: Extract<Channel, 'email' | 'sms' | 'voice'>
  from: string
  to: string
  words: string
  at: Temporal.Instant
  raw: Readonly<Record<string, unknown>>
}>

/** Where a carrier's own connection puts what it hears. Resolves when it is on disk: only then may it be confirmed. */
export type Ears = Readonly<{ report: (report: Report) => Promise<void>; reply: (reply: Reply) => Promise<void> }>

import type { Lane } from '#rules/notice.ts'

/** One message on its way, exactly as it was stored. `id` is ours and stays the same over all attempts. */
export type Outgoing = Readonly<{
  companyId: string
  id: string
  /** Which attempt this is: of one message each has its own, and a carrier is asked to repeat both back. */
  attempt: number
  lane: Lane
  address: string
  subject: string | null
  body: string
  /** Where an answer to an e-mail is to go; null: to its sender. */
  replyTo: string | null
  /** What goes with it: a printed job; a printed report and its spreadsheet. Only with e-mail. */
  papers: readonly Attached[]
  /** The same words as a page, and the pictures it shows. Only with e-mail. */
  html: string | null
  pictures: readonly Picture[]
  /** An appointment for the calendar of whoever gets it, as iCalendar. Only with e-mail. */
  calendar: string | null
}>

/** What a message has beside its words when it is words alone. */
export const WORDS_ALONE = { papers: [], html: null, pictures: [], calendar: null } as const

/** A file that goes with a message, and its content type. */
export type Attached = Readonly<{ name: string; type: string; bytes: Uint8Array }>

/** A picture within the page of a message, which names it by its `cid`. */
export type Picture = Attached & Readonly<{ cid: string }>

/** What became of one hand-over, with the carrier's own code and words. */
export type Outcome = Readonly<{
  as: OutcomeKind
  code: string | null
  words: string
  /** The carrier's own name for the message; receipts may come under that. */
  reference?: string | null
  fault?: Fault | null
  /** Seconds after which the carrier asks to be tried again. */
  again?: number | null
}>

/** Nothing that could be acted upon was handed over, because somebody said no before. */
export const STOPPED: Outcome = { as: 'not-tried', code: null, words: 'It was stopped before it was handed over.' }

/**
 * accepted: the carrier has it. refused: it will never work (no such mailbox). unreachable: try again (the
 * carrier is down, or says later). unknown: the carrier was given everything and its answer was lost. not-tried: nothing
 * that could be acted upon was handed over, because `handOver` said no or the process stopped; it is no try at all.
 */
export type OutcomeKind = 'accepted' | 'refused' | 'unreachable' | 'unknown' | 'not-tried'

export const FAULTS = ['address', 'opted-out', 'content', 'busy', 'account', 'down'] as const
/**
 * Whose fault it was, where that changes what is done next. Refused: `address` nobody can be reached there, `opted-out`
 * its owner does not want to be, `content` these words will not do. Unreachable: `busy` we are too fast or too early,
 * which is no try; `account` the carrier does not take our credentials or money, which pauses the account; `down` the
 * carrier itself cannot be reached.
 */
export type Fault = (typeof FAULTS)[number]

/**
 * Commits to the hand-over. A carrier calls it when it has passed on everything but the last byte, and passes on that
 * only when it says yes. It takes some milliseconds. After yes, a lost answer is unknown; before, nothing was sent.
 */
export type HandOver = () => Promise<boolean>

/**
 * What can be done about a lost answer. `ask`: the carrier can be asked whether it has the message. `key`: it can be
 * given the message again, for it knows it by our id; it need not call `handOver`. `blind`: neither.
 */
export type Doubt = 'ask' | 'key' | 'blind'

/** Whether the carrier has a message whose answer was lost. `absent` is only said when it is certain. */
export type Found = Readonly<{ as: 'found'; outcome: Outcome } | { as: 'absent' } | { as: 'cannot-say'; words: string }>

/** A hand-over whose answer was lost. `at`: when it was begun. */
export type Lost = Pick<Outgoing, 'companyId' | 'id' | 'attempt' | 'address' | 'body'> &
  Readonly<{ at: Temporal.Instant }>

/** One way of reaching people. A carrier never throws: what went wrong is an outcome. */
export type Carrier = Readonly<{
  /** Of the account, unique on this server: "smtp", "twilio-sms-backup". */
  name: string
  /** How many messages it carries at once. */
  connections: number
  doubt: Doubt
  /** Messages a second that the account allows; null: as many as it takes. */
  rate: number | null
  send: (message: Outgoing, handOver: HandOver) => Promise<Outcome>
  /** Only of those that can be asked. */
  find?: (lost: Lost) => Promise<Found>
  /** Can it be reached with the credentials it has? The words say what to do when not. */
  check: () => Promise<Outcome>
  close: () => Promise<void>
}>

/** One message on its way, exactly as it was stored. `id` is ours and stays the same over all attempts. */
export type Outgoing = Readonly<{
  id: string
  address: string
  subject: string | null
  body: string
  /** What goes with it: a printed job; a printed report and its spreadsheet. Never with a text. */
  papers: readonly Attached[]
}>

/** A file that goes with a message, and its content type. */
export type Attached = Readonly<{ name: string; type: string; bytes: Uint8Array }>

/** What became of one hand-over, with the carrier's own code and words. */
export type Outcome = Readonly<{ as: OutcomeKind; code: string | null; words: string }>

/**
 * accepted: the carrier has it. refused: it will never work (no such mailbox). unreachable: try again (the
 * carrier is down, or says later). unknown: the carrier was given everything and its answer was lost.
 */
export type OutcomeKind = 'accepted' | 'refused' | 'unreachable' | 'unknown'

/** One way of reaching people. A carrier never throws: what went wrong is an outcome. */
export type Carrier = Readonly<{
  name: string
  /** How many messages it carries at once. */
  connections: number
  send: (message: Outgoing) => Promise<Outcome>
  /** Can it be reached with the credentials it has? The words say what to do when not. */
  check: () => Promise<Outcome>
  close: () => Promise<void>
}>

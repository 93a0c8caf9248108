/** What a carrier noted of one message that it took: from then on it is the carrier's to deliver. */
export type Heard = Readonly<{
  channel: 'email' | 'sms' | 'webhook'
  id: string
  /** Of this hand-over, as the sender's own address says; null where none does. */
  attempt: string | null
  /** Which process sent it, as the sender's own address says; null where none does. */
  from: string | null
  /** Milliseconds since 1970. */
  at: number
  /** What was meant to happen to the answer. */
  fate: string
  /** When the whole answer was with the system, on its way to the sender; null: never. */
  answeredAt: number | null
  /** The answer never left, or its connection was reset before the sender was heard of again. */
  cut: boolean
  /** Of the words, to see that every copy says the same. */
  hash: string
}>

/** A line of the ledger while it is written. */
export type Entry = { -readonly [Key in keyof Heard]: Heard[Key] }

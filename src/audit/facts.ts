import type { Channel } from '#base/address.ts'
import type { Instant } from '#base/time.ts'
import type { QueueHead } from '#delivery/health.ts'
import type { Lane } from '#rules/notice.ts'

/** Notices of one lane that nobody has turned into words, and messages of it on their way (counted up to 100,000). */
export type LaneFacts = Readonly<{ lane: Lane; oldestNotice: Instant | null; waiting: number }>

/** An account at a carrier: how it stands with it, and how many of its last 500 hand-overs failed in 15 minutes. */
export type AccountFacts = Readonly<{
  name: string
  pausedAt: Instant | null
  pausedBecause: string | null
  brokenUntil: Instant | null
  failedAt: Instant | null
  failedBecause: string | null
  workedAt: Instant | null
  ended: number
  failed: number
}>

/** What else the database knows. Instants are of the oldest; counts stop at 10,000, of saves at 100,000. */
export type DeskFacts = Readonly<{
  unplanned: number
  oldestUnplanned: Instant | null
  oldestReminder: Instant | null
  oldestReport: Instant | null
  receipts: number
  oldestReceipt: Instant | null
  oldestReply: Instant | null
  unknown: number
  oldestUnknown: Instant | null
  /** What expired in the last hour. */
  expiredUrgent: number
  expiredOthers: number
}>

/** A loop of this process: when it last did its turn, or when it was started if it never has. */
export type StationFacts = Readonly<{ name: string; lastTurn: Instant }>

/** The accounts a channel is configured with; none: it is captured. */
export type ChannelFacts = Readonly<{ channel: Channel; accounts: readonly string[] }>

/** Everything an audit looks at. */
export type Facts = Readonly<{
  queues: readonly QueueHead[]
  lanes: readonly LaneFacts[]
  desk: DeskFacts
  accounts: readonly AccountFacts[]
  channels: readonly ChannelFacts[]
  /** What was kept and not sent in the last hour, by channel; counted up to 500 over all. */
  captured: readonly Readonly<{ channel: Channel; kept: number }>[]
  stations: readonly StationFacts[]
  /** Which process looked: a name that is its own on all machines of this installation. */
  process: string
  /** Seconds by which the database's clock is ahead of ours; negative: behind. */
  databaseAhead: number
  /** The share of the disk that is free, where our own database keeps its files; null: it is not ours to watch. */
  diskFree: number | null
}>

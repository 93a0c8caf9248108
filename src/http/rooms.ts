import type { Look } from '#audit/audit.run.ts'
import type { ChannelHealth } from '#audit/channels.ts'
import type { Severity } from '#audit/findings.ts'
import type { Pulse } from '#audit/heartbeat.run.ts'
import type { Tally } from '#audit/tally.run.ts'
import type { CustomerLinks } from '#base/customer-links.ts'
import type { Clock } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import type { Post } from '#delivery/at-once.run.ts'
import type { Carrier } from '#delivery/carrier.ts'
import type { LaneHealth } from '#delivery/health.ts'
import type { SignIn } from '#directory/sign-in.run.ts'
import type { Desk } from '#jobs/jobs.run.ts'
import type { PdfPress } from '#messages/pdf.run.ts'
import type { Changes } from './changes.run.ts'
import type { LogLine } from './doorway.run.ts'
import type { Hooks } from './twilio-hook.ts'

/** How the house is doing: what waits, since when, and who is at work. */
export type Health = Readonly<{
  /** Saves nobody has planned for yet, and when the oldest of them was made. */
  unplanned: Readonly<{ waiting: number; oldest: Temporal.Instant | null }>
  lanes: readonly LaneHealth[]
  /** When each station last looked for work; null if it never has. */
  stations: readonly StationHealth[]
  /** When all that follows was last looked at; null if nobody has yet. */
  lookedAt: Temporal.Instant | null
  /** What is wrong with the sending itself, the worst first. */
  alarms: readonly AlarmHealth[]
  channels: readonly ChannelHealth[]
  /** Whether the watcher outside can be reached; null if there is none. */
  heartbeat: Pulse | null
}>

/** `id`: the same alarm has the same as long as it lasts. */
export type AlarmHealth = Readonly<{ id: number; severity: Severity; words: string; since: Temporal.Instant }>

export type StationHealth = Readonly<{ name: string; lastTurn: Temporal.Instant | null }>

/** What is known without asking the database. */
export type Watched = Readonly<{
  look: Look | undefined
  stations: readonly StationHealth[]
  heartbeat: Pulse | null
  counts: ReturnType<Tally['counts']>
}>

/** What stands behind the door. */
export type Rooms = Readonly<{
  db: Database
  clock: Clock
  desk: Desk
  signIn: SignIn
  /** Sends links that only one person may have. */
  post: Post
  /** By which address people reach us; without it links name the page alone. */
  address?: () => string
  /** The address by which the outside reaches this server, if it has one of its own. */
  publicUrl?: string | null
  press: PdfPress
  /** What happens, for those who watch it happen. */
  changes: Changes
  /** By which programs are told. */
  webhooks: Pick<Carrier, 'send'>
  /** Pages that customers open without an account; without them previews of what they are told leave their addresses out. */
  links?: CustomerLinks
  health: () => Promise<Health>
  /** Without it nobody watches the sending, and /healthz says so. */
  watched?: () => Watched
  /** Who may read /metrics, and what runs here; without it nobody may. */
  metrics?: Readonly<{ token: string; build: Readonly<Record<'version' | 'node' | 'postgres', string>> }> | null
  /** Is told one line for every request. */
  log: (line: LogLine) => void
  /** Carriers that call us; without them there is nothing at /hooks. */
  hooks?: Hooks | null
}>

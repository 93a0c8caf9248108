import type { Clock } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import type { LaneHealth } from '#delivery/delivery.run.ts'
import type { Desk } from '#jobs/jobs.run.ts'
import type { PdfPress } from '#messages/pdf.run.ts'
import type { LogLine } from './doorway.run.ts'

/** How the house is doing: what waits, since when, and who is at work. */
export type Health = Readonly<{
  /** Saves nobody has planned for yet, and when the oldest of them was made. */
  unplanned: Readonly<{ waiting: number; oldest: Temporal.Instant | null }>
  lanes: readonly LaneHealth[]
  /** When each station last looked for work; null if it never has. */
  stations: readonly Readonly<{ name: string; lastTurn: Temporal.Instant | null }>[]
}>

/** What stands behind the door. */
export type Rooms = Readonly<{
  db: Database
  clock: Clock
  desk: Desk
  press: PdfPress
  health: () => Promise<Health>
  /** Is told one line for every request. */
  log: (line: LogLine) => void
}>

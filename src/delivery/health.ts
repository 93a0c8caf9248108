import type { Channel } from '#base/address.ts'
import type { Lane } from '#rules/notice.ts'

type Instant = Temporal.Instant

/** How far behind one lane of one channel is: since when the oldest is due, and since when the oldest hand-over is open. */
export type QueueHead = Readonly<{
  lane: Lane
  channel: Channel
  oldestDue: Instant | null
  oldestHandedOver: Instant | null
}>

export type LaneHealth = Readonly<{
  lane: Lane
  /** Deliveries that have not come to their end; counted up to 10,000. */
  waiting: number
  /** How long the one that should have gone first has been due; 0 when nothing is due. */
  oldestDueSeconds: number
}>

/** How far behind each lane is, whatever the channel. */
export const behind = (
  waiting: readonly Pick<LaneHealth, 'lane' | 'waiting'>[],
  heads: readonly QueueHead[],
  now: Instant,
): LaneHealth[] =>
  waiting.map(counted => {
    const late = heads.map(({ lane, oldestDue }) =>
      lane === counted.lane && oldestDue ? now.since(oldestDue).total('seconds') : 0,
    )
    return { ...counted, oldestDueSeconds: Math.max(0, ...late) }
  })

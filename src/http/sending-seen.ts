import { isAfter, later } from '#base/time.ts'
import { channelOf, type TellRule } from '#rules/rule.ts'
import type { Sending } from '#rules/warnings.ts'
import type { Health } from './rooms.ts'

// Seconds. Each station looks for work every second; one that has not for a minute has stopped.
const AWAKE = 60

/** Whether what a rule's channel is given leaves this machine, and whether anybody is at work. */
export function sendingSeen(
  { channels, stations }: Health,
  { via }: Pick<TellRule, 'via'>,
  now: Temporal.Instant,
): Sending {
  const channel = channels.find(each => each.channel === channelOf(via))
  return {
    channelGoesOut: channel?.goes === 'out' && channel.accounts.some(({ is }) => is !== 'paused'),
    isSending:
      stations.length > 0 && stations.every(({ lastTurn }) => lastTurn && isAfter(later(lastTurn, AWAKE), now)),
  }
}

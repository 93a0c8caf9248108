import type { Channel } from '#base/address.ts'
import type { Instant } from '#base/time.ts'
import type { Facts } from './facts.ts'
import { type Standing, standingOf } from './findings.ts'

/** Whether what a channel is given leaves this machine, and how it stands with its accounts, the best first. */
export type ChannelHealth = Readonly<{
  channel: Channel
  goes: 'out' | 'nowhere'
  accounts: readonly AccountHealth[]
}>

export type AccountHealth = Readonly<{
  name: string
  is: Standing
  /** Why it is paused or broken, in the carrier's words. */
  because: string | null
  workedAt: Instant | null
}>

/** How it stands with each channel. One without an account is captured: what it is given is kept here and goes nowhere. */
export const channelsOf = ({ channels, accounts }: Facts, now: Instant): ChannelHealth[] =>
  channels.map(({ channel, accounts: names }) => ({
    channel,
    goes: names.length > 0 ? 'out' : 'nowhere',
    accounts: names.map(name => {
      const account = accounts.find(each => each.name === name)!
      const is = standingOf(account, now)
      const because = { paused: account.pausedBecause, broken: account.failedBecause, working: null }[is]
      return { name, is, because, workedAt: account.workedAt }
    }),
  }))

import type { Channel } from '#base/address.ts'
import { type Instant, isAfter, later } from '#base/time.ts'
import type { Lane } from '#rules/notice.ts'
import type { AccountFacts, Facts } from './facts.ts'

/** alarm: people are not told what they should be. warning: it soon may be so, or somebody should look. */
export type Severity = 'alarm' | 'warning'

/** One thing that is wrong with the sending, in words that say what to do. `channel`: the one that is in trouble. */
export type Finding = Readonly<{ key: string; severity: Severity; words: string; channel: Channel | null }>

/** What is wrong (W8). The same trouble has the same key at every look. */
export function findingsIn(facts: Facts, now: Instant): Finding[] {
  return [
    ...stations(facts, now),
    ...planning(facts, now),
    ...notices(facts, now),
    ...deliveries(facts, now),
    ...accounts(facts, now),
    ...captured(facts),
    ...doubts(facts, now),
    ...expired(facts),
    ...receipts(facts, now),
    ...machine(facts),
  ]
}

const finding = (key: string, severity: Severity, words: string, channel: Channel | null = null): Finding => ({
  key,
  severity,
  words,
  channel,
})

// Seconds after which something due is overdue.
const LATE: Record<Lane, number> = { urgent: 30, normal: 300, slow: 1800 }
const UNPLANNED = 30
const CHASING = 1800
const UNHEARD = 300
const STANDSTILL = 60

/** For how long something has been due, if that is longer than `most` seconds. */
const overdue = (since: Instant | null, most: number, now: Instant): number | null =>
  since && isAfter(later(now, -most), since) ? Math.floor(now.since(since).total('seconds')) : null

function stations({ stations, process }: Facts, now: Instant): Finding[] {
  return stations.flatMap(({ name, lastTurn }) => {
    const still = overdue(lastTurn, STANDSTILL, now)
    if (still === null) return []
    const words = `The part of Callout that does "${name}" has stood still for ${duration(still)} (${process}). ${LOOK}`
    return [finding(`station:${name}@${process}`, 'alarm', words)]
  })
}

const LOOK = 'Look at the log of Callout; if it does not go on by itself, restart it.'
const PHONE = 'Until this is over, phone whoever must know.'

function planning({ desk }: Facts, now: Instant): Finding[] {
  const unplanned = overdue(desk.oldestUnplanned, UNPLANNED, now)
  const reminder = overdue(desk.oldestReminder, CHASING, now)
  const report = overdue(desk.oldestReport, CHASING, now)
  return [
    ...when(unplanned, for_ =>
      finding(
        'unplanned',
        'alarm',
        `Changes of jobs have waited for ${for_}: nobody is told of them. ${PHONE} ${LOOK}`,
      ),
    ),
    ...when(reminder, for_ =>
      finding('reminders', 'alarm', `Reminders have been due for ${for_} and nobody looks at them. ${LOOK}`),
    ),
    ...when(report, for_ =>
      finding('reports', 'alarm', `A scheduled report has been due for ${for_} and is not made. ${LOOK}`),
    ),
  ]
}

const when = (seconds: number | null, say: (duration: string) => Finding): Finding[] =>
  seconds === null ? [] : [say(duration(seconds))]

function notices({ lanes }: Facts, now: Instant): Finding[] {
  return lanes.flatMap(({ lane, oldestNotice }) =>
    when(overdue(oldestNotice, LATE[lane], now), for_ => {
      const todo = lane === 'urgent' ? `${PHONE} ${LOOK}` : LOOK
      return finding(`notices:${lane}`, 'alarm', `${WHAT[lane]} have waited for ${for_} to be written. ${todo}`)
    }),
  )
}

const WHAT: Record<Lane, string> = {
  urgent: 'Dispatch messages',
  normal: 'Messages about jobs',
  slow: 'Reminders and reports',
}
const BY: Record<Channel, string> = { email: 'by e-mail', sms: 'by text', voice: 'by call', webhook: 'by webhook' }
export const CHANNEL_WORDS: Record<Channel, string> = {
  email: 'E-mail',
  sms: 'Texts',
  voice: 'Calls',
  webhook: 'Webhooks',
}

function deliveries({ queues }: Facts, now: Instant): Finding[] {
  return queues.flatMap(({ lane, channel, oldestDue, oldestHandedOver }) => [
    ...when(overdue(oldestDue, LATE[lane], now), for_ => {
      const todo = lane === 'urgent' ? `${PHONE} ${ACCOUNTS}` : ACCOUNTS
      const words = `${WHAT[lane]} ${BY[channel]} have waited for ${for_} to be sent. ${todo}`
      return finding(`deliveries:${lane}:${channel}`, 'alarm', words, channel)
    }),
    ...when(overdue(oldestHandedOver, LATE[lane], now), for_ => {
      const words = `${WHAT[lane]} ${BY[channel]} were handed over and for ${for_} nobody has written down what became of them: they may or may not have been sent. ${LOOK}`
      return finding(`handed-over:${lane}:${channel}`, 'alarm', words, channel)
    }),
  ])
}

const ACCOUNTS = 'See under Health which account does not work, or look at the log of Callout.'

/** How it stands with an account. */
export type Standing = 'working' | 'paused' | 'broken'
export const standingOf = ({ pausedAt, brokenUntil }: AccountFacts, now: Instant): Standing =>
  pausedAt ? 'paused' : brokenUntil && isAfter(brokenUntil, now) ? 'broken' : 'working'

function accounts({ accounts, channels }: Facts, now: Instant): Finding[] {
  return channels.flatMap(({ channel, accounts: names }) => {
    const its = accounts.filter(({ name }) => names.includes(name))
    const stillSent = its.some(account => standingOf(account, now) === 'working')
    return its.flatMap(account => [...outOfUse(account, { channel, stillSent, now }), ...failing(account, channel)])
  })
}

type Around = { channel: Channel; stillSent: boolean; now: Instant }

function outOfUse(account: AccountFacts, { channel, stillSent, now }: Around): Finding[] {
  const standing = standingOf(account, now)
  if (standing === 'working') return []
  const { name, pausedBecause, failedBecause, workedAt } = account
  const rest = stillSent ? 'Another account takes its place meanwhile.' : `${CHANNEL_WORDS[channel]} are not sent now.`
  const worked = workedAt ? ` It last worked ${duration(now.since(workedAt).total('seconds'))} ago.` : ''
  const words =
    standing === 'paused'
      ? `The account "${name}" is paused: ${sentence(pausedBecause)} Mend its password, money or settings. ${rest}`
      : `The account "${name}" cannot be reached: ${sentence(failedBecause)}${worked} It is tried again by itself. ${rest}`
  return [
    finding(`account:${name}`, stillSent ? 'warning' : 'alarm', words.replace('E-mail are', 'E-mail is'), channel),
  ]
}

const FEW = 10
const RISE = 0.2
const MOST = 0.5

function failing({ name, ended, failed }: AccountFacts, channel: Channel): Finding[] {
  // A webhook that fails is its receiver's trouble: one that is down must not silence the whole server's heartbeat.
  if (channel === 'webhook' || ended < FEW || failed <= ended * RISE) return []
  const words = `Of the last ${ended} messages through "${name}", ${failed} failed within 15 minutes. Look at the messages that failed: what the carrier said is with each of them.`
  return [finding(`failures:${name}`, failed > ended * MOST ? 'alarm' : 'warning', words, channel)]
}

// To capture everything is how one tries Callout out; to capture one channel while another is real may be forgotten.
function captured({ channels, captured }: Facts): Finding[] {
  const real = channels.some(({ channel, accounts }) => channel !== 'webhook' && accounts.length > 0)
  if (!real) return []
  return captured.flatMap(({ channel, kept }) => {
    if (channels.some(each => each.channel === channel && each.accounts.length > 0)) return []
    const words = `${CHANNEL_WORDS[channel]}: ${kept === 500 ? '500 or more were' : `${kept} ${kept === 1 ? 'was' : 'were'}`} kept here within the last hour and not sent, because no account is set up. Set one up, or take the rules that use it away.`
    return [finding(`captured:${channel}`, 'warning', words, channel)]
  })
}

function doubts({ desk: { unknown, oldestUnknown } }: Facts, now: Instant): Finding[] {
  if (unknown === 0) return []
  const since = oldestUnknown ? ` The oldest for ${duration(now.since(oldestUnknown).total('seconds'))}.` : ''
  const words = `${counted(unknown, 'message')} may or may not have been sent: the answer of the carrier was lost.${since} Ask those people, then send again or cancel.`
  return [finding('unknown', 'warning', words)]
}

function expired({ desk: { expiredUrgent, expiredOthers } }: Facts): Finding[] {
  const urgent = `${counted(expiredUrgent, 'dispatch message')} came too late within the last hour and ${expiredUrgent === 1 ? 'was' : 'were'} not sent. Phone whoever should have been told.`
  const others = `${counted(expiredOthers, 'message')} came too late within the last hour and were not sent. Look at them under Messages; they can be sent again.`
  return [
    ...(expiredUrgent > 0 ? [finding('expired:urgent', 'alarm', urgent)] : []),
    ...(expiredOthers >= FEW ? [finding('expired:others', 'warning', others)] : []),
  ]
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

function receipts({ desk: { receipts, oldestReceipt, oldestReply } }: Facts, now: Instant): Finding[] {
  return [
    ...when(overdue(oldestReceipt, UNHEARD, now), for_ => {
      const words = `${counted(receipts, 'report')} of carriers wait for ${for_} to be read: whether messages arrived is not known. ${LOOK}`
      return finding('receipts', 'warning', words)
    }),
    ...when(overdue(oldestReply, UNHEARD, now), for_ =>
      finding('replies', 'warning', `Answers of people, among them perhaps STOP, wait for ${for_} to be read. ${LOOK}`),
    ),
  ]
}

const TOLERANCE = 2
const [SCARCE, NEARLY_FULL] = [0.15, 0.05]

function machine({ databaseAhead, diskFree, process }: Facts): Finding[] {
  const found: Finding[] = []
  if (Math.abs(databaseAhead) > TOLERANCE) {
    const which = databaseAhead > 0 ? 'ahead of' : 'behind'
    const words = `The clock of the database is ${duration(Math.abs(databaseAhead))} ${which} that of ${process}. Set both by NTP: reminders and use-by times go by them.`
    found.push(finding(`clock@${process}`, 'warning', words))
  }
  if (diskFree !== null && diskFree < SCARCE) {
    const share = `${(diskFree * 100).toFixed(diskFree < 0.1 ? 1 : 0)} %`
    const words = `Of the disk that holds the database ${share} is free. Make room: when it is full nothing can be saved or sent.`
    found.push(finding('disk', diskFree < NEARLY_FULL ? 'alarm' : 'warning', words))
  }
  return found
}

const sentence = (text: string | null): string => {
  const said = text?.trim() || 'no reason was given'
  return /[.!?]$/.test(said) ? said : `${said}.`
}

/** "40 seconds", "6 minutes", "3 hours", "2 days": the largest unit of which there are at least two. */
export function duration(seconds: number): string {
  const whole = Math.max(Math.round(seconds), 1)
  for (const [unit, length] of UNITS) if (whole >= 2 * length) return `${Math.floor(whole / length)} ${unit}s`
  return counted(whole, 'second')
}
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

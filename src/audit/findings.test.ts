import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CHANNELS } from '#base/address.ts'
import { later } from '#base/time.ts'
import { LANES } from '#rules/notice.ts'
import { channelsOf } from './channels.ts'
import type { AccountFacts, Facts } from './facts.ts'
import { duration, findingsIn } from './findings.ts'

const NOW = Temporal.Instant.from('2026-11-21T02:00:00Z')
const ago = (seconds: number) => later(NOW, -seconds)

const smtp: AccountFacts = {
  name: 'smtp',
  ...{ pausedAt: null, pausedBecause: null, brokenUntil: null, failedAt: null, failedBecause: null, workedAt: null },
  ...{ ended: 0, failed: 0 },
}
const paused = { pausedAt: ago(60), pausedBecause: '535 wrong password' }
const broken = { brokenUntil: later(NOW, 30), failedBecause: 'connection refused', workedAt: ago(600) }
const desk: Facts['desk'] = {
  ...{ unplanned: 0, oldestUnplanned: null, oldestReminder: null, oldestReport: null },
  ...{ receipts: 0, oldestReceipt: null, oldestReply: null, unknown: 0, oldestUnknown: null },
  ...{ expiredUrgent: 0, expiredOthers: 0 },
}
const WELL: Facts = {
  queues: [],
  lanes: LANES.map(lane => ({ lane, oldestNotice: null, waiting: 0 })),
  desk,
  accounts: [smtp],
  channels: CHANNELS.map(channel => ({ channel, accounts: channel === 'email' ? ['smtp'] : [] })),
  captured: [],
  stations: [{ name: 'plan', lastTurn: ago(1) }],
  process: 'desk-1, process 7',
  databaseAhead: 0.4,
  diskFree: 0.5,
}
const queue = (lane: (typeof LANES)[number], seconds: number, handedOver: number | null = null) => ({
  queues: [
    {
      ...{ lane, channel: 'sms' as const, oldestDue: ago(seconds) },
      oldestHandedOver: handedOver === null ? null : ago(handedOver),
    },
  ],
})
const account = (...accounts: Partial<AccountFacts>[]): Partial<Facts> => {
  const all = accounts.map((more, i) => ({ ...smtp, name: i === 0 ? 'smtp' : 'smtp-backup', ...more }))
  return { accounts: all, channels: [{ channel: 'email', accounts: all.map(({ name }) => name) }] }
}

const seen = (more: Partial<Facts>) =>
  findingsIn({ ...WELL, ...more }, NOW).map(({ severity, key, words }) => `${severity} ${key}: ${words}`)

describe('W8: what is wrong with the sending, and what to do', () => {
  const CASES: readonly [Partial<Facts>, string][] = [
    [
      { stations: [{ name: 'send urgent sms', lastTurn: ago(61) }] },
      'alarm station:send urgent sms@desk-1, process 7: The part of Callout that does "send urgent sms" has stood still for 61 seconds (desk-1, process 7). Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      { desk: { ...desk, unplanned: 3, oldestUnplanned: ago(31) } },
      'alarm unplanned: Changes of jobs have waited for 31 seconds: nobody is told of them. Until this is over, phone whoever must know. Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      { desk: { ...desk, oldestReminder: ago(7200) } },
      'alarm reminders: Reminders have been due for 2 hours and nobody looks at them. Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      { desk: { ...desk, oldestReport: ago(1900) } },
      'alarm reports: A scheduled report has been due for 31 minutes and is not made. Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      { lanes: [{ lane: 'urgent', oldestNotice: ago(31), waiting: 0 }] },
      'alarm notices:urgent: Dispatch messages have waited for 31 seconds to be written. Until this is over, phone whoever must know. Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      { lanes: [{ lane: 'slow', oldestNotice: ago(1801), waiting: 0 }] },
      'alarm notices:slow: Reminders and reports have waited for 30 minutes to be written. Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      queue('urgent', 31),
      'alarm deliveries:urgent:sms: Dispatch messages by text have waited for 31 seconds to be sent. Until this is over, phone whoever must know. See under Health which account does not work, or look at the log of Callout.',
    ],
    [
      queue('normal', 301),
      'alarm deliveries:normal:sms: Messages about jobs by text have waited for 5 minutes to be sent. See under Health which account does not work, or look at the log of Callout.',
    ],
    [
      queue('urgent', 0, 90),
      'alarm handed-over:urgent:sms: Dispatch messages by text were handed over and for 90 seconds nobody has written down what became of them: they may or may not have been sent. Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      account(paused),
      'alarm account:smtp: The account "smtp" is paused: 535 wrong password. Mend its password, money or settings. E-mail is not sent now.',
    ],
    [
      account(paused, {}),
      'warning account:smtp: The account "smtp" is paused: 535 wrong password. Mend its password, money or settings. Another account takes its place meanwhile.',
    ],
    [
      account(broken),
      'alarm account:smtp: The account "smtp" cannot be reached: connection refused. It last worked 10 minutes ago. It is tried again by itself. E-mail is not sent now.',
    ],
    [
      account({ ended: 10, failed: 3 }),
      'warning failures:smtp: Of the last 10 messages through "smtp", 3 failed within 15 minutes. Look at the messages that failed: what the carrier said is with each of them.',
    ],
    [
      account({ ended: 500, failed: 251 }),
      'alarm failures:smtp: Of the last 500 messages through "smtp", 251 failed within 15 minutes. Look at the messages that failed: what the carrier said is with each of them.',
    ],
    [
      { captured: [{ channel: 'sms', kept: 2 }] },
      'warning captured:sms: Texts: 2 were kept here within the last hour and not sent, because no account is set up. Set one up, or take the rules that use it away.',
    ],
    [
      { desk: { ...desk, unknown: 1, oldestUnknown: ago(120) } },
      'warning unknown: 1 message may or may not have been sent: the answer of the carrier was lost. The oldest for 2 minutes. Ask those people, then send again or cancel.',
    ],
    [
      { desk: { ...desk, expiredUrgent: 1 } },
      'alarm expired:urgent: 1 dispatch message came too late within the last hour and was not sent. Phone whoever should have been told.',
    ],
    [
      { desk: { ...desk, expiredOthers: 10 } },
      'warning expired:others: 10 messages came too late within the last hour and were not sent. Look at them under Messages; they can be sent again.',
    ],
    [
      { desk: { ...desk, receipts: 4, oldestReceipt: ago(301) } },
      'warning receipts: 4 reports of carriers wait for 5 minutes to be read: whether messages arrived is not known. Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      { desk: { ...desk, oldestReply: ago(301) } },
      'warning replies: Answers of people, among them perhaps STOP, wait for 5 minutes to be read. Look at the log of Callout; if it does not go on by itself, restart it.',
    ],
    [
      { databaseAhead: -5 },
      'warning clock@desk-1, process 7: The clock of the database is 5 seconds behind that of desk-1, process 7. Set both by NTP: reminders and use-by times go by them.',
    ],
    [
      { diskFree: 0.14 },
      'warning disk: Of the disk that holds the database 14 % is free. Make room: when it is full nothing can be saved or sent.',
    ],
    [
      { diskFree: 0.049 },
      'alarm disk: Of the disk that holds the database 4.9 % is free. Make room: when it is full nothing can be saved or sent.',
    ],
  ]
  for (const [facts, expected] of CASES) test(expected, () => assert.deepEqual(seen(facts), [expected]))

  test('nothing is wrong when nothing is', () => assert.deepEqual(seen({}), []))

  const FINE: readonly [string, Partial<Facts>][] = [
    ['a station that turned a minute ago', { stations: [{ name: 'plan', lastTurn: ago(60) }] }],
    ['saves that wait for 30 seconds', { desk: { ...desk, unplanned: 5, oldestUnplanned: ago(30) } }],
    ['an urgent message due for 30 seconds', queue('urgent', 30)],
    ['a message that is due later', queue('urgent', -600)],
    ['an account that was broken and is tried again', account({ ...broken, brokenUntil: ago(1) })],
    ['a fifth of ten that fails', account({ ended: 10, failed: 2 })],
    ['nine that fail of nine', account({ ended: 9, failed: 9 })],
    [
      'a program whose webhooks all fail',
      { accounts: [{ ...smtp, ended: 20, failed: 20 }], channels: [{ channel: 'webhook', accounts: ['smtp'] }] },
    ],
    ['an expired job message among many', { desk: { ...desk, expiredOthers: 9 } }],
    [
      'everything captured',
      { accounts: [], channels: [{ channel: 'sms', accounts: [] }], captured: [{ channel: 'sms', kept: 500 }] },
    ],
  ]
  for (const [what, facts] of FINE) test(`${what} is no finding`, () => assert.deepEqual(seen(facts), []))
})

test('a channel without an account goes nowhere; of the others each account is named with how it stands and why', () => {
  assert.deepEqual(channelsOf({ ...WELL, ...account(paused, broken) }, NOW), [
    {
      channel: 'email',
      goes: 'out',
      accounts: [
        { name: 'smtp', is: 'paused', because: '535 wrong password', workedAt: null },
        { name: 'smtp-backup', is: 'broken', because: 'connection refused', workedAt: ago(600) },
      ],
    },
  ])
  assert.deepEqual(channelsOf(WELL, NOW)[1], { channel: 'sms', goes: 'nowhere', accounts: [] })
})

test('durations are said in the largest unit of which there are two', () => {
  assert.deepEqual([0.2, 1, 119, 120, 7199, 7200, 172_800].map(duration), [
    ...['1 second', '1 second', '119 seconds', '2 minutes', '119 minutes', '2 hours', '2 days'],
  ])
})

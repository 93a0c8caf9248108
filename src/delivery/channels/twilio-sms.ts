import type { Carrier, Found, Lost, Outgoing } from '#delivery/carrier.ts'
import {
  type Entry,
  hookOf,
  instantOf,
  type Listed,
  openAccount,
  SETTLED,
  type TwilioOptions,
  timesOf,
} from './twilio-account.ts'
import { outcomeOf } from './twilio-answer.ts'

/**
 * Sends texts through Twilio. It knows no id of ours, so a message whose answer was lost is looked for among those it lists.
 */
export function openTwilioSms(options: TwilioOptions): Carrier {
  const { name, from, rate, connections, clock } = options
  const account = openAccount(options)
  return {
    name,
    connections,
    rate,
    doubt: 'ask',
    send: (message, handOver) => account.post('Messages', formOf(message, options), handOver),
    find: async lost => foundIn(await account.list('Messages', lost.address), { ...lost, from, now: clock() }),
    check: account.check,
    close: async () => {},
  }
}

function formOf(message: Outgoing, options: TwilioOptions): URLSearchParams {
  const { from } = options
  return new URLSearchParams({
    To: message.address,
    [isService(from) ? 'MessagingServiceSid' : 'From']: from,
    StatusCallback: hookOf(options, 'messages', message),
    Body: message.body,
  })
}

const isService = (from: string): boolean => /^MG[0-9a-f]{32}$/i.test(from)

// Seconds by which the clocks and our reckoning may differ, and for which an equal text before that leaves us in doubt.
const SLACK = 5
const ALIKE = 900

/** A lost message, whom it was from, and what time it is now. */
type Sought = Pick<Lost, 'at' | 'body'> & Readonly<{ from: string; now: Temporal.Instant }>

/**
 * Whether a lost message is among those that Twilio lists for its number. Found: the same words from the same sender
 * since it was begun. Absent: nothing like it, the list is whole, and it had time to get there.
 */
export function foundIn(list: Listed, lost: Sought): Found {
  if (!list.ok) return cannotSay(list.words)
  const { began, ago } = timesOf(lost, { theirs: list.now, ours: lost.now })
  const alike = list.entries.filter(entry => isAlike(entry, lost))
  const after = (entry: Entry) => instantOf(entry.date_created)?.since(began).total('seconds') ?? 0
  const [found, ...others] = alike.filter(entry => after(entry) >= -SLACK)
  if (others.length > 0) return cannotSay('Twilio lists several messages like it.')
  if (found) return asFound(found)
  if (alike.some(entry => after(entry) >= -ALIKE)) return cannotSay('Twilio lists one like it from shortly before.')
  if (!list.whole) return cannotSay('Twilio lists more messages than can be looked through.')
  return ago >= SETTLED ? { as: 'absent' } : cannotSay('It may still be on its way to Twilio.')
}

const cannotSay = (words: string): Found => ({ as: 'cannot-say', words })

function isAlike(entry: Entry, { body, from }: Sought): boolean {
  const sender = isService(from) ? entry.messaging_service_sid : entry.from
  // A trial account has words put before ours, and a messaging service may write quotes and dashes in its own way.
  return sender === from && lettersOf(String(entry.body)).endsWith(lettersOf(body))
}

const lettersOf = (text: string): string => text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '')

/** As if Twilio had answered with it. */
function asFound(entry: Entry): Found {
  const outcome = outcomeOf({ as: 'answered', status: 201, headers: {}, body: JSON.stringify(entry) })
  return outcome.as === 'unknown' ? cannotSay(outcome.words) : { as: 'found', outcome }
}

import type { Carrier, Found, Outgoing } from '#delivery/carrier.ts'
import {
  type Entry,
  hookOf,
  type Listed,
  openTwilioCarrier,
  type Sought,
  type TwilioOptions,
} from './twilio-account.ts'
import { outcomeOf } from './twilio-answer.ts'
import { cannotSay, isSince, searched } from './twilio-find.ts'

/** Sends texts through Twilio. */
export const openTwilioSms = (options: TwilioOptions): Carrier =>
  openTwilioCarrier(options, { resource: 'Messages', formOf, foundIn })

function formOf(message: Outgoing, options: TwilioOptions): URLSearchParams {
  const { from } = options
  return new URLSearchParams({
    To: message.address,
    [isService(from) ? 'MessagingServiceSid' : 'From']: from,
    StatusCallback: hookOf(options, 'messages', message),
    Body: message.body,
  })
}

/** Whether it is a messaging service, which chooses the number that texts come from. */
export const isService = (from: string): boolean => /^MG[0-9a-f]{32}$/i.test(from)

// Seconds before it began for which an equal text leaves us in doubt.
const ALIKE = 900

/**
 * Whether a lost text is among those that Twilio lists for its number. Found: the same words from the same sender since it
 * was begun. Absent: nothing like it, the list is whole, and it had time to get there.
 */
export const foundIn = (list: Listed, lost: Sought): Found =>
  searched(list, lost, (entries, after) => {
    const alike = entries.filter(entry => isAlike(entry, lost))
    const [found, ...others] = alike.filter(entry => isSince(after(entry)))
    if (others.length > 0) return cannotSay('Twilio lists several messages like it.')
    if (found) return asFound(found)
    const before = alike.some(entry => after(entry) >= -ALIKE)
    return before ? cannotSay('Twilio lists one like it from shortly before.') : null
  })

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

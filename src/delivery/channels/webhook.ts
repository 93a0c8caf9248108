import { Webhook as Signer } from 'standardwebhooks'
import type { Clock } from '#base/time.ts'
import { type Carrier, type HandOver, type Outcome, type Outgoing, STOPPED } from '#delivery/carrier.ts'
import type { Endpoint, Heard } from '#directory/webhook.ts'
import { type EgressOptions, openEgress } from './egress.ts'
import { judge } from './webhook-answer.ts'

/** Where the carrier looks a webhook up, and writes down how it does. */
export type WebhookBook = Readonly<{
  find: (companyId: string, url: string) => Promise<Endpoint | undefined>
  note: (endpoint: Endpoint, heard: Heard) => Promise<void>
}>

export type WebhookOptions = EgressOptions &
  Readonly<{ name: string; connections: number; book: WebhookBook; clock: Clock }>

/**
 * Tells programs by HTTP in the form of Standard Webhooks: POST, signed with the secrets of the webhook, under an id that
 * is the same over all attempts, by which the receiver knows what it has already.
 */
export function openWebhooks({ name, connections, book, clock, ...egress }: WebhookOptions): Carrier {
  const post = openEgress(egress)
  const send = async (message: Outgoing, handOver: HandOver): Promise<Outcome> => {
    const endpoint = await book.find(message.companyId, message.address)
    if (!endpoint) return refused('There is no such webhook any more.')
    if (endpoint.disabledAt) return refused(`The webhook is disabled. ${endpoint.disabledBecause}`)
    // A second copy does no harm, but what was held back or cancelled meanwhile must not go out.
    if (!(await handOver())) return STOPPED
    const body = Buffer.from(message.body)
    const reached = await post({ url: message.address, headers: headersOf(message, endpoint, clock()), body })
    const { outcome, heard } = judge(reached, clock())
    await book.note(endpoint, heard)
    return outcome
  }
  return {
    name,
    connections,
    doubt: 'key',
    rate: null,
    send: (message, handOver) => send(message, handOver).catch(bookIsShut),
    check: async () => ({ as: 'accepted', code: null, words: 'Webhooks need no account.' }),
    close: async () => {},
  }
}

const refused = (words: string): Outcome => ({ as: 'refused', code: null, words, fault: 'address' })

// The book is the database. While that is away nothing can be kept of an answer, and the message is sent again.
const bookIsShut = (error: unknown): Outcome => ({
  as: 'unreachable',
  code: null,
  words: `What is known of the webhook could not be read or written: ${(error as Error).message}`,
})

function headersOf({ id, body }: Outgoing, { secrets }: Endpoint, now: Temporal.Instant): Record<string, string> {
  const at = new Date(now.epochMilliseconds)
  return {
    'content-type': 'application/json',
    'user-agent': 'Callout',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.epochMilliseconds / 1000)),
    'webhook-signature': secrets.map(secret => new Signer(secret).sign(id, at, body)).join(' '),
  }
}

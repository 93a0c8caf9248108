import { newId } from '#base/id.ts'
import { type Carrier, type Outcome, type Outgoing, WORDS_ALONE } from './carrier.ts'

/** Words for one address, to be sent at once and to be kept nowhere. */
export type Letter = Readonly<{ address: string; subject: string | null; body: string }>

/** Told of each account that did not take a letter. */
type Failed = (carrier: Carrier, outcome: Outcome) => void

/** Whether these accounts reach anybody: what only captures does not. */
export const reaches = (carriers: readonly Carrier[]): boolean => realOnes(carriers).length > 0

const realOnes = (carriers: readonly Carrier[]) => carriers.filter(({ name }) => name !== 'capture')

/**
 * Sends a letter past every queue, by the first of these accounts that takes it. No message and no attempt of it is
 * kept.
 */
export async function sendAtOnce(carriers: readonly Carrier[], letter: Letter, failed: Failed): Promise<boolean> {
  const message: Outgoing = {
    ...{ companyId: NO_COMPANY, id: newId(), attempt: 1, lane: 'urgent', replyTo: null },
    ...letter,
    ...WORDS_ALONE,
  }
  for (const carrier of realOnes(carriers)) {
    const outcome = await sendWithin(LIMIT, carrier, message)
    // A lost answer is most likely a message that arrived.
    if (outcome.as === 'accepted' || outcome.as === 'unknown') return true
    failed(carrier, outcome)
  }
  return false
}

const NO_COMPANY = '00000000-0000-0000-0000-000000000000'
// Milliseconds.
const LIMIT = 30_000

async function sendWithin(limit: number, carrier: Carrier, message: Outgoing): Promise<Outcome> {
  const over = Promise.withResolvers<Outcome>()
  const late: Outcome = { as: 'unreachable', code: null, words: 'It did not answer within 30 seconds.' }
  const timer = setTimeout(() => over.resolve(late), limit)
  // Past the queue there is nothing to commit to: it is sent at once.
  const sending = carrier.send(message, async () => true)
  return Promise.race([sending, over.promise]).finally(() => clearTimeout(timer))
}

export type Posted = 'sent' | 'failed' | 'not-configured'

/** Sends e-mail that holds a secret: it goes out at once or not at all. */
export type Post = Readonly<{ send: (letter: Letter) => Promise<Posted>; isConfigured: boolean }>

type Log = (level: 'error', line: string, more: Readonly<Record<string, unknown>>) => void

/** A post that sends by these accounts. Neither the address nor the words are logged. */
export function openPost(carriers: readonly Carrier[], log: Log): Post {
  const isConfigured = reaches(carriers)
  const failed: Failed = ({ name }, { as, code }) => log('error', `a letter was not taken by ${name}`, { as, code })
  const send = async (letter: Letter): Promise<Posted> => {
    if (!isConfigured) return 'not-configured'
    return (await sendAtOnce(carriers, letter, failed)) ? 'sent' : 'failed'
  }
  return { isConfigured, send }
}

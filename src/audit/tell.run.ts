import { newId } from '#base/id.ts'
import { type Carrier, type Outcome, type Outgoing, WORDS_ALONE } from '#delivery/carrier.ts'
import { roundsOf, type Way } from './alarms.ts'
import type { Finding } from './findings.ts'

/** Who runs this server, and how to reach them. */
export type Operators = Readonly<{ email: string | null; mobile: string | null }>

export type Log = (level: 'info' | 'warn' | 'error', line: string, more?: Readonly<Record<string, unknown>>) => void

export type Teller = Readonly<{
  operators: Operators
  /** The accounts of a channel, the best first. What only captures reaches nobody. */
  carriersOf: (channel: Way) => readonly Carrier[]
  log: Log
}>

/** Words for the operators: whole, and as short as a text. */
export type Letter = Readonly<{ subject: string; body: string; text: string }>

/**
 * Tells the operators, past every queue, by ways that are not in trouble if there are such. Says by which it succeeded,
 * as "email, sms"; null when nobody could be told. Failures are logged.
 */
export async function tell(letter: Letter, findings: readonly Finding[], teller: Teller): Promise<string | null> {
  for (const round of roundsOf(waysOf(teller), findings)) {
    const told = await Promise.all(round.map(async way => ((await tellBy(way, letter, teller)) ? way : null)))
    const by = told.filter(way => way !== null)
    if (by.length > 0) return by.join(', ')
  }
  return null
}

/** By which ways the operators can be told at all. */
export const waysOf = ({ operators, carriersOf }: Teller): Way[] =>
  (['email', 'sms'] as const).filter(way => operators[ADDRESS[way]] && realOnes(carriersOf(way)).length > 0)

const ADDRESS = { email: 'email', sms: 'mobile' } as const
const realOnes = (carriers: readonly Carrier[]) => carriers.filter(({ name }) => name !== 'capture')

async function tellBy(way: Way, letter: Letter, { operators, carriersOf, log }: Teller): Promise<boolean> {
  const message: Outgoing = {
    companyId: NO_COMPANY,
    id: newId(),
    attempt: 1,
    lane: 'urgent',
    address: operators[ADDRESS[way]]!,
    subject: way === 'email' ? letter.subject : null,
    body: way === 'email' ? letter.body : letter.text,
    replyTo: null,
    ...WORDS_ALONE,
  }
  for (const carrier of realOnes(carriersOf(way))) {
    const { as, code, words } = await sendWithin(LIMIT, carrier, message)
    // A lost answer is most likely a message that arrived; once more in an hour if the trouble lasts.
    if (as === 'accepted' || as === 'unknown') return true
    log('error', `the operators could not be told by ${way} through ${carrier.name}`, { as, code, words })
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

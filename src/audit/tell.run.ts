import { reaches, sendAtOnce } from '#delivery/at-once.run.ts'
import type { Carrier } from '#delivery/carrier.ts'
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
  (['email', 'sms'] as const).filter(way => operators[ADDRESS[way]] && reaches(carriersOf(way)))

const ADDRESS = { email: 'email', sms: 'mobile' } as const

function tellBy(way: Way, letter: Letter, { operators, carriersOf, log }: Teller): Promise<boolean> {
  const address = operators[ADDRESS[way]]!
  const words = way === 'email' ? { subject: letter.subject, body: letter.body } : { subject: null, body: letter.text }
  return sendAtOnce(carriersOf(way), { address, ...words }, ({ name }, { as, code, words }) =>
    log('error', `the operators could not be told by ${way} through ${name}`, { as, code, words }),
  )
}

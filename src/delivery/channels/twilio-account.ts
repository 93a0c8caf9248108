import type { Clock } from '#base/time.ts'
import type { Carrier, Found, HandOver, Lost, Outcome, Outgoing } from '#delivery/carrier.ts'
import { fit, line } from '#messages/plain.ts'
import { isThisMachine, readAccountUrl, withoutSecrets } from './account-url.ts'
import { type Answer, type Answered, ask, sendHolding } from './last-byte.ts'
import { outcomeOf, readAnswer } from './twilio-answer.ts'

/** One account at Twilio, and what we send as. */
export type TwilioOptions = Readonly<{
  name: string
  /** twilio://ACCOUNT:TOKEN@api.twilio.com; "?plain=yes" speaks HTTP to a server on this machine. */
  url: string
  /** Our number; of texts also a name, or a messaging service (MG...). */
  from: string
  /** Where Twilio reaches us. */
  publicUrl: string
  rate: number | null
  connections: number
  clock: Clock
}>

/** What texts and calls differ in: what Twilio calls them, what is asked of it, and how a lost one is told from others. */
export type Sort = Readonly<{
  resource: 'Messages' | 'Calls'
  formOf: (message: Outgoing, options: TwilioOptions) => URLSearchParams
  foundIn: (list: Listed, lost: Sought) => Found
}>

/** A lost hand-over, whom it was from, and what time it is now. */
export type Sought = Pick<Lost, 'at' | 'body'> & Readonly<{ from: string; now: Temporal.Instant }>

/**
 * What was done for one number lately, as Twilio says it. `now`: by Twilio's clock. `whole`: there is nothing more on
 * further pages.
 */
export type Listed =
  | Readonly<{ ok: true; entries: readonly Entry[]; whole: boolean; now: Temporal.Instant | null }>
  | Readonly<{ ok: false; words: string }>
export type Entry = Readonly<Record<string, unknown>>

/**
 * Sends through one account. Twilio knows no id of ours, so what lost its answer is looked for among what it lists for the
 * number. Throws, without its secret, when the URL is none.
 */
export function openTwilioCarrier(options: TwilioOptions, { resource, formOf, foundIn }: Sort): Carrier {
  const { name, connections, rate, from, clock } = options
  const { post, list, check } = openAccount(options.url, resource)
  return {
    name,
    connections,
    rate,
    doubt: 'ask',
    send: (message, handOver) => post(formOf(message, options), handOver),
    find: async lost => foundIn(await list(lost.address), { ...lost, from, now: clock() }),
    check,
    close: async () => {},
  }
}

function openAccount(written: string, resource: Sort['resource']) {
  const { sid, token, base } = readTwilioUrl(written)
  const headers = { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` }
  const at = (path: string) => new URL(`/2010-04-01/Accounts/${sid}${path}.json`, base)
  const told = <Said extends Readonly<{ words: string }>>(said: Said): Said => ({
    ...said,
    words: withoutSecrets(said.words, { user: sid, password: token }),
  })
  return {
    post: async (form: URLSearchParams, handOver: HandOver) => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = Buffer.from(form.toString())
      const request = { url: at(`/${resource}`), headers: { ...headers, ...type }, body, timeout: PATIENCE }
      return told(outcomeOf(await sendHolding({ ...request, method: 'POST' }, handOver)))
    },
    list: async (to: string) => {
      const url = at(`/${resource}`)
      // Not by the day it was sent: what is still in Twilio's queue has none, and would seem to be absent.
      url.search = new URLSearchParams({ To: to, PageSize: String(PAGE) }).toString()
      const list = listed(await ask({ url, headers, timeout: PATIENCE, mostBytes: MOST_LISTED }), resource)
      return list.ok ? list : told(list)
    },
    check: async () => told(stateOf(await ask({ url: at(''), headers, timeout: PATIENCE }))),
  }
}

// Seconds. Twilio itself gives up on a request after fifteen.
const PATIENCE = 20
const PAGE = 100
const MOST_LISTED = 2_000_000

/** The parts of twilio://ACCOUNT:TOKEN@api.twilio.com. What it throws does not hold the token. */
export function readTwilioUrl(text: string): { sid: string; token: string; base: URL } {
  const url = readAccountUrl(text, ['twilio:'])
  if (!url || !/^AC[0-9a-f]{32}$/i.test(url.user) || url.password === '') {
    throw new Error('Twilio must be given as twilio://ACCOUNT:TOKEN@api.twilio.com, the account as AC and 32 digits.')
  }
  const { user: sid, password: token, host, port } = url
  const plainly = url.params.get('plain') === 'yes'
  if (plainly && !isThisMachine(host)) throw new Error('Only a server on this machine is spoken to plainly.')
  const place = `${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}`
  return { sid, token, base: new URL(`${plainly ? 'http' : 'https'}://${place}`) }
}

function listed(answered: Answered, resource: Sort['resource']): Listed {
  if (answered.as !== 'answered' || answered.status !== 200) return { ok: false, words: outcomeOf(answered).words }
  const said = readAnswer(answered.body)
  const entries = said[resource.toLowerCase()]
  if (!Array.isArray(entries) || !entries.every(isEntry))
    return { ok: false, words: 'Twilio answers with something that is no list.' }
  return { ok: true, entries, whole: said.next_page_uri === null, now: dateOf(answered) }
}

const isEntry = (entry: unknown): entry is Entry => typeof entry === 'object' && entry !== null

function dateOf({ headers }: Answer): Temporal.Instant | null {
  const date = Date.parse(headers.date ?? '')
  return Number.isNaN(date) ? null : Temporal.Instant.fromEpochMilliseconds(date)
}

function stateOf(answered: Answered): Outcome {
  if (answered.as !== 'answered' || answered.status !== 200) return advised(outcomeOf(answered))
  const { status, friendly_name: name } = readAnswer(answered.body)
  if (status === 'active') {
    return { as: 'accepted', code: null, words: `The account "${fit(line(String(name)), 80)}" at Twilio is active.` }
  }
  if (typeof status !== 'string') return { as: 'unreachable', code: '200', words: 'That is not Twilio.', fault: 'down' }
  const words = `The account at Twilio is ${fit(line(status), 40)}: look into its console.`
  return { as: 'unreachable', code: null, words, fault: 'account' }
}

function advised(outcome: Outcome): Outcome {
  const advice =
    outcome.fault === 'account'
      ? 'Check the account and the token in the URL, and the console of Twilio.'
      : 'Check that this machine reaches api.twilio.com.'
  // Nothing was sent: what is unknown of a message is here a question without an answer.
  return { ...outcome, as: 'unreachable', words: `${outcome.words} ${advice}` }
}

/** Where Twilio reports what becomes of this hand-over. */
export const hookOf = (
  { publicUrl, name }: Pick<TwilioOptions, 'publicUrl' | 'name'>,
  sort: 'messages' | 'calls',
  { companyId, id, attempt }: Pick<Outgoing, 'companyId' | 'id' | 'attempt'>,
): string => `${publicUrl}/hooks/twilio/${encodeURIComponent(name)}/${sort}/${companyId}/${id}/${attempt}`

/** A moment as Twilio writes it; null when it is none. */
export const instantOf = (said: unknown): Temporal.Instant | null => {
  const milliseconds = typeof said === 'string' ? Date.parse(said) : Number.NaN
  return Number.isNaN(milliseconds) ? null : Temporal.Instant.fromEpochMilliseconds(milliseconds)
}

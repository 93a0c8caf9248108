import type { Clock } from '#base/time.ts'
import type { Carrier, HandOver, Lost, Outcome, Outgoing } from '#delivery/carrier.ts'
import { fit, line } from '#messages/plain.ts'
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

/** An account, and how it is asked. */
export type TwilioAccount = Readonly<{
  post: (resource: Resource, form: URLSearchParams, handOver: HandOver) => Promise<Outcome>
  /** The first page of what is kept there of this sort for this number. */
  list: (resource: Resource, to: string) => Promise<Listed>
  check: Carrier['check']
}>

type Resource = 'Messages' | 'Calls'

/**
 * What was done for one number lately, as Twilio says it. `now`: by Twilio's clock. `whole`: there is nothing more on
 * further pages.
 */
export type Listed =
  | Readonly<{ ok: true; entries: readonly Entry[]; whole: boolean; now: Temporal.Instant | null }>
  | Readonly<{ ok: false; words: string }>
export type Entry = Readonly<Record<string, unknown>>

/** Opens an account. Throws, without its secret, when the URL is none. */
export function openAccount({ url }: Pick<TwilioOptions, 'url'>): TwilioAccount {
  const { sid, token, base } = readTwilioUrl(url)
  const headers = { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` }
  const at = (path: string) => new URL(`/2010-04-01/Accounts/${sid}${path}.json`, base)
  const told = (outcome: Outcome): Outcome => ({ ...outcome, words: outcome.words.replaceAll(token, '(token)') })
  return {
    post: async (resource, form, handOver) => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = Buffer.from(form.toString())
      const request = { url: at(`/${resource}`), headers: { ...headers, ...type }, body, timeout: PATIENCE }
      return told(outcomeOf(await sendHolding({ ...request, method: 'POST' }, handOver)))
    },
    list: async (resource, to) => {
      const url = at(`/${resource}`)
      // Not by the day it was sent: what is still in Twilio's queue has none, and would seem to be absent.
      url.search = new URLSearchParams({ To: to, PageSize: String(PAGE) }).toString()
      return listed(await ask({ url, headers, timeout: PATIENCE, mostBytes: MOST_LISTED }), resource)
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
  const url = URL.parse(text)
  const [sid, token] = [decodeURIComponent(url?.username ?? ''), decodeURIComponent(url?.password ?? '')]
  if (url?.protocol !== 'twilio:' || !/^AC[0-9a-f]{32}$/i.test(sid) || token === '') {
    throw new Error('Twilio must be given as twilio://ACCOUNT:TOKEN@api.twilio.com, the account as AC and 32 digits.')
  }
  const plainly = url.searchParams.get('plain') === 'yes'
  if (plainly && !LOOPBACK.has(url.hostname)) throw new Error('Only a server on this machine is spoken to plainly.')
  return { sid, token, base: new URL(`${plainly ? 'http' : 'https'}://${url.host}`) }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

function listed(answered: Answered, resource: Resource): Listed {
  if (answered.as !== 'answered' || answered.status !== 200) return { ok: false, words: outcomeOf(answered).words }
  const said = readAnswer(answered.body)
  const entries = said[resource.toLowerCase()]
  if (!Array.isArray(entries)) return { ok: false, words: 'Twilio answers with something that is no list.' }
  return { ok: true, entries, whole: said.next_page_uri === null, now: dateOf(answered) }
}

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

/** When a lost hand-over began by Twilio's clock, and how many seconds ago. Two clocks are never quite the same. */
export function timesOf(
  { at }: Pick<Lost, 'at'>,
  { theirs, ours }: Readonly<{ theirs: Temporal.Instant | null; ours: Temporal.Instant }>,
) {
  const began = theirs ? at.add(theirs.since(ours)) : at
  return { began, ago: ours.since(at).total('seconds') }
}

/** Seconds after which a message that Twilio does not list never came to it. */
export const SETTLED = 15

export const instantOf = (said: unknown): Temporal.Instant | null => {
  const milliseconds = typeof said === 'string' ? Date.parse(said) : Number.NaN
  return Number.isNaN(milliseconds) ? null : Temporal.Instant.fromEpochMilliseconds(milliseconds)
}

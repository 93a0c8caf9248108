import type { Fault, Outcome } from '#delivery/carrier.ts'
import { fit, line } from '#messages/plain.ts'
import type { Answered } from './last-byte.ts'

/** What Twilio's answer to a message or a call that we asked for means. */
export function outcomeOf(answered: Answered): Outcome {
  if (answered.as === 'not-tried') return { as: 'not-tried', code: null, words: 'It was not handed over.' }
  if (answered.as === 'unreachable') return { ...answered, fault: 'down', words: `Twilio: ${plain(answered.words)}` }
  if (answered.as === 'unknown') {
    return { ...answered, words: `Twilio was given everything, and its answer was lost: ${plain(answered.words)}` }
  }
  const { status, headers, body } = answered
  const said = readAnswer(body)
  if (status >= 200 && status < 300) return taken(said, String(status))
  return { ...notTaken(status, said), again: secondsIn(headers['retry-after']) }
}

type Said = Readonly<Record<string, unknown>>

/** Twilio's answer; empty when it is nothing that Twilio says. */
export function readAnswer(body: string): Said {
  // Only an object can be one, and `JSON.parse` would throw at a page of a proxy.
  const parsed = body.trimStart().startsWith('{') ? parse(body) : null
  return typeof parsed === 'object' && parsed !== null ? (parsed as Said) : {}
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

const SID = /^(SM|MM|CA)[0-9a-f]{32}$/i

/** A page that somebody on the way answers with, "200 OK", is not Twilio saying that it has the message. */
function taken(said: Said, code: string): Outcome {
  const { sid, status } = said
  if (typeof sid !== 'string' || !SID.test(sid)) {
    return { as: 'unknown', code, words: 'The answer makes no sense: it does not say which message it is about.' }
  }
  const word = typeof status === 'string' ? plain(status) : code
  if (FAILED.has(word)) return { ...meaningOf(said.error_code ?? null, said.error_message ?? word), reference: sid }
  return { as: 'accepted', code: word, words: `Twilio has it: ${word}.`, reference: sid }
}

// Words of Twilio for what it took and will not do.
const FAILED: ReadonlySet<string> = new Set(['failed', 'undelivered', 'canceled'])

function notTaken(status: number, said: Said): Outcome {
  const code = String(status)
  const words = typeof said.message === 'string' ? plain(said.message) : `Twilio answered ${status}.`
  if (status === 503) return { as: 'unreachable', code, words, fault: 'down' }
  // It may have been accepted before whatever broke did (F53).
  if (status >= 500) return { as: 'unknown', code, words }
  if (status < 400) {
    return { as: 'unreachable', code, words: `Somebody on the way sends us elsewhere (${status}).`, fault: 'down' }
  }
  if (said.code !== undefined) return meaningOf(said.code, words, BY_STATUS[status])
  return { ...(BY_STATUS[status] ?? HELD_UP('down')), code, words }
}

/** What one of Twilio's error codes means for the message; `otherwise`, if the code is none that we know. */
function meaningOf(errorCode: unknown, said: unknown, otherwise?: Meaning): Outcome {
  const code = plain(errorCode ?? 'unknown')
  const meaning = MEANINGS.get(code) ?? otherwise ?? (/^21\d{3}$/.test(code) ? NEVER : AGAIN)
  return { ...meaning, code, words: plain(said) }
}

type Meaning = Readonly<{ as: 'refused' | 'unreachable'; fault: Fault | null }>

// An error of 21xxx that we do not know says that this request is wrong, and it will be wrong tomorrow. Of others nothing
// can be said but that Twilio did not take it.
const NEVER: Meaning = { as: 'refused', fault: null }
const AGAIN: Meaning = { as: 'unreachable', fault: null }
const REFUSED = (fault: Fault): Meaning => ({ as: 'refused', fault })
const HELD_UP = (fault: Fault): Meaning => ({ as: 'unreachable', fault })

const BY_STATUS: Readonly<Record<number, Meaning>> = {
  401: HELD_UP('account'),
  403: HELD_UP('account'),
  429: HELD_UP('busy'),
}

const CODES: readonly (readonly [Meaning, readonly number[]])[] = [
  // No such number, not a mobile, a landline, out of reach from ours, nobody's.
  [REFUSED('address'), [21201, 21211, 21214, 21217, 21612, 21614, 21635, 30005, 30006]],
  [REFUSED('opted-out'), [21610]],
  // Empty, too long, taken for spam.
  [REFUSED('content'), [21602, 21605, 21617, 21619, 30007, 30019]],
  // Credentials, the state of the account, its money.
  [HELD_UP('account'), [10001, 20003, 20005, 20006, 20008, 20403, 20404, 30002, 90010]],
  // Our own number or service cannot do this at all, or Twilio does not like our PUBLIC_URL.
  [HELD_UP('account'), [21205, 21609, 21210, 21212, 21213, 21603, 21606, 21659, 21660, 21701, 21703, 21705]],
  [HELD_UP('account'), [30024, 30032, 30034]],
  // One country is not open to us or, with a trial account, one number. Others are: the account goes on, and this one is
  // tried until somebody has opened it or it is too late.
  [AGAIN, [10002, 13227, 21215, 21216, 21219, 21408, 21608]],
  [HELD_UP('busy'), [10004, 14107, 20429, 21611, 30001, 30022]],
]

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  CODES.flatMap(([meaning, codes]) => codes.map(code => [String(code), meaning] as const)),
)

/** "Retry-After" in seconds, at most an hour; a date is not waited for. */
function secondsIn(header: string | undefined): number | null {
  const seconds = Number(header ?? '')
  return Number.isInteger(seconds) && seconds > 0 ? Math.min(seconds, 3600) : null
}

const plain = (said: unknown): string => fit(line(String(said)), 300)

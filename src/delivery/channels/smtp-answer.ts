import type { Fault, Outcome, OutcomeKind } from '#delivery/carrier.ts'

/** What nodemailer says of a failure: the server's answer if there was one, and the command it answered. */
export type SmtpFailure = Readonly<{
  message: string
  code?: string | undefined
  originalCode?: string | undefined
  command?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
}>

/** Whether we had committed to sending the dot that ends the message when it failed. */
export type Progress = 'before-the-end' | 'handed-over'

/**
 * What a failed hand-over of one message to one recipient means. What is our own or the server's trouble (no
 * connection, a wrong password, a sender it does not like) never costs the message; only what the server says for
 * good about this recipient or these words does. A lost answer to a message handed over is unknown.
 */
export function outcomeOf(failure: SmtpFailure, progress: Progress): Outcome {
  const code = codeOf(failure)
  const said = plain(failure.response ?? failure.message)
  if (isAnswer(failure)) return { ...meaningOf(failure.command, code, said), code, words: said }
  const trouble = TROUBLES[failure.code ?? ''] ?? 'The mail server could not be used'
  return progress === 'handed-over'
    ? { as: 'unknown', code, words: `The message was handed over, but its answer was lost. ${trouble}: ${said}` }
    : { as: 'unreachable', code, words: `${trouble}: ${said}`, fault: faultOf(failure, said) }
}

/** The server's own name for a message it took, as the common servers tell it; null when it tells none. */
export const referenceIn = (said: string): string | null => QUEUED.exec(said)?.slice(1).find(Boolean) ?? null

// Postfix and its like; Exim; Sendmail.
const QUEUED = /\bqueued as ([\w-]+)|\bid=([\w-]+)|^2\.0\.0 (\w+) Message accepted/i

/** The server's own code, or the name the system gives the trouble ("ECONNREFUSED"). */
const codeOf = ({ responseCode, originalCode, code }: SmtpFailure): string =>
  responseCode ? String(responseCode) : (originalCode ?? code ?? 'unknown')

type Answer = SmtpFailure & { command: string }

// With "CONN" the words belong to a greeting or to a line nobody asked for, and say nothing about this message.
const isAnswer = (failure: SmtpFailure): failure is Answer =>
  failure.command !== undefined && failure.command !== 'CONN' && /^[45]\d\d/.test(failure.response ?? '')

type Meaning = Readonly<{ as: OutcomeKind; fault: Fault | null }>
const unreachable = (fault: Fault | null): Meaning => ({ as: 'unreachable', fault })
const refused = (fault: Fault | null): Meaning => ({ as: 'refused', fault })

function meaningOf(command: string, code: string, said: string): Meaning {
  if (LOG_IN.has(code)) return unreachable('account')
  if (code.startsWith('4')) return unreachable(faultForNow(command, code, said))
  if (code === '503' || MAILBOX_FULL.test(said)) return unreachable(null)
  if (command === 'RCPT TO') return code === '552' ? unreachable(null) : refused(faultOfRecipient(code, said))
  if (command === 'DATA') return refused(BAD_ADDRESS.test(said) ? 'address' : 'content')
  // The sender is ours to put right. 552 here: the server says at once that the message is too big.
  if (command === 'MAIL FROM') return code === '552' ? refused('content') : unreachable(null)
  return unreachable(/^(AUTH|STARTTLS)/.test(command) ? 'account' : 'down')
}

// A server that is going, or that cannot even log us in, will not do better with the next message.
function faultForNow(command: string, code: string, said: string): Fault | null {
  if (TOO_FAST.test(said)) return 'busy'
  if (code === '421') return THROTTLED.test(said) ? 'busy' : 'down'
  return ENVELOPE.has(command) ? null : 'down'
}

// 5.7: what it will not do for us, as relaying. That says nothing of whether somebody can be reached there.
function faultOfRecipient(code: string, said: string): Fault | null {
  if (BAD_ADDRESS.test(said)) return 'address'
  return NO_SUCH.has(code) && !POLICY.test(said) ? 'address' : null
}

const LOG_IN = new Set(['530', '534', '535', '538'])
const NO_SUCH = new Set(['550', '551', '553'])
const ENVELOPE = new Set(['MAIL FROM', 'RCPT TO', 'DATA'])
const MAILBOX_FULL = /^5\.2\.2\b/
const BAD_ADDRESS = /^5\.1\.\d+\b/
const POLICY = /^5\.7\.\d+\b/
const THROTTLED = /^4\.7\.\d+\b/
const TOO_FAST =
  /\btoo many (concurrent )?(connections|messages|sessions|commands|e?-?mails)\b|\brate\b|\bthrottl|\btoo (fast|quickly)\b|\bslow down\b|\bconnection limit\b/i

/** Of a failure that is no answer to this message. */
function faultOf({ code, originalCode, responseCode }: SmtpFailure, said: string): Fault {
  if (responseCode === 421 && (TOO_FAST.test(said) || THROTTLED.test(said))) return 'busy'
  if (LOG_IN.has(String(responseCode)) || UNTRUSTED.test(originalCode ?? '')) return 'account'
  if (code === 'ETLS' && !/\bclosed\b/.test(said)) return 'account'
  return code === 'EAUTH' || code === 'ENOAUTH' ? 'account' : 'down'
}

// What the system calls a certificate it does not trust, or a server that does not speak TLS where it should.
const UNTRUSTED = /CERT|^UNABLE_TO_|^ERR_(TLS|SSL)_/

/** "550-5.1.1 No such\r\n550 5.1.1 mailbox" in one line, without the code that is kept beside it. */
const plain = (said: string): string =>
  said
    .split(/\r?\n/)
    .map(line => line.replace(/^\d{3}[ -]/, '').trim())
    .join(' ')

const TROUBLES: Record<string, string> = {
  ECONNECTION: 'The mail server closed the connection',
  ESOCKET: 'The mail server could not be reached',
  EDNS: 'The name of the mail server was not found',
  ETIMEDOUT: 'The mail server did not answer in time',
  EABORT: 'The mail server took too long altogether',
  ETLS: 'No safe connection to the mail server could be made',
  EPROTOCOL: 'The mail server gave an answer that makes no sense here',
  EAUTH: 'The mail server did not take our user name and password',
}

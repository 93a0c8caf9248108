import type { Outcome, OutcomeKind } from '#delivery/carrier.ts'

/** What nodemailer says of a failure: the server's answer if there was one, and the command it answered. */
export type SmtpFailure = Readonly<{
  message: string
  code?: string | undefined
  originalCode?: string | undefined
  command?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
}>

/** Whether every byte of the message, with the dot that ends it, had been handed over when it failed. */
export type Progress = 'before-the-end' | 'handed-over'

/**
 * What a failed hand-over of one message to one recipient means. What is our own or the server's trouble (no
 * connection, a wrong password, a sender it does not like) never costs the message; only what the server says for
 * good about this recipient or these words does. A lost answer to a message handed over is unknown.
 */
export function outcomeOf(failure: SmtpFailure, progress: Progress): Outcome {
  const code = codeOf(failure)
  const said = plain(failure.response ?? failure.message)
  if (isAnswer(failure)) return { as: meaningOf(failure.command, code, said), code, words: said }
  const trouble = TROUBLES[failure.code ?? ''] ?? 'The mail server could not be used'
  return progress === 'handed-over'
    ? { as: 'unknown', code, words: `The message was handed over, but its answer was lost. ${trouble}: ${said}` }
    : { as: 'unreachable', code, words: `${trouble}: ${said}` }
}

/** The server's own code, or the name the system gives the trouble ("ECONNREFUSED"). */
const codeOf = ({ responseCode, originalCode, code }: SmtpFailure): string =>
  responseCode ? String(responseCode) : (originalCode ?? code ?? 'unknown')

type Answer = SmtpFailure & { command: string }

// With "CONN" the words belong to a greeting or to a line nobody asked for, and say nothing about this message.
const isAnswer = (failure: SmtpFailure): failure is Answer =>
  failure.command !== undefined && failure.command !== 'CONN' && /^[45]\d\d/.test(failure.response ?? '')

function meaningOf(command: string, code: string, said: string): OutcomeKind {
  if (code.startsWith('4') || OURS.has(code) || MAILBOX_FULL.test(said)) return 'unreachable'
  if (command === 'DATA') return 'refused'
  if (command === 'RCPT TO') return code === '552' ? 'unreachable' : 'refused'
  // The sender is ours to put right. 552 here: the server says at once that the message is too big.
  if (command === 'MAIL FROM') return code === '552' ? 'refused' : 'unreachable'
  return 'unreachable'
}

// 503: the session was out of step. The others: what the server thinks of our password.
const OURS = new Set(['503', '530', '534', '535', '538'])
const MAILBOX_FULL = /^5\.2\.2\b/

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

import { Readable } from 'node:stream'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type DKIM from 'nodemailer/lib/dkim'
import { type Carrier, type HandOver, type Outcome, type Outgoing, STOPPED } from '#delivery/carrier.ts'
import type { Links } from '#delivery/links.ts'
import { isThisMachine, withoutSecrets } from './account-url.ts'
import { type DkimKey, openSigner, readSender, readServer, type Server } from './email-account.ts'
import { asMail, whyNotSent } from './email-words.ts'
import { outcomeOf, type Progress, referenceIn, type SmtpFailure } from './smtp-answer.ts'

export type EmailOptions = Readonly<{
  /** Of the account. */
  name?: string
  /** smtp://user:password@host:port, or smtps:// for TLS from the first byte. */
  url: string
  /** "Callout <callout@example.com>" or the address alone. */
  from: string
  connections?: number
  /** Messages a second that the account allows. */
  rate?: number | null
  /** Seconds. `silence` is the longest of all: a server may think for minutes before it answers the final dot. */
  patience?: Patience
  /** Signs every mail. */
  dkim?: DkimKey | null
  /** Makes links to unsubscribe and addresses for bounces. */
  links?: Links | null
}>

type Patience = Readonly<{ connection: number; greeting: number; silence: number }>
const PATIENCE: Patience = { connection: 30, greeting: 30, silence: 600 }

/**
 * Sends e-mail through one SMTP server over a pool of connections. A password is only ever sent over TLS, except to
 * this machine. Throws when the URL, the sender or the key cannot be used; after that every failure is an outcome.
 */
export function openEmail(options: EmailOptions): Carrier {
  const { name = 'smtp', connections = 8, rate = null, patience = PATIENCE, links = null } = options
  const server = readServer(options.url)
  const from = readSender(options.from)
  const signer = options.dkim ? openSigner(options.dkim) : null
  const transport = openTransport(server, { connections, patience, signer })
  const told = (outcome: Outcome): Outcome => ({ ...outcome, words: withoutSecrets(outcome.words, server) })

  async function send(message: Outgoing, handOver: HandOver): Promise<Outcome> {
    const fault = whyNotSent(message)
    if (fault) return fault
    const barrier = openBarrier(handOver)
    const { signal, clear } = deadline(patience)
    const mail: Guarded = { ...asMail(message, from, links), signal, mayEnd: barrier.mayEnd }
    const outcome = await transport.sendMail(mail).then(
      ({ response }) => answered(response, barrier.progress()),
      (failure: SmtpFailure) =>
        barrier.progress() === 'stopped' ? STOPPED : outcomeOf(failure, barrier.progress() as Progress),
    )
    clear()
    await barrier.close()
    return told(outcome)
  }

  const check = () =>
    transport.verify().then(
      (): Outcome => ({ as: 'accepted', code: null, words: `The mail server at ${server.place} answers.` }),
      (failure: SmtpFailure) => told(withAdvice(failure, server)),
    )

  const close = async () => transport.close({ force: true })
  return { name, connections, doubt: 'blind', rate, send, check, close }
}

function answered(response: string, progress: Progress | 'stopped'): Outcome {
  const [code, words] = [response.slice(0, 3), response.slice(4)]
  if (progress === 'handed-over') return { as: 'accepted', code, words, reference: referenceIn(words) }
  return { as: 'unreachable', code, words: `The mail server answered before it had the whole message: ${words}` }
}

/** Between the last byte of a message and the dot that ends it: the dot goes out only when `handOver` has said yes. */
function openBarrier(handOver: HandOver) {
  let progress: Progress | 'stopped' = 'before-the-end'
  let asked: Promise<void> | undefined
  let over = false

  async function mayEnd(): Promise<boolean> {
    // Never twice, and never when its fate is already told: a server can answer in the middle of a message.
    if (asked || over) return false
    asked = handOver().then(
      yes => {
        if (!over) progress = yes ? 'handed-over' : 'stopped'
      },
      // Nobody knows whether that is on disk now. Without the dot nothing was sent, whichever it is.
      () => {
        if (!over) progress = 'stopped'
      },
    )
    await asked
    return progress === 'handed-over'
  }

  // What was asked is on disk before the outcome is told, so that the two are recorded in this order.
  async function close(): Promise<void> {
    over = true
    await asked
  }

  return { mayEnd, progress: () => progress, close }
}

type Envelope = { from: string; to: string[] }
type Guarded = SendMailOptions & { mayEnd: () => Promise<boolean> }
type Openness = { connections: number; patience: Patience; signer: DKIM | null }

function openTransport(
  { host, port, secure, user, password }: Server,
  { connections, patience: { connection, greeting, silence }, signer }: Openness,
) {
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure,
    ...(user && { auth: { user, pass: password } }),
    requireTLS: !secure && user !== '' && !isThisMachine(host),
    maxConnections: connections,
    // The default of 100 closes the connection and then waits 100 ms, which costs a quarter of the throughput. A
    // server with a limit of its own says 421, and the message goes over a new connection.
    maxMessages: Number.POSITIVE_INFINITY,
    // One more connection for a message of which not a byte was sent; after that it is an attempt like any other.
    maxRequeues: 1,
    connectionTimeout: connection * 1000,
    greetingTimeout: greeting * 1000,
    socketTimeout: silence * 1000,
  })
  transport.use('stream', (mail, done) => {
    // A new one for each connection: nodemailer notes a failure in the envelope and believes it again on the next.
    const { from, to } = mail.data.envelope as Envelope
    mail.message.getEnvelope = () => ({ from, to: [...to] })
    // Signed here and not by nodemailer itself, which would do it last: it holds a message back until it has its end.
    if (signer) mail.message.processFunc(bytes => signer.sign(bytes as Readable))
    mail.message.processFunc(bytes => guarded(bytes as Readable, (mail.data as Guarded).mayEnd))
    done()
  })
  return transport
}

/** The message as it leaves, piece by piece. Nobody is asked for its end before the last piece has been taken. */
const guarded = (bytes: Readable, mayEnd: () => Promise<boolean>): Readable =>
  Readable.from(piecesOf(bytes, mayEnd), { objectMode: false, highWaterMark: 1 })

async function* piecesOf(bytes: Readable, mayEnd: () => Promise<boolean>): AsyncGenerator<Buffer> {
  // nodemailer hands a paper on in one piece, and what is in one piece has all been taken before it has begun to leave.
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    for (let from = 0; from < piece.length; from += PIECE) yield piece.subarray(from, from + PIECE)
  }
  if (!(await mayEnd())) throw new Error(STOPPED.words)
}

const PIECE = 65_536

/** For a server that is never silent and never done: all the waiting that one message is worth. */
function deadline({ connection, greeting, silence }: Patience) {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), (connection + greeting + silence) * 1000)
  return { signal: abort.signal, clear: () => clearTimeout(timer) }
}

function withAdvice(failure: SmtpFailure, { place }: Server): Outcome {
  const outcome = outcomeOf(failure, 'before-the-end')
  const advice = ADVICE[failure.code ?? ''] ?? 'Look into the log of the mail server.'
  return { ...outcome, words: `${place}: ${outcome.words}. ${advice}` }
}

const ADVICE: Record<string, string> = {
  ECONNECTION: 'Check that the port is the right one for this kind of connection (smtp or smtps).',
  ESOCKET: 'Check the host and the port, and that the mail server is running.',
  EDNS: 'Check the name of the host.',
  ETIMEDOUT: 'Check the host and the port, and that no firewall is in between.',
  ETLS: 'Its certificate must be valid for that name; NODE_EXTRA_CA_CERTS adds an authority of your own.',
  EAUTH: 'Check the user name and the password.',
}

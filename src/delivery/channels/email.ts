import { Transform } from 'node:stream'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { readAddress } from '#base/address.ts'
import type { Carrier, Outcome, Outgoing } from '#delivery/carrier.ts'
import { outcomeOf, type Progress, type SmtpFailure } from './smtp-answer.ts'

export type EmailOptions = Readonly<{
  /** smtp://user:password@host:port, or smtps:// for TLS from the first byte. */
  url: string
  /** "Callout <callout@example.com>" or the address alone. */
  from: string
  connections?: number
  /** Seconds. `silence` is the longest of all: a server may think for minutes before it answers the final dot. */
  patience?: Patience
}>

type Patience = Readonly<{ connection: number; greeting: number; silence: number }>
const PATIENCE: Patience = { connection: 30, greeting: 30, silence: 600 }

/**
 * Sends e-mail through one SMTP server over a pool of connections. A password is only ever sent over TLS, except to
 * this machine. Throws when the URL or the sender cannot be used; after that every failure is an outcome.
 */
export function openEmail(options: EmailOptions): Carrier {
  const { connections = 8, patience = PATIENCE } = options
  const server = readServer(options.url)
  const from = readSender(options.from)
  const transport = openTransport(server, { connections, patience })
  const told = (outcome: Outcome): Outcome => ({ ...outcome, words: withoutSecrets(outcome.words, server) })

  async function send(message: Outgoing): Promise<Outcome> {
    const fault = faultOf(message)
    if (fault) return { as: 'refused', code: null, words: fault }
    let progress: Progress = 'before-the-end'
    const onHandedOver = () => (progress = 'handed-over')
    const { signal, clear } = deadline(patience)
    const mail: Tracked = { ...asMail(message, from), signal, onHandedOver }
    return transport
      .sendMail(mail)
      .then(
        ({ response }) => told({ as: 'accepted', code: response.slice(0, 3), words: response.slice(4) }),
        (failure: SmtpFailure) => told(outcomeOf(failure, progress)),
      )
      .finally(clear)
  }

  const check = () =>
    transport.verify().then(
      (): Outcome => ({ as: 'accepted', code: null, words: `The mail server at ${server.place} answers.` }),
      (failure: SmtpFailure) => told(withAdvice(failure, server)),
    )

  return { name: 'smtp', connections, send, check, close: async () => transport.close({ force: true }) }
}

type Server = Readonly<{ host: string; port: number; secure: boolean; user: string; password: string; place: string }>

function readServer(text: string): Server {
  // Not `new URL`: what that throws carries the URL, and with it the password, into the log.
  const url = URL.parse(text)
  if (!url?.hostname || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) {
    throw new Error('The mail server must be given as smtp://host or smtps://user:password@host:port.')
  }
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || (secure ? 465 : 587)
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  return { host, port, secure, user, password, place: `${host}:${port}` }
}

type Sender = Readonly<{ name: string; address: string; domain: string }>

function readSender(text: string): Sender {
  const [, name = '', written = text] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? []
  const read = readAddress('email', written, '')
  if (hasControl(text) || !read.ok) throw new Error(`"${text}" cannot be the sender of e-mail.`)
  return { name, address: read.address, domain: read.address.split('@')[1]! }
}

type Envelope = { from: string; to: string[] }

/** Called by our plugin when the last byte of the message has gone out; nodemailer itself does not say. */
type Tracked = SendMailOptions & { onHandedOver: () => void }

function openTransport(
  { host, port, secure, user, password }: Server,
  { connections, patience }: { connections: number; patience: Patience },
) {
  const { connection, greeting, silence } = patience
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure,
    ...(user && { auth: { user, pass: password } }),
    requireTLS: !secure && user !== '' && !LOOPBACK.has(host),
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
    if (mail.data.attachments?.length) mail.message.transform(inPieces)
    mail.message.processFunc(bytes => bytes.once('end', (mail.data as Tracked).onHandedOver))
    done()
  })
  return transport
}

/** For a server that is never silent and never done: all the waiting that one message is worth. */
function deadline({ connection, greeting, silence }: Patience) {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), (connection + greeting + silence) * 1000)
  return { signal: abort.signal, clear: () => clearTimeout(timer) }
}

// nodemailer hands a paper on in one piece, and a stream that is in one piece has ended before it has begun to leave.
const PIECE = 65_536
const inPieces = () =>
  new Transform({
    transform(bytes: Buffer, _encoding, done) {
      for (let from = 0; from < bytes.length; from += PIECE) this.push(bytes.subarray(from, from + PIECE))
      done()
    },
  })

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1'])

/** What makes a message one that must not be handed over at all. */
function faultOf({ address, subject, papers }: Outgoing): string | undefined {
  // A line break in an address has re-routed a message to somebody else, so nothing is cleaned up here.
  if (hasControl(address)) return 'The address has a line break in it.'
  if (!readAddress('email', address, '').ok) return 'That is not an e-mail address.'
  if (hasControl(subject ?? '')) return 'The subject has a line break in it.'
  if (papers.some(({ name }) => hasControl(name))) return 'The name of an attachment has a line break in it.'
  return undefined
}

const hasControl = (value: string): boolean => /[\0\r\n]/.test(value)

const asMail = ({ id, address, subject, body, papers }: Outgoing, { name, address: sender, domain }: Sender) => ({
  from: { name, address: sender },
  to: { name: '', address },
  envelope: { from: sender, to: [address] },
  // The same on every attempt: most mailboxes fold a second copy away.
  messageId: `<${id}@${domain}>`,
  subject: subject ?? '',
  text: body,
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  attachments: papers.map(({ name: filename, type, bytes }) => ({
    filename,
    content: asBuffer(bytes),
    contentType: type,
  })),
  disableFileAccess: true,
  disableUrlAccess: true,
})

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength)

function withAdvice(failure: SmtpFailure, { place }: Server): Outcome {
  const { as, code, words } = outcomeOf(failure, 'before-the-end')
  const advice = ADVICE[failure.code ?? ''] ?? 'Look into the log of the mail server.'
  return { as, code, words: `${place}: ${words}. ${advice}` }
}

const ADVICE: Record<string, string> = {
  ECONNECTION: 'Check that the port is the right one for this kind of connection (smtp or smtps).',
  ESOCKET: 'Check the host and the port, and that the mail server is running.',
  EDNS: 'Check the name of the host.',
  ETIMEDOUT: 'Check the host and the port, and that no firewall is in between.',
  ETLS: 'Its certificate must be valid for that name; NODE_EXTRA_CA_CERTS adds an authority of your own.',
  EAUTH: 'Check the user name and the password.',
}

function withoutSecrets(words: string, { user, password }: Server): string {
  if (!password) return words
  const secrets = [password, encodeURIComponent(password), base64(password), base64(`\0${user}\0${password}`)]
  return secrets.reduce((text, secret) => text.replaceAll(secret, '(password)'), words)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

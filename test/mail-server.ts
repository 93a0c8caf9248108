import { once } from 'node:events'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { type Outgoing, WORDS_ALONE } from '#delivery/carrier.ts'

/** One mail as the server got it: who it was really sent to, and what stands in it. */
export type Mail = Readonly<{ from: string; to: readonly string[]; raw: string; mail: Email }>

export type MailServer = Readonly<{
  url: string
  mails: Mail[]
  /** Breaks every connection and answers at the port no more, until `up`. */
  down: () => Promise<void>
  up: () => Promise<void>
  close: () => Promise<void>
}>

/** A real SMTP server on this machine that keeps what it gets. */
export async function openMailServer(): Promise<MailServer> {
  const mails: Mail[] = []
  let server = await listen(0, mails)
  const { port } = server.server.address() as AddressInfo
  const down = () => new Promise<void>(done => server.close(done))
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    down,
    up: async () => {
      server = await listen(port, mails)
    },
    close: down,
  }
}

async function listen(port: number, mails: Mail[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 1,
    onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      const read = async () => {
        const raw = await buffer(stream)
        const from = mailFrom ? mailFrom.address : ''
        const to = rcptTo.map(({ address }) => address)
        mails.push({ from, to, raw: raw.toString('latin1'), mail: await PostalMime.parse(raw) })
      }
      read().then(() => done(), done)
    },
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  // A client that is killed in the middle is no trouble of the server's.
  server.on('error', () => {})
  return server
}

/** What a mail server says to each command, or what it does to the connection instead. */
export type Part = Partial<Record<keyof typeof PART, string>>
export const HANGS_UP = 'hangs up'
export const KEEPS_SILENT = 'keeps silent'
export const DAWDLES = 'says a letter now and then'
export const PART = {
  greeting: '220 mail.example',
  EHLO: '250-mail.example\r\n250-PIPELINING\r\n250-AUTH PLAIN\r\n250 8BITMIME',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  // To the second message over the same connection.
  again: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  body: '',
  dot: '250 2.0.0 queued as 4711',
  RSET: '250 ok',
  QUIT: '221 bye',
}

/** A mail server that plays one part, and what it heard: commands, lines of messages, and dots. */
export async function playMailServer(part: Part) {
  const lines: Record<string, string> = { ...PART, ...part }
  const heard: string[] = []
  const bodies: string[] = []
  const count = { dots: 0, connections: 0 }
  const sockets = new Set<Socket>()
  const server = createTcpServer(socket => {
    count.connections++
    sockets.add(socket)
    const play = (line = '500 what?') => {
      if (line === HANGS_UP) socket.destroy()
      else if (line === DAWDLES) dawdle(socket)
      else if (line !== KEEPS_SILENT && line !== '') socket.write(`${line}\r\n`)
    }
    let messages = 0
    play(lines.greeting)
    followLines(socket, (kind, line) => {
      const verb = line.slice(0, 4).toUpperCase()
      if (kind === 'command') heard.push(line)
      else if (kind === 'body') bodies.push(line)
      else count.dots++
      play(kind !== 'command' ? lines[kind] : lines[verb === 'MAIL' && messages++ > 0 ? 'again' : verb])
    })
    socket.on('error', () => {})
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const hangUp = () => sockets.forEach(socket => void socket.destroy())
  return { url: `smtp://127.0.0.1:${port}`, port, heard, bodies, count, hangUp, close: () => server.close() }
}

function dawdle(socket: Socket): void {
  const timer = setInterval(() => socket.write('2'), 50)
  socket.on('close', () => clearInterval(timer))
}

function followLines(socket: Socket, hear: (kind: 'command' | 'body' | 'dot', line: string) => void): void {
  let text = ''
  let inMessage = false
  socket.on('data', bytes => {
    text += bytes.toString('latin1')
    for (let end = text.indexOf('\r\n'); end >= 0 && !socket.destroyed; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end)
      text = text.slice(end + 2)
      const kind = inMessage ? (line === '.' ? 'dot' : 'body') : 'command'
      hear(kind, line)
      inMessage = inMessage ? kind === 'body' : line.toUpperCase() === 'DATA'
    }
  })
}

/** Some message. */
export const MAIL: Outgoing = {
  companyId: '0192f0c1-5f0b-7000-8000-00000000c0de',
  id: '0192f0c1-5f0b-7000-8000-00000000beef',
  attempt: 1,
  lane: 'normal',
  address: 'ana@example.com',
  subject: 'Hello',
  body: 'Alarm',
  replyTo: null,
  ...WORDS_ALONE,
}
export const yes = async () => true

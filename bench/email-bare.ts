import { createConnection, type Socket } from 'node:net'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { connect } from '#db/sql.ts'
import { argument, cpuSince, serveParent } from './child.ts'
import { writtenMessages } from './email.sql.ts'
import { FROM, type Sent, type Where } from './email-sides.ts'

// The same words, read once beforehand, over as many connections with nothing around it: by nodemailer, and by a client
// that sends finished text and so shows what the sink can take.
const { connection, port } = argument<Where>()
const db = connect(connection, 1)
const openTransport = (maxConnections: number) =>
  createTransport({
    ...{ pool: true, host: '127.0.0.1', port, secure: false },
    ...{ maxConnections, maxMessages: Number.POSITIVE_INFINITY },
  })
let connections = 1
let transport = openTransport(connections)
let mails: (SendMailOptions & { to: string; text: string })[] = []

serveParent(
  {
    /** Reads so many messages, to be sent over so many connections. */
    read: async ({ most, over }: { most: number; over: number }) => {
      connections = over
      transport = openTransport(over)
      mails = (await writtenMessages(db, most)).map(({ id, address, subject, body }) => ({
        from: FROM,
        to: address,
        envelope: { from: FROM, to: [address] },
        messageId: `<${id}@callout.example>`,
        subject,
        text: body,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      }))
      return mails.length
    },
    nodemailer: () =>
      timed(async next => {
        for (let mail = next(); mail; mail = next()) await transport.sendMail(mail)
      }),
    limit: () => timed(speak),
  },
  async () => {
    transport.close()
    await db.close()
  },
)

type Next = () => (typeof mails)[number] | undefined

async function timed(work: (next: Next) => Promise<void>): Promise<Sent> {
  const [since, cpu] = [performance.now(), process.cpuUsage()]
  let at = 0
  await Promise.all(Array.from({ length: connections }, () => work(() => mails[at++])))
  return { count: mails.length, seconds: (performance.now() - since) / 1000, cpu: cpuSince(cpu) }
}

/** One connection: each line is said when the one before was answered, as nodemailer does. */
async function speak(next: Next): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
  const answered = answersOf(socket)
  await answered()
  const say = (text: string) => {
    socket.write(text)
    return answered()
  }
  await say('EHLO bench\r\n')
  for (let mail = next(); mail; mail = next()) {
    await say(`MAIL FROM:<${FROM}>\r\n`)
    await say(`RCPT TO:<${mail.to}>\r\n`)
    await say('DATA\r\n')
    await say(`From: ${FROM}\r\nTo: ${mail.to}\r\nSubject: ${mail.subject}\r\n\r\n${mail.text}\r\n.\r\n`)
  }
  socket.end('QUIT\r\n')
}

/** Waits for one whole answer; its last line has a space after the code. */
function answersOf(socket: Socket): () => Promise<void> {
  let heard = ''
  let resolve = () => {}
  socket.setEncoding('latin1')
  socket.on('data', (part: string) => {
    heard += part
    if (!/^\d{3} .*\r\n$/m.test(heard)) return
    heard = ''
    resolve()
  })
  return () =>
    new Promise(done => {
      resolve = done
    })
}

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

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

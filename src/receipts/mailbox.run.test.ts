import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { later } from '#base/time.ts'
import { lookEachMinute, openMailbox } from './mailbox.run.ts'

/** An IMAP server with one mailbox, and what it was asked. `password`: the only one it takes. */
async function imapServer(mails: readonly string[]) {
  const seen = new Set<number>()
  const heard: string[] = []
  const unseen = () => mails.map((_, i) => i + 1).filter(uid => !seen.has(uid))
  const answers: Record<string, (rest: string) => string[]> = {
    CAPABILITY: () => ['* CAPABILITY IMAP4rev1'],
    LOGIN: rest => (rest.includes('secret') ? [] : [`NO [AUTHENTICATIONFAILED] not you with ${rest}`]),
    NAMESPACE: () => ['* NAMESPACE (("" "/")) NIL NIL'],
    LIST: () => ['* LIST () "/" INBOX'],
    SELECT: () => [
      `* ${mails.length} EXISTS`,
      '* OK [UIDVALIDITY 1] ok',
      '* FLAGS (\\Seen)',
      '* OK [PERMANENTFLAGS (\\Seen)] ok',
    ],
    'UID SEARCH': () => [`* SEARCH ${unseen().join(' ')}`],
    'UID FETCH': rest => {
      const uid = Number.parseInt(rest, 10)
      const mail = mails[uid - 1]!
      return [`* ${uid} FETCH (UID ${uid} BODY[]<0> {${Buffer.byteLength(mail)}}\r\n${mail})`]
    },
    'UID STORE': rest => {
      const uid = Number.parseInt(rest, 10)
      seen.add(uid)
      return [`* ${uid} FETCH (UID ${uid} FLAGS (\\Seen))`]
    },
    LOGOUT: () => ['* BYE bye'],
  }
  const server = createServer((socket: Socket) => {
    socket.write('* OK hello\r\n')
    let text = ''
    socket.on('error', () => {})
    socket.on('data', bytes => {
      text += bytes.toString()
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const [, tag = '', verb = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(text.slice(0, end)) ?? []
        text = text.slice(end + 2)
        heard.push(`${verb} ${rest}`)
        const said = answers[verb.toUpperCase()]?.(rest) ?? ['BAD what?']
        const ends = /^(NO|BAD) /.test(said.at(-1) ?? '') ? said.pop()! : 'OK done'
        socket.write([...said, `${tag} ${ends}`].map(line => `${line}\r\n`).join(''))
      }
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const url = (password: string) => `imap://sam:${password}@127.0.0.1:${port}/INBOX`
  return { url, seen, heard, close: () => server.close() }
}

test('every mail nobody has read is taken, and is marked as seen only then', async () => {
  const server = await imapServer(['Subject: one\r\n\r\n1', 'Subject: two\r\n\r\nzwölf'])
  server.seen.add(1)
  const taken: string[] = []
  const mailbox = openMailbox({
    url: server.url('secret'),
    take: async mail => {
      assert.equal(server.seen.has(2), false)
      taken.push(Buffer.from(mail).toString())
    },
  })
  assert.equal(await mailbox.count(), 1)
  assert.equal(await mailbox.readBounces(), 1)
  assert.deepEqual(taken, ['Subject: two\r\n\r\nzwölf'])
  assert.equal(await mailbox.readBounces(), 0)
  assert.ok(
    server.heard.some(line => line.includes('BODY.PEEK[]')),
    'reading alone marks nothing',
  )
  server.close()
})

test('a mail that cannot be kept stays unread, and so does what comes after it', async () => {
  const server = await imapServer(['Subject: one\r\n\r\n', 'Subject: two\r\n\r\n', 'Subject: three\r\n\r\n'])
  let down = true
  const taken: string[] = []
  const take = async (mail: Uint8Array) => {
    if (down && taken.length === 1) throw new Error('the database is away')
    taken.push(Buffer.from(mail).toString().trim())
  }
  const mailbox = openMailbox({ url: server.url('secret'), take })
  await assert.rejects(mailbox.readBounces(), /^Error: the database is away$/)
  assert.deepEqual([...server.seen], [1])
  down = false
  assert.equal(await mailbox.readBounces(), 2)
  assert.deepEqual(taken, ['Subject: one', 'Subject: two', 'Subject: three'])
  server.close()
})

test('a mailbox that does not let us in, or is not there, says so without the password', async () => {
  const server = await imapServer([])
  const take = async () => {}
  const wrong = openMailbox({ url: server.url('wr0ng'), take })
  await assert.rejects(wrong.readBounces(), (error: Error) => {
    assert.match(error.message, /^The mailbox of bounces at 127\.0\.0\.1:\d+ could not be read: .*check the user name/)
    assert.doesNotMatch(error.message, /wr0ng/)
    return true
  })
  server.close()
  await assert.rejects(
    openMailbox({ url: server.url('secret'), take }).readBounces(),
    /could not be read: .*ECONNREFUSED/,
  )
  for (const url of ['', 'http://sam:secret@mail.example', 'imap://'])
    assert.throws(
      () => openMailbox({ url, take }),
      /^Error: The mailbox of bounces must be given as imaps:[^\0]*INBOX\.$/,
    )
})

test('it looks once a minute, also when a look fails, and at once when there is more', async () => {
  const now = Temporal.Instant.from('2026-11-21T00:00:00Z')
  const found: (number | Error)[] = [200, 3, new Error('away'), 0]
  let looks = 0
  const look = lookEachMinute({
    readBounces: async () => {
      const what = found[looks++]!
      if (what instanceof Error) throw what
      return what
    },
  })
  assert.equal(await look(now), true)
  assert.equal(await look(now), false)
  assert.equal(await look(later(now, 59)), false)
  assert.equal(looks, 2)
  await assert.rejects(look(later(now, 60)))
  assert.equal(await look(later(now, 61)), false)
  assert.equal(await look(later(now, 120)), false)
  assert.equal(looks, 4)
})

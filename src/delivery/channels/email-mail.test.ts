import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { openMailServer } from '../../../test/mail-server.ts'
import { type Outgoing, WORDS_ALONE } from '../carrier.ts'
import { openEmail } from './email.ts'

const server = await openMailServer()
const carrier = openEmail({ url: server.url, from: 'Nächtlich & Söhne <Alarm@Callout.example>', connections: 2 })
after(async () => {
  await carrier.close()
  await server.close()
})
afterEach(() => {
  server.mails.length = 0
})

const MESSAGE: Outgoing = {
  companyId: '0192f0c1-5f0b-7000-8000-00000000c0de',
  id: '0192f0c1-5f0b-7000-8000-00000000beef',
  attempt: 1,
  lane: 'normal',
  address: 'ana@example.com',
  subject: 'ABC-12: Alarm in der Mühle ✓',
  body: 'Zone 3.\n.\n.. two dots\nÜber 998 octets: '.padEnd(1200, 'ä'),
  replyTo: null,
  ...WORDS_ALONE,
}
const yes = async () => true

test('S1.46: a text mail arrives with its exact words and the headers of a machine', async () => {
  const outcome = await carrier.send(MESSAGE, yes)
  assert.equal(outcome.as, 'accepted')
  const [{ from, to, mail, raw }] = server.mails as [(typeof server.mails)[0]]
  assert.deepEqual([from, to], ['alarm@callout.example', ['ana@example.com']])
  assert.equal(mail.text?.trimEnd(), MESSAGE.body)
  assert.equal(mail.subject, MESSAGE.subject)
  assert.deepEqual(mail.from, { name: 'Nächtlich & Söhne', address: 'alarm@callout.example' })
  assert.deepEqual(mail.to, [{ name: '', address: 'ana@example.com' }])
  assert.equal(mail.messageId, `<${MESSAGE.id}@callout.example>`)
  const header = (key: string) => mail.headers.find(each => each.key === key)?.value ?? ''
  assert.equal(header('auto-submitted'), 'auto-generated')
  assert.equal(header('x-auto-response-suppress'), 'All')
  assert.ok(!Number.isNaN(Date.parse(header('date'))), header('date'))
  assert.deepEqual(mail.attachments, [])
  assert.ok(raw.split('\r\n').every(line => line.length <= 998))
})

test('S1.47: a PDF mail carries the paper, byte for byte and under its name', async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 256)
  const paper = { name: 'Auftrag ABC-12 Mühle.pdf', type: 'application/pdf', bytes }
  assert.equal((await carrier.send({ ...MESSAGE, papers: [paper] }, yes)).as, 'accepted')
  const [{ mail }] = server.mails as [(typeof server.mails)[0]]
  assert.equal(mail.text?.trimEnd(), MESSAGE.body)
  const [attachment] = mail.attachments
  assert.equal(attachment!.filename, paper.name)
  assert.equal(attachment!.mimeType, 'application/pdf')
  assert.equal(attachment!.disposition, 'attachment')
  assert.ok(Buffer.from(attachment!.content as ArrayBuffer).equals(bytes))
})

test('S1.8: a report carries its spreadsheet beside the printed page, each as what it is', async () => {
  const rows = Buffer.from('\ufeffNumber,Site\r\nABC-1,Mühle\r\n')
  const papers = [
    { name: 'Woche.pdf', type: 'application/pdf', bytes: new Uint8Array([1, 2, 255]) },
    { name: 'Woche.csv', type: 'text/csv; charset=utf-8', bytes: rows },
  ]
  assert.equal((await carrier.send({ ...MESSAGE, papers }, yes)).as, 'accepted')
  const [{ mail, raw }] = server.mails as [(typeof server.mails)[0]]
  assert.deepEqual(
    mail.attachments.map(({ filename, mimeType, disposition }) => [filename, mimeType, disposition]),
    [
      ['Woche.pdf', 'application/pdf', 'attachment'],
      ['Woche.csv', 'text/csv', 'attachment'],
    ],
  )
  assert.match(raw, /Content-Type: text\/csv; charset=utf-8/)
  assert.deepEqual(Buffer.from(mail.attachments[1]!.content as ArrayBuffer), rows)
})

test('a second attempt is the same message to every mailbox', async () => {
  await carrier.send(MESSAGE, yes)
  await carrier.send(MESSAGE, yes)
  const ids = server.mails.map(({ mail }) => mail.messageId)
  assert.equal(ids.length, 2)
  assert.equal(new Set(ids).size, 1)
})

test('words that look like a file, a link or a template stay words', async () => {
  const body = 'file:///etc/passwd {{name}} <img src="http://example.com/x">'
  const subject = 'file:///etc/passwd {{name}}'
  await carrier.send({ ...MESSAGE, subject, body }, yes)
  const [{ mail }] = server.mails as [(typeof server.mails)[0]]
  assert.equal(mail.subject, subject)
  assert.equal(mail.text?.trimEnd(), body)
  assert.deepEqual(mail.attachments, [])
})

test('a pool whose connections were dropped meanwhile sends the next message over a new one', async () => {
  await carrier.send(MESSAGE, yes)
  await server.down()
  await server.up()
  const paper = { name: 'a.pdf', type: 'application/pdf', bytes: new Uint8Array(100_000) }
  assert.equal((await carrier.send({ ...MESSAGE, papers: [paper] }, yes)).as, 'accepted')
  assert.equal(server.mails.length, 2)
})

const CALENDAR = [
  ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//x//EN', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:1'],
  ...['DTSTAMP:20260302T000000Z', 'DTSTART:20260302T000000Z', 'SUMMARY:Mühle', 'END:VEVENT', 'END:VCALENDAR', ''],
].join('\r\n')
const PAGE = '<!doctype html>\n<p>Zone 3 in der Mühle <img src="cid:portrait@callout"></p>\n'

test('S5.1: a page is another form of the words, with its pictures in the mail, and so is an appointment', async () => {
  const picture = {
    name: 'portrait.png',
    type: 'image/png',
    bytes: new Uint8Array([1, 2, 255]),
    cid: 'portrait@callout',
  }
  const paper = { name: 'ABC-1.pdf', type: 'application/pdf', bytes: new Uint8Array([4]) }
  const message = { ...MESSAGE, papers: [paper], html: PAGE, pictures: [picture], calendar: CALENDAR }
  assert.equal((await carrier.send(message, yes)).as, 'accepted')
  const [{ mail, raw }] = server.mails as [(typeof server.mails)[0]]
  assert.equal(mail.text?.trimEnd(), MESSAGE.body)
  assert.equal(mail.html?.trimEnd(), PAGE.trimEnd())
  assert.deepEqual(
    mail.attachments.map(({ filename, mimeType, disposition, contentId }) => [
      ...[filename ?? '', mimeType, disposition ?? '', contentId ?? ''],
    ]),
    [
      ['portrait.png', 'image/png', 'inline', '<portrait@callout>'],
      ['', 'text/calendar', '', ''],
      ['ABC-1.pdf', 'application/pdf', 'attachment', ''],
      ['appointment.ics', 'application/ics', 'attachment', ''],
    ],
  )
  // The parser ends the lines of both as it likes; the file is in the mail byte for byte.
  const entry = Buffer.from(mail.attachments[1]!.content as ArrayBuffer).toString()
  assert.equal(entry.replaceAll(/\r?\n/g, '\r\n'), CALENDAR)
  assert.ok(raw.replaceAll('\r\n', '').includes(Buffer.from(CALENDAR).toString('base64')))
  assert.match(raw, /Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i)
  // The last form a program understands is the one it shows.
  const forms = [...raw.matchAll(/Content-Type: (text\/\w+|multipart\/\w+)/gi)].map(found => found[1])
  assert.deepEqual(forms, [
    'multipart/mixed',
    'multipart/alternative',
    'text/plain',
    'multipart/related',
    'text/html',
    'text/calendar',
  ])
})

test('the words of a mail without a page are not parted from each other', async () => {
  await carrier.send(MESSAGE, yes)
  assert.doesNotMatch(server.mails[0]!.raw, /multipart/)
})

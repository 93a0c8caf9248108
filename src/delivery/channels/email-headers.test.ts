import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, afterEach, test } from 'node:test'
import { openLinks } from '#delivery/links.ts'
import { verifyDkim } from '../../../test/dkim.ts'
import { MAIL, openMailServer, PART, playMailServer, yes } from '../../../test/mail-server.ts'
import type { Outgoing } from '../carrier.ts'
import { type EmailOptions, openEmail } from './email.ts'

const server = await openMailServer()
after(server.close)
afterEach(() => {
  server.mails.length = 0
})

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const DKIM = { domain: 'callout.example', selector: 'night', privateKey: pem }
const ADDRESSES = { secret: 'one', publicUrl: 'https://callout.example', bounceAddress: 'bounces@callout.example' }
const links = openLinks(ADDRESSES)

async function sent(message: Partial<Outgoing>, options: Partial<EmailOptions>) {
  const carrier = openEmail({ url: server.url, from: 'Callout <alarm@callout.example>', connections: 1, ...options })
  const outcome = await carrier.send({ ...MAIL, ...message }, yes)
  await carrier.close()
  assert.equal(outcome.as, 'accepted')
  const got = server.mails.pop()!
  return { ...got, header: (key: string) => got.mail.headers.find(each => each.key === key)?.value ?? null }
}

test('answers go where the message says, else to its sender', async () => {
  assert.equal((await sent({}, {})).header('reply-to'), null)
  assert.equal((await sent({ replyTo: 'desk@callout.example' }, {})).header('reply-to'), 'desk@callout.example')
})

test('RFC 8058: a message that is not urgent can be unsubscribed from in one click', async () => {
  const { header, raw } = await sent({}, { links })
  const url = links.unsubscribeUrl(MAIL)
  assert.equal(header('list-unsubscribe'), `<${url}>`)
  assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
  assert.ok(raw.includes(`\r\nList-Unsubscribe: <${url}>\r\n`), 'in one line')
})

test('W9: an urgent message cannot, nor one from a server without a public address', async () => {
  const private_ = openLinks({ ...ADDRESSES, publicUrl: null })
  for (const { header } of [
    await sent({ lane: 'urgent' }, { links }),
    await sent({}, { links: private_ }),
    await sent({}, {}),
  ])
    assert.deepEqual([header('list-unsubscribe'), header('list-unsubscribe-post')], [null, null])
})

test('each attempt has an address of its own to come back to, and the sender people see stays the same', async () => {
  for (const attempt of [1, 2]) {
    const { from, mail } = await sent({ attempt }, { links })
    assert.deepEqual(links.readBounce(from), { id: MAIL.id, attempt })
    assert.equal(mail.from?.address, 'alarm@callout.example')
  }
  const { from } = await sent({}, { links: openLinks({ ...ADDRESSES, bounceAddress: null }) })
  assert.equal(from, 'alarm@callout.example')
})

for (const [offers, wanted] of [
  ['250-DSN\r\n', / RET=HDRS ENVID=0192f0c1-5f0b-7000-8000-00000000beef\.1$/],
  ['', />$/],
] as const) {
  test(`a server that offers ${offers ? 'to report failures and delays is asked to' : 'no reports is asked for none'}`, async () => {
    const play = await playMailServer({ EHLO: PART.EHLO.replace('250-PIPELINING\r\n', `250-PIPELINING\r\n${offers}`) })
    const carrier = openEmail({ url: play.url, from: 'alarm@callout.example', links })
    await carrier.send(MAIL, yes)
    await carrier.close()
    play.close()
    assert.match(play.heard.find(line => line.startsWith('MAIL'))!, wanted)
    assert.match(play.heard.find(line => line.startsWith('RCPT'))!, offers ? / NOTIFY=FAILURE,DELAY$/ : />$/)
  })
}

const papers = [{ name: 'Auftrag Mühle.pdf', type: 'application/pdf', bytes: new Uint8Array(200_000).fill(77) }]
const SIGNED: [sentence: string, message: Partial<Outgoing>][] = [
  ['a short one', {}],
  ['one with an odd body', { body: '.\n..\n  two  spaces \t\nÜber\n\n\n', subject: 'Alarm in der Mühle, '.repeat(8) }],
  ['one without a word', { body: '' }],
  ['one with a paper', { papers, replyTo: 'desk@callout.example' }],
]
for (const [sentence, message] of SIGNED) {
  test(`a mail is signed so that anybody can check it: ${sentence}`, async () => {
    const { raw } = await sent(message, { dkim: DKIM, links })
    const { ok, signed, domain, selector } = verifyDkim(raw, publicKey)
    assert.ok(ok)
    assert.deepEqual([domain, selector], ['callout.example', 'night'])
    const wanted = ['from', 'to', 'subject', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']
    for (const name of wanted) assert.ok(signed.includes(name), name)
    assert.equal(verifyDkim(raw.replace('To: ana', 'To: eve'), publicKey).ok, false)
    assert.equal(verifyDkim(raw.replace('One-Click', 'Two-Click'), publicKey).ok, false)
    assert.equal(verifyDkim(`${raw}x`, publicKey).ok, false)
  })
}

test('a key that mail cannot be signed with is refused at once, and not repeated', () => {
  const elliptic = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  for (const key of ['', 'secret words', elliptic]) {
    const open = () => openEmail({ url: server.url, from: 'a@callout.example', dkim: { ...DKIM, privateKey: key } })
    assert.throws(open, (error: Error) => !error.message.includes('secret words'))
  }
})

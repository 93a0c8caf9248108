import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { openMailServer, playMailServer } from '../../test/mail-server.ts'
import { CAPTURED } from '../config.ts'
import { examineEmail, examineSignature } from './doctor-email.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const DKIM = { domain: 'callout.example', selector: 'night', privateKey }
const ours = publicKey.toString('base64')
const record = `v=DKIM1; k=rsa; p=${ours}`
const absent = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

const RECORDS: [sentence: string, lookup: (name: string) => Promise<string[][]>, ok: boolean, line: RegExp][] = [
  [
    'our key',
    async () => [[record]],
    true,
    /^DKIM: mail is signed, and night\._domainkey\.callout\.example has our key$/,
  ],
  ['our key in pieces', async () => [['v=spf1'], [record.slice(0, 200), record.slice(200)]], true, /our key$/],
  [
    'another key',
    async () => [['v=DKIM1; p=AAAA']],
    false,
    /another key than ours\. It must be a TXT record: v=DKIM1; k=rsa; p=MII/,
  ],
  ['a key that was withdrawn', async () => [['v=DKIM1; p=']], false, /another key/],
  ['nothing', absent('ENOTFOUND'), false, /is not there\. It must be a TXT record/],
  ['no network', absent('ECONNREFUSED'), false, /could not be looked up \(ECONNREFUSED\)$/],
]
for (const [sentence, lookup, ok, line] of RECORDS) {
  test(`DNS has ${sentence}`, async () => {
    const found = await examineSignature(DKIM, lookup)
    assert.equal(found.ok, ok)
    assert.match(found.line, line)
  })
}

test('a key that is none is named, without its text', async () => {
  const found = await examineSignature({ ...DKIM, privateKey: 'secret words' }, async () => [])
  assert.deepEqual([found.ok, found.line.includes('secret')], [false, false])
})

test('each account has a line, and what is wrong with it', async () => {
  const [well, ill] = [await openMailServer(), await playMailServer({ AUTH: '535 5.7.8 no' })]
  const account = (name: string, url: string) => ({ name, url, from: 'alarm@callout.example' })
  const found = await examineEmail({
    ...CAPTURED,
    email: [account('smtp', `${well.url}?rate=5`), account('smtp-backup', ill.url.replace('//', '//sam:secret@'))],
  })
  await well.close()
  ill.close()
  assert.deepEqual(
    found.map(({ ok }) => ok),
    [true, false],
  )
  assert.match(found[0]!.line, /^E-mail \(smtp\): The mail server at 127\.0\.0\.1:\d+ answers\.$/)
  assert.match(found[1]!.line, /^E-mail \(smtp-backup\): .*Check the user name and the password\.$/)
})

test('a mailbox of bounces that cannot be read has a line, and without any account all is captured', async () => {
  const bounces = { address: 'b@callout.example', imapUrl: 'imap://sam:secret@127.0.0.1:1/INBOX' }
  const email = [{ name: 'smtp', url: 'smtp://127.0.0.1:1', from: 'alarm@callout.example' }]
  const [, mailbox] = await examineEmail({ ...CAPTURED, email, bounces })
  assert.equal(mailbox!.ok, false)
  assert.match(mailbox!.line, /^Bounces: The mailbox of bounces at 127\.0\.0\.1:1 could not be read: /)
  const captured = await examineEmail(CAPTURED)
  assert.deepEqual([captured.length, captured[0]!.ok], [1, true])
})

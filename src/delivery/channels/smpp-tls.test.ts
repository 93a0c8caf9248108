import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { openSmsc } from '../../../test/smsc.ts'
import { openSmpp } from './smpp.ts'

const folder = mkdtempSync(join(tmpdir(), 'callout-tls-'))
after(() => rmSync(folder, { recursive: true }))
const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
const SELF_SIGNED = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=smsc -addext subjectAltName=IP:127.0.0.1'
const made = spawnSync('openssl', [...SELF_SIGNED.split(' '), '-keyout', keyFile, '-out', certFile])
const MISSING = made.status === 0 ? false : 'openssl is not here to make a certificate'

test('over smpps:// nothing is said to a server that cannot prove its name, and texts go to one that can', {
  skip: MISSING,
}, async () => {
  const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')]
  const smsc = await openSmsc({}, { key, cert })
  const opened = () =>
    openSmpp({
      name: 'sms',
      url: smsc.url.replace('smpp:', 'smpps:'),
      from: 'Callout',
      rate: null,
      ears: { report: async () => {}, reply: async () => {} },
      clock: () => Temporal.Instant.from('2026-11-21T16:00:00Z'),
    })
  const doubting = opened()
  const check = await doubting.check()
  assert.deepEqual([check.as, check.fault], ['unreachable', 'down'])
  assert.match(check.words, /self-signed certificate/)
  assert.deepEqual(smsc.heard, [])
  await doubting.close()
  setDefaultCACertificates([...getCACertificates(), cert])
  const trusting = opened()
  assert.equal((await trusting.check()).as, 'accepted')
  await trusting.close()
  await smsc.close()
})

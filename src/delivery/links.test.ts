import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLinks } from './links.ts'

const OPTIONS = { secret: 'one', publicUrl: 'https://callout.example/base', bounceAddress: 'Bounces@callout.example' }
const links = openLinks(OPTIONS)
const foreign = openLinks({ ...OPTIONS, secret: 'two' })
const COMPANY = '0192f0c1-5f0b-7000-8000-00000000c0de'
const ID = '00000000-5f0b-7000-8000-00000000beef'
const message = { companyId: COMPANY, id: ID }
const tokenIn = (url: string | null) => url!.split('/').at(-1)!

test('a link to unsubscribe leads back to its message, and stands under the public address', () => {
  const url = links.unsubscribeUrl(message)!
  assert.match(url, /^https:\/\/callout\.example\/base\/unsubscribe\/[\w-]{59}$/)
  assert.deepEqual(links.readUnsubscribe(tokenIn(url)), message)
  assert.equal(openLinks({ ...OPTIONS, publicUrl: null }).unsubscribeUrl(message), null)
})

test('an address for bounces leads back to its attempt, in small letters or large, and can be an address', () => {
  for (const attempt of [1, 255, 256, 65_535]) {
    const address = links.bounceAddress({ id: ID, attempt })!
    assert.match(address, /^bounces\+[0-9a-v]{48}@callout\.example$/)
    assert.ok(address.split('@')[0]!.length <= 64)
    for (const written of [address, address.toUpperCase()])
      assert.deepEqual(links.readBounce(written), { id: ID, attempt })
  }
  assert.equal(openLinks({ ...OPTIONS, bounceAddress: null }).bounceAddress({ id: ID, attempt: 1 }), null)
})

test('a token that was altered anywhere, or signed with another secret, or for another purpose, is none', () => {
  const token = tokenIn(links.unsubscribeUrl(message))
  const other = (sign: string, signs: string) => signs[(signs.indexOf(sign) + 1) % signs.length]!
  const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  // The last character carries fewer bits than it could: its neighbour may be the same token.
  for (let i = 0; i < token.length - 1; i++) {
    assert.equal(links.readUnsubscribe(token.slice(0, i) + other(token[i]!, base64) + token.slice(i + 1)), null, `${i}`)
  }
  const address = links.bounceAddress({ id: ID, attempt: 7 })!
  const digits = '0123456789abcdefghijklmnopqrstuv'
  for (let i = 'bounces+'.length; i < address.indexOf('@'); i++) {
    const altered = address.slice(0, i) + other(address[i]!, digits) + address.slice(i + 1)
    assert.equal(links.readBounce(altered), 'forged', `${i}`)
  }
  assert.equal(foreign.readUnsubscribe(token), null)
  assert.equal(foreign.readBounce(address), 'forged')
})

test('what cannot be a token at all is none', () => {
  for (const token of [
    '',
    'a',
    '-'.repeat(59),
    'ä'.repeat(59),
    '../../etc',
    `${tokenIn(links.unsubscribeUrl(message))}A`,
  ])
    assert.equal(links.readUnsubscribe(token), null)
  for (const address of [
    'ana@example.com',
    'bounces@callout.example',
    'bounces+@callout.example',
    '',
    'bounces+zz@callout.example',
  ])
    assert.equal(links.readBounce(address), null, address)
  for (const address of ['bounces+0@callout.example', `bounces+${'v'.repeat(48)}@callout.example`])
    assert.equal(links.readBounce(address), 'forged')
})

test('a bounce address that leaves no room for a token is refused at once', () => {
  openLinks({ ...OPTIONS, bounceAddress: 'callout-bounces@example.com' })
  assert.throws(() => openLinks({ ...OPTIONS, bounceAddress: 'callout-bounces-1@example.com' }), /15 characters/)
})

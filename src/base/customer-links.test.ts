import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCustomerLinks } from './customer-links.ts'
import { sealedName } from './seal.ts'

const OPTIONS = { secret: 'one', publicUrl: 'https://callout.example/base' }
const links = openCustomerLinks(OPTIONS)
const named = { companyId: '0192f0c1-5f0b-7000-8000-00000000c0de', id: '00000000-5f0b-7000-8000-00000000beef' }
const tokenIn = (url: string) => new URL(url).pathname.split('/').at(-1)!

test('a link to a page of a customer leads back to its job or its customer', () => {
  assert.match(links.visitUrl(named), /^https:\/\/callout\.example\/base\/visit\/[\w-]{59}$/)
  assert.match(links.requestUrl(named), /^https:\/\/callout\.example\/base\/request\/[\w-]{59}$/)
  assert.equal(links.rescheduleUrl(named), `${links.visitUrl(named)}#reschedule`)
  assert.deepEqual(links.readVisit(tokenIn(links.visitUrl(named))), named)
  assert.deepEqual(links.readRequest(tokenIn(links.requestUrl(named))), named)
})

test('a link for one purpose opens nothing for another, nor does one that another server sealed', () => {
  assert.equal(links.readRequest(tokenIn(links.visitUrl(named))), null)
  assert.equal(links.readVisit(tokenIn(links.requestUrl(named))), null)
  assert.equal(links.readVisit(sealedName('one', 'unsubscribe', named)), null)
  const foreign = openCustomerLinks({ ...OPTIONS, secret: 'two' })
  assert.equal(links.readVisit(tokenIn(foreign.visitUrl(named))), null)
  for (const token of ['', 'x', 'A'.repeat(59), `${tokenIn(links.visitUrl(named))}A`, '-'.repeat(58), 'ä'.repeat(59)])
    assert.equal(links.readVisit(token), null, token)
})

test('without a public address there is no link, for it would lead nowhere', () => {
  const none = openCustomerLinks({ ...OPTIONS, publicUrl: null })
  assert.deepEqual([none.visitUrl(named), none.rescheduleUrl(named), none.requestUrl(named)], ['', '', ''])
})

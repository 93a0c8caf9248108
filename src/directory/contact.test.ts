import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Contact, type Failure, failed, optedIn, optedOut, quieted, reached } from './contact.ts'

const at = (hours: number) => Temporal.Instant.from('2026-11-21T00:00:00Z').add({ minutes: hours * 60 })
const key = { companyId: 'c', channel: 'email', address: 'desk@mill.example' } as const
const NEW: Contact = {
  ...key,
  quietFrom: null,
  quietUntil: null,
  optedOutAt: null,
  optedOutBecause: null,
  deadSince: null,
  deadBecause: null,
  failures: 0,
  failedAt: null,
  reachedAt: null,
}
const failure = (hours: number, certain: Failure['certain'] = 'likely'): Failure => ({
  ...key,
  at: at(hours),
  because: 'refused',
  certain,
})
const after = (contact: Contact, ...hours: number[]) =>
  hours.reduce((so, each) => failed(so, failure(each)).contact, contact)

test('W9: one failure that says there is no such address makes it dead', () => {
  const { contact, change } = failed(NEW, failure(1, 'certain'))
  assert.deepEqual([contact.deadSince, contact.deadBecause, contact.failures], [at(1), 'refused', 1])
  assert.deepEqual(change, { what: 'dead', because: 'refused' })
})

test('W9: two failures of another kind within a day make it dead, a day apart they do not', () => {
  assert.equal(after(NEW, 1).deadSince, null)
  assert.deepEqual(after(NEW, 1, 25).deadSince, at(25))
  assert.equal(after(NEW, 1, 25.1).deadSince, null)
  assert.deepEqual(after(NEW, 20, 1).deadSince, at(1), 'in whatever order they are told')
  assert.equal(after(NEW, 1, 1).failures, 1, 'the same failure noted twice is one')
})

test('W9: what arrives later makes it alive; what arrived before it failed does not', () => {
  const dead = failed(NEW, failure(5, 'certain')).contact
  assert.deepEqual(reached(dead, 'arrived', at(4)).contact.deadSince, at(5))
  const { contact, change } = reached(dead, 'arrived', at(6))
  assert.deepEqual([contact.deadSince, contact.deadBecause, contact.failures], [null, null, 0])
  assert.deepEqual(change, { what: 'alive', because: 'arrived' })
  assert.equal(failed(contact, failure(5.5, 'certain')).contact, contact, 'a failure from before is old news')
})

test('W9: opting out and in, each once', () => {
  const out = optedOut(NEW, 'answered "STOP"', at(1))
  assert.deepEqual(out.change, { what: 'opted-out', because: 'answered "STOP"' })
  assert.equal(optedOut(out.contact, 'again', at(2)).contact, out.contact)
  assert.deepEqual(optedIn(out.contact, 'answered "START"').contact, NEW)
  assert.equal(optedIn(NEW, 'answered "START"').change, null)
})

test('W5: quiet hours are written down as they are read', () => {
  const { contact, change } = quieted(NEW, { from: 1320, until: 420 })
  assert.equal(change!.because, 'quiet from 22:00 to 07:00')
  assert.equal(quieted(contact, { from: 1320, until: 420 }).change, null)
  assert.deepEqual(quieted(contact, null).contact, NEW)
})

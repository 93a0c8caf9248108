import assert from 'node:assert/strict'
import { test } from 'node:test'
import { later } from '#base/time.ts'
import { now } from '../../test/saves.ts'
import { gather } from './gather.ts'
import type { Decision, Notice, Plan } from './notice.ts'

const WINDOW = 600
const notice = (version: number, more: Partial<Notice> = {}): Notice => ({
  ...{ companyId: 'c', id: `of ${version}`, jobId: 'j', version, occasions: ['updated-incomplete'], about: [] },
  ...{ channel: 'email', address: 'a@x.example', pdf: false, lane: 'normal', dueAt: later(now, version + WINDOW) },
  ...{ useBy: later(now, 86_400 + version), gathers: true, firstVersion: null, quietUntil: null },
  ...{ face: null, wordedBy: [], language: null },
  ...more,
})
const decision = ({ id, version }: Notice): Decision => ({
  ...{ companyId: 'c', jobId: 'j', version, ruleId: 'r', occasion: 'updated-incomplete', target: 'address' },
  ...{ ordinal: 0, because: 'told', noticeId: id },
})
const planOf = (...notices: Notice[]): Plan => ({ notices, decisions: notices.map(decision) })
const NOTHING = { waiting: [], told: [] }
const idsOf = (plans: readonly Plan[]) => plans.map(({ decisions }) => decisions.map(({ noticeId }) => noticeId))
const newOf = (plans: readonly Plan[]) => plans.flatMap(({ notices }) => notices)

test('saves planned together become one notice, due when the first was, that tells of all of them', () => {
  const { plans, joined } = gather(
    [
      planOf(notice(2)),
      planOf(notice(3, { pdf: true, about: ['outcome'] })),
      planOf(notice(4, { occasions: ['completed'] })),
    ],
    NOTHING,
  )
  const [one, ...more] = newOf(plans)
  assert.deepEqual([more, joined, idsOf(plans)], [[], [], [['of 2'], ['of 2'], ['of 2']]])
  assert.deepEqual([one!.firstVersion, one!.version, one!.occasions], [2, 4, ['updated-incomplete', 'completed']])
  assert.deepEqual([one!.pdf, one!.about, one!.dueAt], [true, ['outcome'], later(now, 2 + WINDOW)])
  assert.deepEqual(one!.useBy, later(now, 86_404))
})

test('a later save joins the notice that waits, and nothing new is written', () => {
  const { plans, joined } = gather([planOf(notice(3))], { waiting: [notice(2)], told: [] })
  assert.deepEqual([newOf(plans), idsOf(plans)], [[], [['of 2']]])
  assert.deepEqual(
    joined.map(({ id, firstVersion, version }) => [id, firstVersion, version]),
    [['of 2', 2, 3]],
  )
})

test('what is not gathered takes along what waits, at once: nobody reads the older news afterwards', () => {
  const { joined } = gather([planOf(notice(3, { gathers: false, dueAt: now }))], { waiting: [notice(2)], told: [] })
  assert.deepEqual([joined.length, joined[0]!.dueAt], [1, now])
})

for (const [sentence, more] of [
  ['to another address', { address: 'b@x.example' }],
  ['by another channel', { channel: 'sms' }],
  ['of another job', { jobId: 'k' }],
  ['urgent', { occasions: ['dispatched', 'updated-incomplete'], lane: 'urgent', gathers: false }],
  ['of an invoice', { occasions: ['invoiced'], lane: 'slow', gathers: false }],
] as [string, Partial<Notice>][]) {
  test(`a notice ${sentence} does not join`, () => {
    const { plans, joined } = gather([planOf(notice(3, more))], { waiting: [notice(2)], told: [] })
    assert.deepEqual([newOf(plans).map(({ id }) => id), joined], [['of 3'], []])
  })
}

test('without one that waits, what does not gather is told as it is and is joined by nobody', () => {
  const { plans } = gather([planOf(notice(2, { gathers: false })), planOf(notice(3))], NOTHING)
  assert.deepEqual(idsOf(plans), [['of 2'], ['of 3']])
})

test('W2: a save that was told in a notice of others is not told again', () => {
  const told = [
    { companyId: 'c', jobId: 'j', channel: 'email', address: 'a@x.example', version: 3, noticeId: 'of 2' },
  ] as const
  const { plans, joined } = gather([planOf(notice(3))], { waiting: [], told })
  assert.deepEqual([newOf(plans), joined, idsOf(plans)], [[], [], [['of 2']]])
})

test('W2: joining twice is as joining once', () => {
  const once = gather([planOf(notice(3))], { waiting: [notice(2)], told: [] }).joined
  const twice = gather([planOf(notice(2)), planOf(notice(3))], { waiting: once, told: [] })
  assert.deepEqual(newOf(twice.plans), [])
  assert.deepEqual(twice.joined, once)
})

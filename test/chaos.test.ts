import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Breach, casesIn, type Evidence, judge, storyOf } from '../chaos/judge.ts'
import type { Heard } from '../chaos/ledger.ts'
import type { Ended, Tried } from '../chaos/promises.sql.ts'
import { storm } from '../chaos/storm.ts'
import { shortLived } from './memory.ts'

// What is killed is processes: what they had written stays, on a disk or in memory.
process.env.TMPDIR = shortLived()

test('W2, W3: whatever is killed, nothing is lost, and only what was cut off is heard twice', async () => {
  const came = await storm({
    ...{ seed: 2259, kills: 5, messages: 100, seconds: 20, senders: 2, rest: 3 },
    channels: { email: 80, webhook: 20 },
    say: () => {},
  })
  const { evidence, fallen } = came
  const broken = judge(evidence)
  const cases = new Map(casesIn(evidence).map(each => [each.id, each]))
  const stories = broken.flatMap(({ breach, id }) => [
    breach,
    ...(cases.has(id) ? storyOf(cases.get(id)!, evidence) : [id]),
  ])
  assert.deepEqual(stories, [])
  assert.deepEqual(fallen, [])
  assert.equal(evidence.promised.size, 100)
  assert.deepEqual([came.done.database, came.done['power-cut'], came.done.freeze], [1, 1, 1])
  assert.ok(
    evidence.tried.some(({ outcome }) => outcome !== 'accepted'),
    'nothing that was killed was at work',
  )
})

const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(1000 * seconds)
const copy = (more: Partial<Heard> = {}): Heard => ({
  ...{
    channel: 'sms',
    id: 'one',
    attempt: '1',
    from: 'a1',
    at: 1000,
    fate: 'taken',
    answeredAt: 1100,
    cut: false,
    hash: '',
  },
  ...more,
})
const attempt = (more: Partial<Tried> = {}): Tried => ({
  ...{ deliveryId: 'one', number: 1, startedAt: at(0), handedOverAt: at(1), endedAt: at(2) },
  ...{ outcome: 'accepted', code: null, words: null, ...more },
})
const mail = (more: Partial<Heard> = {}): Heard => copy({ channel: 'email', ...more })
const lost = attempt({ outcome: 'unknown' })
const second = attempt({ number: 2 })
const killed = { name: 'a1', as: 'killed', from: 1500, until: 1500 } as const

const CASES: readonly [string, Breach[], Partial<Evidence> & { state?: string; over?: false }][] = [
  ['heard once and accepted', [], {}],
  ['not heard at all', ['accepted and never heard'], { heard: [] }],
  ['not heard, and expired', ['lost', 'failed'], { heard: [], state: 'expired' }],
  ['not heard, twice in doubt, and somebody is asked to look', [], { heard: [], state: 'unknown' }],
  ['still on its way', ['not over', 'lost'], { heard: [], state: 'waiting', over: false }],
  ['without a delivery', ['lost'], { ended: [] }],
  ['that nobody promised', ['never promised'], { promised: new Set() }],
  [
    'heard, and recorded as not tried',
    ['heard, and recorded as not sent'],
    { tried: [attempt({ outcome: 'not-tried' })] },
  ],
  [
    'heard before it was handed over',
    ['heard, and recorded as not sent'],
    { tried: [attempt({ handedOverAt: null })] },
  ],
  [
    'heard twice for no reason',
    ['twice without a reason'],
    { tried: [lost, second], heard: [mail(), mail({ attempt: '2' })] },
  ],
  [
    'heard twice, the first answer cut off',
    [],
    { tried: [lost, second], heard: [mail({ cut: true }), mail({ attempt: '2' })] },
  ],
  [
    'heard twice, the first sender killed',
    [],
    { tried: [lost, second], heard: [mail(), mail({ attempt: '2' })], blows: [killed] },
  ],
  [
    'heard twice, another sender killed',
    ['twice without a reason'],
    { tried: [lost, second], heard: [mail(), mail({ attempt: '2' })], blows: [{ ...killed, name: 'a2' }] },
  ],
  [
    'a text heard twice although Twilio can be asked',
    ['twice without a reason'],
    { tried: [lost, second], heard: [copy({ cut: true }), copy({ attempt: '2' })] },
  ],
  [
    'heard three times',
    ['three times'],
    { tried: [lost, second], heard: [mail({ cut: true }), mail({ cut: true }), mail({ attempt: '2' })] },
  ],
]

for (const [name, breaches, { state = 'accepted', over = true, ...more }] of CASES) {
  test(`a message ${name}: ${breaches.join(' and ') || 'the promise is kept'}`, () => {
    const delivery: Ended = {
      ...{ id: 'one', lane: 'normal', channel: 'sms', state, attempts: 1 },
      ...{ dueAt: at(2), endedAt: over ? at(2) : null },
    }
    const known = { misplanned: [], heard: [copy()], ended: [delivery], tried: [attempt()], blows: [], outages: [] }
    const evidence = { ...known, promised: new Set(['one']), attemptIn: Number, ...more }
    assert.deepEqual(
      judge(evidence).map(({ breach }) => breach),
      breaches,
    )
  })
}

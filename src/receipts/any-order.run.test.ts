import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import type { HandOver, Outcome, OutcomeKind } from '#delivery/carrier.ts'
import { doWith } from '#delivery/deeds.run.ts'
import { DEEDS } from '#delivery/deeds.ts'
import { SAYS } from '#delivery/heard.ts'
import { resendMessage } from '#delivery/resend.run.ts'
import type { State } from '#delivery/state.ts'
import { SAM } from '../../test/rows.ts'
import { carrierThat, OK, sendAll, sendingRoom } from '../../test/sending.ts'
import { settleOnce, takeReports } from './receipts.run.ts'

const room = await sendingRoom()
const { db } = room

type Pending = { id: string; answer: (outcome: Outcome) => void }

/** What one carrier, two people and a clock do, in any order; and what went out. */
function theNight(ids: readonly string[]) {
  const { companyId } = room.place()
  let pending: Pending[] = []
  let isPrompt = false
  const sent: { id: string; as: OutcomeKind | 'no answer' }[] = []
  const stopped = new Set<string>()
  const unlawful: string[] = []

  async function send(id: string, handOver: HandOver): Promise<Outcome> {
    if (!(await handOver())) return { as: 'not-tried', code: null, words: 'stopped' }
    if (stopped.has(id)) unlawful.push(id)
    const copy = { id, as: 'no answer' as OutcomeKind | 'no answer' }
    sent.push(copy)
    if (isPrompt) {
      copy.as = OK.as
      return OK
    }
    return new Promise(resolve => {
      pending.push({
        id,
        answer: outcome => {
          copy.as = outcome.as
          resolve(outcome)
        },
      })
    })
  }
  const carrier = { ...carrierThat(async () => OK, 3), send: ({ id }: { id: string }, ask: HandOver) => send(id, ask) }
  let sender = room.open(carrier)

  const steps = {
    take: async () => void (await sender.sendDue()),
    answer: async (_: number, as: OutcomeKind) =>
      pending.shift()?.answer({ ...OK, as, words: as, ...(as === 'unreachable' && { code: '451' }) }),
    deed: async (i: number, deed: (typeof DEEDS)[number]) => {
      const done = await doWith(db, { companyId, id: ids[i]!, deed, by: SAM }, room.now)
      if (done.ok && deed === 'cancel') stopped.add(ids[i]!)
    },
    resend: async (i: number) => {
      const done = await resendMessage(db, { companyId, id: ids[i]!, as: 'as-it-was', by: SAM }, room.now)
      const was = await db.query<{ state: State }>(sql`select state from delivery where id = ${ids[i]}`)
      if (done.ok && was[0]!.state === 'resent') stopped.add(ids[i]!)
    },
    report: async (i: number, says: (typeof SAYS)[number]) => {
      const ours = { companyId, id: ids[i]!, attempt: 1 }
      const about = { reference: null, code: null, words: says, at: room.now, raw: {} }
      // A carrier only speaks of what it was given.
      if (!sent.some(({ id }) => id === ids[i])) return
      await takeReports(db, [{ carrier: 'test', key: `${i} ${says}`, ours, says, ...about }], room.now)
    },
    settle: async () => void (await settleOnce(db, { now: room.now })),
    wait: async (seconds: number) => {
      room.now = later(room.now, seconds)
      await sender.sendDue()
    },
    restart: async () => {
      await sender.stop()
      pending = []
      sender = room.open(carrier)
    },
    another: async () => void (await room.open(carrier).sendDue()),
  }

  async function end(): Promise<void> {
    for (const [i] of ids.entries()) await steps.deed(i, 'release')
    isPrompt = true
    for (const { answer } of pending.splice(0)) answer(OK)
    for (let round = 0; round < 35; round++) {
      await sendAll(sender)
      await settleOnce(db, { now: room.now })
      room.now = later(room.now, 1300)
    }
  }
  return { steps, end, sent, unlawful }
}

const KINDS = [
  'accepted',
  'refused',
  'unreachable',
  'unreachable',
  'unknown',
  'unknown',
  'unknown',
] as const satisfies readonly OutcomeKind[]
const which = fc.nat(1)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), as: fc.constantFrom(...KINDS) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deed' as const), i: which, deed: fc.constantFrom(...DEEDS) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('report' as const), i: which, says: fc.constantFrom(...SAYS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 31, 61, 301, 4000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resend' as const), i: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('another' as const) }) },
)

test('W2, W3: in whatever order people, carriers and reports act, everything ends, nothing breaks, and nobody is sent three copies', async () => {
  const start = room.now
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60, size: 'max' }), async walk => {
      await db.script('truncate notice, paper, carrier_account, receipt cascade')
      room.now = start
      const ids = await room.insert(2)
      const night = theNight(ids)
      for (const each of walk) {
        if (each.do === 'answer') await night.steps.answer(0, each.as)
        else if (each.do === 'deed') await night.steps.deed(each.i, each.deed)
        else if (each.do === 'report') await night.steps.report(each.i, each.says)
        else if (each.do === 'wait') await night.steps.wait(each.seconds)
        else if (each.do === 'resend') await night.steps.resend(each.i)
        else await night.steps[each.do]()
        // What is in hand gets a little further.
        for (let i = 0; i < 4; i++) await db.query(sql`select 1`)
      }
      await night.end()
      assert.deepEqual(room.troubles, [])
      assert.deepEqual(night.unlawful, [])
      const left = await db.query<{ state: State }>(
        sql`select state, due_at, attempts from delivery where ended_at is null`,
      )
      assert.deepEqual(left, [])
      const open = await db.query(sql`select id, says, due_at from receipt where settled_at is null`)
      assert.deepEqual(open, [])
      for (const id of ids) {
        const copies = night.sent.filter(copy => copy.id === id && !['unreachable', 'refused'].includes(copy.as))
        assert.ok(copies.length <= 2, `${copies.length} copies`)
      }
    }),
    // Always the same walks: what a test finds must not depend on the day it is run.
    { numRuns: 8, seed: 20261122 },
  )
})

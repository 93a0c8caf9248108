import { setTimeout as pause } from 'node:timers/promises'
import { later } from '#base/time.ts'
import { shareCommits } from '#db/shared-commit.ts'
import type { Database } from '#db/sql.ts'
import type { Accounts } from './accounts.run.ts'
import type { Carrier, HandOver, Outcome } from './carrier.ts'
import * as q from './delivery.sql.ts'
import { type Doubted, settleDoubt } from './doubt.run.ts'
import type { Leases } from './leases.run.ts'
import { outgoingOf } from './outgoing.run.ts'
import type { Recorder } from './recorder.run.ts'
import { nextAfter } from './retry.ts'
import type { Doing, SenderOptions } from './sender.run.ts'
import { noteOutcomes } from './standing.run.ts'
import type { Taken } from './taking.sql.ts'

/** A delivery in our hands: through which carrier it goes, not before when, and which one had it last. */
export type Work = Readonly<{ row: Taken; carrier: Carrier; last: Carrier; notBefore: Temporal.Instant }>

export type Hands = Readonly<{
  /** Hands one over and records what came of it. Never fails: what goes wrong is told, and the row falls due again. */
  carry: (work: Work) => Promise<void>
  /** Records that its process died between the last byte and the answer. */
  mourn: (work: Work) => Promise<void>
  /** Gives back what was taken and not begun. */
  putBack: (rows: readonly Taken[]) => Promise<void>
}>

type Desk = Pick<SenderOptions, 'lane' | 'channel' | 'clock' | 'trouble'> &
  Readonly<{ leases: Leases; recorder: Recorder; accounts: Accounts; isStopping: () => boolean }>

/** What is done with each delivery that was taken. */
export function openHands(db: Database, desk: Desk): Hands {
  const { lane, clock, leases, recorder, accounts } = desk
  const commit = openBarrier(db, desk)

  async function carry(work: Work): Promise<void> {
    const { row, carrier, last } = work
    await until(work, clock())
    if (desk.isStopping() || accounts.isShut(carrier) || !leases.isOurs(row)) return putBack([row])
    const doubted = row.state === 'unknown' ? await settleDoubt(row, last, lane, clock()) : SEND
    if (doubted.do === 'send') return finish(row, carrier, await handOver(row, carrier))
    // This attempt is closed first: if we die before the other is recorded, the carrier is asked again.
    await recorder.record({
      ...resultOf(row, last, notTried(doubted)),
      state: 'unknown',
      dueAt: nextLook(doubted, clock()),
    })
    if (doubted.do === 'found')
      await recorder.record(resultOf({ ...row, number: row.lastNumber! }, last, doubted.outcome))
    leases.letGo(row)
  }

  // Async, so that a carrier that throws before it promises anything is caught like one that breaks its promise.
  async function handOver(row: Taken, carrier: Carrier): Promise<Outcome> {
    let mayHaveLeft = carrier.doubt === 'key'
    const commitOne = commit(row, carrier)
    const last = async () => (mayHaveLeft = await commitOne())
    return outgoingOf(db, row, lane)
      .then(message => carrier.send(message, last))
      .catch(error => {
        tell(error, 'sending', [row])
        return { as: mayHaveLeft ? 'unknown' : 'unreachable', code: null, words: BROKEN }
      })
  }

  async function finish(row: Taken, carrier: Carrier, outcome: Outcome): Promise<void> {
    const result = resultOf(row, carrier, outcome)
    await recorder.record(result)
    leases.letGo(row)
    await accounts.note(carrier, outcome)
    if (result.fault) await noteOutcomes(db, [result], result.at).catch(error => tell(error, 'learning', [row]))
  }

  const tell = (error: unknown, doing: Doing, rows: readonly q.Held[]) =>
    desk.trouble(error, { doing, ids: rows.map(({ id }) => id) })

  const resultOf = (row: Taken, carrier: Carrier, outcome: Outcome) => resultFor(desk, row, { carrier, outcome })

  async function putBack(rows: readonly Taken[]): Promise<void> {
    for (const row of rows) leases.letGo(row)
    if (rows.length > 0) await q.giveBack(db, rows, clock()).catch(error => tell(error, 'giving-back', rows))
  }

  return { carry, putBack, mourn: ({ row, last }) => finish(row, last, LOST) }
}

async function until({ notBefore }: Work, now: Temporal.Instant): Promise<void> {
  const wait = notBefore.since(now).total('milliseconds')
  if (wait > 1) await pause(wait)
}

/** Commits to hand-overs, those that arrive during one commit together in the next. */
function openBarrier(db: Database, { clock, trouble, leases }: Desk) {
  const commitTogether = shareCommits(db, async (tx, asks: readonly q.AtTheEnd[]) => {
    const committed = new Set((await q.handOver(tx, asks, clock())).map(({ companyId, id }) => `${companyId} ${id}`))
    return asks.map(({ companyId, id }) => committed.has(`${companyId} ${id}`))
  })
  return (row: Taken, { name: carrier }: Carrier): HandOver =>
    async () => {
      const { companyId, id, number } = row
      const committed = await commitTogether({ companyId, id, number, carrier }).catch(error => {
        trouble(error, { doing: 'handing-over', ids: [id] })
        return false
      })
      // While we waited for the commit somebody else may have come to think that we are dead.
      return committed && leases.isOurs(row)
    }
}

type Answered = { carrier: Carrier; outcome: Outcome }

function resultFor({ lane, channel, clock }: Desk, row: Taken, { carrier, outcome }: Answered): q.Result {
  const { companyId, id, number, useBy, doubts, tries } = row
  const at = clock()
  const tried = { id, lane, channel, tries, doubts, doubt: carrier.doubt, useBy }
  const [code, words] = [outcome.code && storable(outcome.code), storable(outcome.words)]
  const { reference = null, fault = null, as } = outcome
  const kept = { carrier: carrier.name, outcome: as, code, words, reference: reference && storable(reference), fault }
  return { companyId, id, number, at, ...kept, ...nextAfter(outcome, tried, at) }
}

const SEND: Doubted = { do: 'send' }

/** When a message in doubt is looked at again; null: by nobody but people. */
function nextLook(doubted: Exclude<Doubted, { do: 'send' }>, now: Temporal.Instant): Temporal.Instant | null {
  if (doubted.do === 'wait') return doubted.until
  return doubted.do === 'found' ? later(now, 60) : null
}

const notTried = (doubted: Exclude<Doubted, { do: 'send' }>): Outcome => ({
  as: 'not-tried',
  code: null,
  words: doubted.do === 'found' ? 'The carrier had it already.' : doubted.words,
})

const BROKEN = 'Callout itself failed while sending; its log says how.'
const LOST: Outcome = {
  as: 'unknown',
  code: null,
  words: 'The process stopped after it was handed over, before the carrier answered.',
}

// Carriers' words come from strangers. PostgreSQL refuses NUL and half characters, and nobody reads a megabyte.
const storable = (words: string): string => words.slice(0, 1000).replaceAll('\0', '').toWellFormed()

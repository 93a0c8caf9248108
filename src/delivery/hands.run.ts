import { setTimeout as pause } from 'node:timers/promises'
import { isAfter, later } from '#base/time.ts'
import { shareCommits } from '#db/shared-commit.ts'
import type { Database } from '#db/sql.ts'
import type { Accounts } from './accounts.run.ts'
import type { Carrier, Outcome } from './carrier.ts'
import * as q from './delivery.sql.ts'
import { type Doubted, settleDoubt } from './doubt.run.ts'
import type { Leases } from './leases.run.ts'
import { outgoingOf } from './outgoing.run.ts'
import type { Recorder } from './recorder.run.ts'
import { type Next, nextAfter } from './retry.ts'
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
    if (desk.isStopping() || accounts.isShut(carrier) || !leases.isOurs(row) || isLate(row)) return putBack([row])
    const doubted = row.state === 'unknown' ? await settleDoubt(row, last, asking(row)) : SEND
    if (doubted.do === 'send') return finish(row, carrier, await handOver(row, carrier))
    // This attempt is closed first: if we die before the other is recorded, the carrier is asked again.
    const closed = { ...resultOf(row, last, notTried(doubted)), ...leftBy(doubted, clock()) }
    await leases.letGo(row)
    await recorder.record(closed)
    if (doubted.do === 'found') {
      const { state, dueAt, ...found } = resultOf({ ...row, number: row.lastNumber! }, last, doubted.outcome)
      await recorder.record({ ...found, state, dueAt })
      // Of an earlier attempt only "accepted" moves its delivery.
      if (state !== 'accepted') await recorder.record({ ...closed, state, dueAt })
    }
  }

  // It may have waited here for long. Whoever takes it next ends it (W4); one whose answer was lost is still asked for.
  const isLate = ({ state, useBy }: Taken) => state !== 'unknown' && !isAfter(useBy, clock())

  const asking = (row: Taken) => ({ lane, now: clock(), tell: (error: unknown) => tell(error, 'sending', [row]) })

  // Async, so that a carrier that throws before it promises anything is caught like one that breaks its promise.
  async function handOver(row: Taken, carrier: Carrier): Promise<Outcome> {
    const lastByte = openLastByte(() => commit(row, carrier), carrier)
    const outcome = await outgoingOf(db, row, lane)
      .then(message => carrier.send(message, lastByte.ask))
      .catch((error): Outcome => {
        tell(error, 'sending', [row])
        return { as: lastByte.mayHaveLeft() ? 'unknown' : 'unreachable', code: null, words: BROKEN }
      })
    await lastByte.close()
    return outcome
  }

  async function finish(row: Taken, carrier: Carrier, outcome: Outcome): Promise<void> {
    const result = resultOf(row, carrier, outcome)
    // First: a lease renewed after the result would bring forward when it is tried again.
    await leases.letGo(row)
    await recorder.record(result)
    await accounts.note(carrier, outcome)
    if (result.fault) await noteOutcomes(db, [result], result.at).catch(error => tell(error, 'learning', [row]))
  }

  const tell = (error: unknown, doing: Doing, rows: readonly q.Held[]) =>
    desk.trouble(error, { doing, ids: rows.map(({ id }) => id) })

  const resultOf = (row: Taken, carrier: Carrier, outcome: Outcome) => resultFor(desk, row, { carrier, outcome })

  async function putBack(rows: readonly Taken[]): Promise<void> {
    await Promise.all(rows.map(leases.letGo))
    if (rows.length > 0) await q.giveBack(db, rows, clock()).catch(error => tell(error, 'giving-back', rows))
  }

  return { carry, putBack, mourn: ({ row, last }) => finish(row, last, LOST) }
}

async function until({ notBefore }: Work, now: Temporal.Instant): Promise<void> {
  const wait = notBefore.since(now).total('milliseconds')
  if (wait > 1) await pause(wait)
}

/** Lets go of the last byte: asked again it is the same question, and who has answered sends nothing more. */
function openLastByte(commit: () => Promise<boolean>, { doubt }: Carrier) {
  let mayHaveLeft = doubt === 'key'
  let isClosed = false
  let asked: Promise<boolean> | undefined
  async function ask(): Promise<boolean> {
    asked ??= isClosed ? NO : commit()
    const goesOut = (await asked) && !isClosed
    mayHaveLeft ||= goesOut
    return goesOut
  }
  async function close(): Promise<void> {
    isClosed = true
    await asked
  }
  return { ask, close, mayHaveLeft: () => mayHaveLeft }
}

/** Commits to hand-overs, those that arrive during one commit together in the next. */
function openBarrier(db: Database, { clock, trouble, leases }: Desk) {
  const commitTogether = shareCommits(db, async (tx, asks: readonly q.AtTheEnd[]) => {
    const committed = new Set((await q.handOver(tx, asks, clock())).map(({ companyId, id }) => `${companyId} ${id}`))
    return asks.map(({ companyId, id }) => committed.has(`${companyId} ${id}`))
  })
  return async (row: Taken, { name: carrier }: Carrier): Promise<boolean> => {
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
  const { state, dueAt } = nextAfter(outcome, tried, at)
  // What was lost before and was not tried now is as lost as before.
  return {
    companyId,
    id,
    number,
    at,
    ...kept,
    dueAt,
    state: as === 'not-tried' && row.state === 'unknown' ? 'unknown' : state,
  }
}

const SEND: Doubted = { do: 'send' }
const NO = Promise.resolve(false)

/** How a message in doubt is left, and when it is looked at again; null: by nobody but people. */
function leftBy(doubted: Exclude<Doubted, { do: 'send' }>, now: Temporal.Instant): Next {
  if (doubted.do === 'expire') return { state: 'expired', dueAt: null }
  if (doubted.do === 'wait') return { state: 'unknown', dueAt: doubted.until }
  return { state: 'unknown', dueAt: doubted.do === 'found' ? later(now, 60) : null }
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

import { type Clock, isAfter, later } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import type { Lane } from '#rules/notice.ts'
import * as q from './account.sql.ts'
import { brokenUntil, farthestAhead, roomIn, type Standing, signOf, standingOf, unused } from './account.ts'
import type { Carrier, Outcome } from './carrier.ts'

/** The carrier to go through now, how many messages it has room for, and another that is well, if there is one. */
export type Choice = Readonly<{ carrier: Carrier; most: number; other: Carrier | null }>

export type Accounts = Readonly<{
  /** The best that can be used now; undefined when there is none. */
  choose: () => Promise<Choice | undefined>
  /** To be called when messages are given to a carrier: says from when on they may go, and how many seconds apart. */
  pace: (carrier: Carrier, count: number) => Promise<{ start: Temporal.Instant; apart: number }>
  /** It was found broken or paused after it was chosen: what is not begun yet need not be tried. */
  isShut: (carrier: Carrier) => boolean
  /** What came of a hand-over, as far as it says something about the account. */
  note: (carrier: Carrier, outcome: Outcome) => Promise<void>
}>

type Options = Readonly<{ lane: Lane; clock: Clock; trouble: (error: unknown) => void }>

// Seconds. A password may also be refused by a server that is itself in trouble: it is tried again by itself, rarely.
const ASK_AGAIN = 600
// Seconds. A message that tries a broken account may also be given back, or its answer lost: then another one tries it.
const PROBED_FOR = 30
// Seconds. "It works" is written down when it did not, and now and then for those who look.
const WORKED_EVERY = 30

/**
 * Keeps how it stands with the accounts of one channel, the best first, and chooses among them. What is learned is stored:
 * everybody who sends through the same account knows it.
 */
export function openAccounts(db: Database, carriers: readonly Carrier[], options: Options): Accounts {
  const { lane, clock, trouble } = options
  // What is only kept here can neither be down nor too fast.
  const real = carriers.filter(({ name }) => name !== 'capture')
  const names = real.map(({ name }) => name)
  const standings = new Map<string, Standing>()
  const know = openOnce(() => q.knowAccounts(db, names))
  const askAgain = openQuestions(db, options)
  const { note, foundIn, isShut } = openNotes(db, names, options)

  async function choose(): Promise<Choice | undefined> {
    if (real.length === 0) return { carrier: carriers[0]!, most: Number.POSITIVE_INFINITY, other: null }
    await know()
    const accounts = new Map((await q.accountsNamed(db, names)).map(account => [account.name, account]))
    const now = clock()
    const all = real.map(carrier => {
      const account = accounts.get(carrier.name) ?? unused(carrier.name)
      return { carrier, standing: standingOf(account, now), room: roomIn(account, carrier.rate, { lane, now }) }
    })
    for (const { carrier, standing } of all) {
      standings.set(carrier.name, standing)
      foundIn(carrier.name, standing)
      if (standing === 'paused') void askAgain(carrier, now)
    }
    return bestOf(all)
  }

  async function pace({ name, rate }: Carrier, count: number) {
    const now = clock()
    // While its answer is awaited, no other message tries it.
    if (standings.get(name) === 'probe') await q.leaveAlone(db, name, later(now, PROBED_FOR)).catch(trouble)
    if (rate === null) return { start: now, apart: 0 }
    const farthest = later(now, farthestAhead(rate))
    // What has been taken must go out, even when nobody else learns of it.
    const start = await q.useUp(db, { name, count, rate, farthest, now }).catch(error => {
      trouble(error)
      return now
    })
    return { start, apart: 1 / rate }
  }

  return { choose, pace, note, isShut }
}

/** Does it once; again only when it failed. */
function openOnce(work: () => Promise<unknown>): () => Promise<unknown> {
  let done: Promise<unknown> | undefined
  const failed = (error: unknown) => {
    done = undefined
    throw error
  }
  return () => (done ??= work().catch(failed))
}

type Candidate = Readonly<{ carrier: Carrier; standing: Standing; room: number }>

/** The best that can be used; one that must be tried first gets a single message, which the other can still take. */
function bestOf(all: readonly Candidate[]): Choice | undefined {
  const usable = all.filter(({ standing, room }) => room > 0 && (standing === 'well' || standing === 'probe'))
  const best = usable.find(({ standing }) => standing === 'probe') ?? usable[0]
  if (!best) return undefined
  const other = usable.find(each => each !== best && each.standing === 'well')?.carrier ?? null
  return { carrier: best.carrier, most: best.standing === 'probe' ? 1 : best.room, other }
}

/** Asks a paused account now and then whether it takes us again. */
function openQuestions(db: Database, { trouble }: Options) {
  const asked = new Map<string, Temporal.Instant>()
  return async (carrier: Carrier, now: Temporal.Instant): Promise<void> => {
    const last = asked.get(carrier.name)
    if (last && isAfter(later(last, ASK_AGAIN), now)) return
    asked.set(carrier.name, now)
    if (!last) return
    const { as } = await carrier.check()
    if (as === 'accepted') await q.resume(db, carrier.name).catch(trouble)
  }
}

/** Writes down what hand-overs say about accounts, where it is news. */
function openNotes(db: Database, names: readonly string[], { clock, trouble }: Options) {
  const worked = new Map<string, Temporal.Instant>()
  const inTrouble = new Set<string>()
  const shut = new Set<string>()

  async function note({ name }: Carrier, outcome: Outcome): Promise<void> {
    const sign = names.includes(name) ? signOf(outcome) : null
    if (sign === null) return
    const now = clock()
    const found = { name, because: outcome.words, now }
    if (sign === 'works') return noteWorking(name, now)
    inTrouble.add(name)
    if (sign === 'paused') shut.add(name)
    await (sign === 'paused' ? q.pause(db, found) : countDown(found)).catch(trouble)
  }

  async function noteWorking(name: string, now: Temporal.Instant): Promise<void> {
    const last = worked.get(name)
    if (!inTrouble.has(name) && last && isAfter(later(last, WORKED_EVERY), now)) return
    worked.set(name, now)
    inTrouble.delete(name)
    shut.delete(name)
    await q.itWorks(db, name, now).catch(trouble)
  }

  async function countDown(found: Parameters<typeof q.countFailure>[1]): Promise<void> {
    const until = brokenUntil(await q.countFailure(db, found), found.now)
    if (!until) return
    shut.add(found.name)
    await q.leaveAlone(db, found.name, until)
  }

  const foundIn = (name: string, standing: Standing) => {
    if (standing !== 'well') inTrouble.add(name)
    if (standing === 'well' || standing === 'probe') shut.delete(name)
  }
  return { note, foundIn, isShut: ({ name }: Carrier) => shut.has(name) }
}

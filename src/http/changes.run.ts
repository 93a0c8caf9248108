import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import { type News, newsSince, seenNow } from './changes.sql.ts'

/** A line for somebody who listens: since when he does, what has happened since the line before, or that we are there. */
export type ChangeLine = Readonly<{ at: Temporal.Instant }> | News | Readonly<{ beat: true }>

export type Changes = Readonly<{
  /** What happens in this company from now on, at most once a second, until the listener is gone. */
  listen: (companyId: string, gone: AbortSignal) => AsyncGenerator<ChangeLine>
  /** Ends it for everybody: nothing else keeps the door open for ever. */
  close: () => void
}>

/** How often is looked, and how long nothing is said when nothing happens, in milliseconds. */
type Pace = Readonly<{ look: number; beat: number }>
const PACE: Pace = { look: 1000, beat: 15_000 }

/**
 * Tells of changes. While anybody of a company listens the database is asked once a second what has happened there,
 * however many listen. It is asked for what the last look could not see, and not for numbers or times after some
 * number or time: those are taken before the commit, and a save that commits late would never be told.
 */
export function openChanges(db: Connection, clock: Clock, pace = PACE): Changes {
  const watches = new Map<string, Watch>()
  const closing = new AbortController()

  function watchOf(companyId: string): Watch {
    const watch =
      watches.get(companyId) ?? startWatch(db, companyId, { pace, ended: () => void watches.delete(companyId) })
    watches.set(companyId, watch)
    return watch
  }

  async function* listen(companyId: string, gone: AbortSignal): AsyncGenerator<ChangeLine> {
    const over = AbortSignal.any([gone, closing.signal])
    const watch = watchOf(companyId)
    const ear = openEar(over, pace)
    watch.ears.add(ear)
    try {
      await watch.begun
      yield { at: clock() }
      while (!over.aborted) {
        const news = await ear.next()
        if (!over.aborted) yield news ?? { beat: true }
      }
    } finally {
      watch.ears.delete(ear)
    }
  }

  return { listen, close: () => closing.abort() }
}

/** Looks for news of a company as long as it has ears. */
type Watch = Readonly<{ ears: Set<Ear>; begun: Promise<void> }>

function startWatch(db: Connection, companyId: string, { pace, ended }: { pace: Pace; ended: () => void }): Watch {
  const ears = new Set<Ear>()
  const begun = Promise.withResolvers<void>()

  async function look(): Promise<void> {
    let seen = await seenNow(db)
    begun.resolve()
    while (true) {
      await pause(pace.look, undefined, { ref: false })
      // At once, so that nobody joins a watch that is over.
      if (ears.size === 0) return ended()
      const { seen: now, ...news } = await newsSince(db, companyId, seen)
      seen = now
      if (isAny(news)) for (const ear of ears) ear.hear(news)
    }
  }

  // Nobody is left believing that nothing happens: who listens is told that it broke, and comes again.
  const broken = (error: unknown) => {
    ended()
    begun.reject(error)
    for (const ear of ears) ear.fail(error)
  }
  void look().then(undefined, broken)
  return { ears, begun: begun.promise }
}

const isAny = ({ jobs, messages, rules, directory }: News): boolean =>
  jobs.length > 0 || messages.length > 0 || rules || directory

/** Keeps what was heard until it is asked for, all of it together. */
type Ear = Readonly<{
  hear: (news: News) => void
  fail: (error: unknown) => void
  /** What was heard since; undefined when there was nothing for a while, or it is over. */
  next: () => Promise<News | undefined>
}>

function openEar(over: AbortSignal, { beat }: Pace): Ear {
  let heard: News | undefined
  let failure: { error: unknown } | undefined
  let wake = () => {}
  over.addEventListener('abort', () => wake(), { once: true })

  const sleep = () =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, beat)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function next(): Promise<News | undefined> {
    if (!heard && !failure && !over.aborted) await sleep()
    if (failure) throw failure.error
    const news = heard
    heard = undefined
    return news
  }

  return {
    next,
    hear: news => {
      heard = heard ? both(heard, news) : news
      wake()
    },
    fail: error => {
      failure = { error }
      wake()
    },
  }
}

const both = (a: News, b: News): News => ({
  jobs: [...new Set([...a.jobs, ...b.jobs])],
  messages: [...new Set([...a.messages, ...b.messages])],
  rules: a.rules || b.rules,
  directory: a.directory || b.directory,
})

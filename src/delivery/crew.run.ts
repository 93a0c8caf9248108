import { EventEmitter } from 'node:events'

export type Crew<Work> = Readonly<{
  add: (work: readonly Work[]) => void
  /**
   * Waits until no more than `most` are waiting to be begun, for so many seconds at most or until it is stirred; says
   * whether it is so.
   */
  room: (most: number, seconds: number) => Promise<boolean>
  /** Lets those who wait for room go on without it. */
  stir: () => void
  /** Whose work is waiting to be begun. */
  waitingFor: () => readonly string[]
  /** Waits until nothing is waiting and nothing is under way; with `seconds`, no longer than that. */
  idle: (seconds?: number) => Promise<boolean>
  /** Begins nothing more and returns what was not begun. */
  dismiss: () => Work[]
}>

type Duties<Work> = Readonly<{
  /** Does one thing. It must not fail. */
  work: (each: Work) => Promise<void>
  /** For whom a thing is done. Those who have something waiting take turns; what is done for one of them keeps its order. */
  whose: (each: Work) => string
}>

/** So many hands, each doing one thing at a time, for everybody in turn. */
export function openCrew<Work>(hands: number, { work, whose }: Duties<Work>): Crew<Work> {
  // In the order of their turns: a Map keeps it, and whoever had his turn is put at its end.
  const queues = new Map<string, Work[]>()
  const progress = new EventEmitter()
  let waiting = 0
  let underWay = 0
  let dismissed = false

  function next(): Work {
    const [[who, queue]] = queues as unknown as [[string, Work[]]]
    const first = queue.shift()!
    queues.delete(who)
    if (queue.length > 0) queues.set(who, queue)
    waiting--
    return first
  }

  function begin(): void {
    while (!dismissed && underWay < hands && waiting > 0) {
      underWay++
      void work(next()).then(() => {
        underWay--
        begin()
        progress.emit('made')
      })
    }
  }

  const until = (holds: () => boolean, seconds?: number): Promise<boolean> =>
    new Promise(resolve => {
      const look = () => holds() && end(true)
      const end = (held: boolean) => {
        clearTimeout(timer)
        progress.off('made', look)
        progress.off('stirred', stirred)
        resolve(held)
      }
      const stirred = () => end(holds())
      const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1000, false)
      progress.on('made', look)
      if (seconds !== undefined) progress.on('stirred', stirred)
      look()
    })

  function add(more: readonly Work[]): void {
    for (const each of more) {
      const queue = queues.get(whose(each))
      if (queue) queue.push(each)
      else queues.set(whose(each), [each])
    }
    waiting += more.length
    begin()
  }

  function dismiss(): Work[] {
    dismissed = true
    const left = [...queues.values()].flat()
    queues.clear()
    waiting = 0
    progress.emit('made')
    return left
  }

  return {
    add,
    room: (most, seconds) => until(() => waiting <= most, seconds),
    stir: () => void progress.emit('stirred'),
    waitingFor: () => [...queues.keys()],
    idle: seconds => until(() => underWay === 0 && waiting === 0, seconds),
    dismiss,
  }
}

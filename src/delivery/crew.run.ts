import { EventEmitter } from 'node:events'

export type Crew<Work> = Readonly<{
  add: (work: readonly Work[]) => void
  /** Waits until no more than `most` are waiting to be begun, for so many seconds at most; says whether it is so. */
  room: (most: number, seconds: number) => Promise<boolean>
  /** Waits until nothing is waiting and nothing is under way; with `seconds`, no longer than that. */
  idle: (seconds?: number) => Promise<boolean>
  /** Begins nothing more and returns what was not begun. */
  dismiss: () => Work[]
}>

/** So many hands, each doing one thing at a time in the order it came. `work` must not fail. */
export function openCrew<Work>(hands: number, work: (each: Work) => Promise<void>): Crew<Work> {
  const waiting: Work[] = []
  const progress = new EventEmitter()
  let underWay = 0
  let dismissed = false

  function begin(): void {
    while (!dismissed && underWay < hands && waiting.length > 0) {
      underWay++
      void work(waiting.shift()!).then(() => {
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
        resolve(held)
      }
      const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1000, false)
      progress.on('made', look)
      look()
    })

  return {
    add: more => {
      waiting.push(...more)
      begin()
    },
    room: (most, seconds) => until(() => waiting.length <= most, seconds),
    idle: seconds => until(() => underWay === 0 && waiting.length === 0, seconds),
    dismiss: () => {
      dismissed = true
      const left = waiting.splice(0)
      progress.emit('made')
      return left
    },
  }
}

import type { Clock, Instant } from '#base/time.ts'
import { type Alarm, letterOf, tidingsOf } from './alarms.ts'
import { type Teller, tell } from './tell.run.ts'

/** Rings when the database itself is away, which no row can say. */
export type OutageBell = Readonly<{ failed: (error: unknown) => Promise<void>; answered: () => Promise<void> }>

// Looks that must fail one after the other; a database that restarts is back before that.
const PATIENCE = 2

/** What is wrong when the database cannot be asked is kept in memory and told as any alarm is. */
export function openOutageBell(options: Teller & Readonly<{ clock: Clock; process: string }>): OutageBell {
  const { clock, process, log } = options
  let failures = 0
  let alarm: Alarm | null = null

  async function sayWhatIsNew(now: Instant): Promise<void> {
    if (!alarm) return
    const tidings = tidingsOf([alarm], now)
    if (tidings.length === 0) return
    log(alarm.overAt ? 'info' : 'error', alarm.words)
    await tell(letterOf(tidings, process), [], options)
    alarm = { ...alarm, toldAt: now }
  }

  return {
    failed: async error => {
      failures++
      const now = clock()
      if (failures === PATIENCE) alarm = alarmOf(error, now)
      await sayWhatIsNew(now)
    },
    answered: async () => {
      failures = 0
      if (!alarm) return
      const now = clock()
      alarm = { ...alarm, overAt: now }
      await sayWhatIsNew(now)
      alarm = null
    },
  }
}

function alarmOf(error: unknown, now: Instant): Alarm {
  const said = error instanceof Error ? error.message : String(error)
  const words = `The database does not answer: nothing is saved and nobody is told of anything. Start it again, or see why it is down. It said: ${said}`
  return { ...{ id: 0, key: 'database', severity: 'alarm', words }, since: now, seenAt: now, ...UNTOLD }
}
const UNTOLD = { toldAt: null, toldBy: null, overAt: null }

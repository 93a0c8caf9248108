import type pg from 'pg'
import { wallClock } from '#base/time.ts'
import { CAPTURED } from '#config.ts'
import { openHouse } from '#house.ts'
import { openLog } from '#log.ts'
import { argument, cpuSince, serveParent } from './child.ts'
import { instantCarrier, reporting } from './instant.ts'
import { countIn } from './waiting.sql.ts'

// The whole house in a process of its own, with carriers that take everything at once and report it as delivered.
const { connection } = argument<{ connection: pg.PoolConfig }>()
let heard: ReturnType<typeof reporting> | undefined
let taken = 0
const house = await openHouse({
  ...{ connection, clock: wallClock, log: openLog('fully'), stations: 'by-themselves', carriers: CAPTURED },
  carrierFor: () =>
    instantCarrier({
      connections: 100,
      heard: message => {
        taken++
        heard?.(message)
      },
    }),
})
heard = reporting(house.db)
const nudge = (name: string) => {
  for (const station of house.stations) if (station.name.startsWith(name)) station.nudge()
}

// As the door does when reports have come in.
const settling = async () => {
  await new Promise(resolve => setTimeout(resolve, 20))
  nudge('settle')
}

let done = 0
serveParent(
  {
    /** Waits until so many more are delivered. Says the processor time it took, in microseconds. */
    deliver: async ({ expected }: { expected: number }) => {
      const since = process.cpuUsage()
      nudge('carry normal')
      done += expected
      while (taken < done) await settling()
      // Only now: counting all the time would be work that nobody else has.
      while ((await countIn(house.db, 'delivered')) < done) await settling()
      return { cpu: cpuSince(since) }
    },
  },
  () => house.close(),
)

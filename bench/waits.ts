import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { wallClock } from '#base/time.ts'
import { CAPTURED } from '#config.ts'
import { CALLOUT } from '#directory/directory.ts'
import { openHouse } from '#house.ts'
import type { Change } from '#jobs/job.ts'
import { openLog } from '#log.ts'
import { argument, serveParent } from './child.ts'
import { instantCarrier } from './instant.ts'

// The whole house in a process of its own, its stations at work, with carriers that take everything. It saves jobs as a
// door would and says how long each message took from the commit of its save until it was handed over.
export type WaitsArgument = Readonly<{
  connection: pg.PoolConfig
  /** The company whose messages are timed, and what its jobs are opened with. */
  opening: Readonly<{ companyId: string; siteId: string; serviceTypeId: string; providerId: string }>
  /** Milliseconds a carrier takes for one message. */
  takes: number
}>

const { connection, opening, takes } = argument<WaitsArgument>()
const log = openLog('fully')
let heard = (_at: number) => {}
let background = 0
const house = await openHouse({
  ...{ connection, clock: wallClock, log, stations: 'by-themselves', carriers: CAPTURED },
  carrierFor: (_channel, lane) =>
    instantCarrier({
      ...{ connections: lane === 'normal' ? 20 : 8, takes },
      heard: ({ companyId }) => {
        if (companyId === opening.companyId) heard(performance.now())
        else background++
      },
    }),
})

const BEFORE: Record<'urgent' | 'normal', readonly Change[]> = { urgent: [], normal: [{ do: 'dispatch' }] }
const TIMED: Record<'urgent' | 'normal', Change> = { urgent: { do: 'dispatch' }, normal: { do: 'complete' } }

async function time(lane: 'urgent' | 'normal'): Promise<number> {
  const { companyId } = opening
  const opened = await house.desk.open({ ...opening, initialRequest: 'Zone 4', by: CALLOUT })
  if (!opened.ok) throw new Error(opened.because)
  const jobId = opened.job.id
  for (const change of BEFORE[lane]) await house.desk.save({ companyId, jobId, change, by: CALLOUT })
  await pause(20)
  const handedOver = new Promise<number>(resolve => {
    heard = resolve
  })
  const saved = await house.desk.save({ companyId, jobId, change: TIMED[lane], by: CALLOUT })
  if (!saved.ok) throw new Error(saved.because)
  const since = performance.now()
  return Math.max(0, (await handedOver) - since)
}

serveParent(
  {
    /** So many messages, one after the other; milliseconds each, and how many others were sent meanwhile, a second. */
    measure: async ({ lane, count }: { lane: 'urgent' | 'normal'; count: number }) => {
      const [since, before] = [performance.now(), background]
      const waits: number[] = []
      for (let i = 0; i < count; i++) waits.push(await time(lane))
      return { waits, others: ((background - before) * 1000) / (performance.now() - since) }
    },
  },
  () => house.close(),
)

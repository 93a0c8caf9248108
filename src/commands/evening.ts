import type { Change } from '#jobs/job.ts'
import type { Opening } from '#jobs/opening.ts'
import type { Town } from './town.ts'
import { ZONE } from './town-entries.ts'

/** One thing that happened in the evening on which the demo's page is opened, so many minutes before. */
export type Step = Readonly<{ minutesAgo: number; job: string; deed: { open: Opened } | Change }>
type Opened = Omit<Opening, 'companyId' | 'by'>

/** Where, of which type, how urgent, what is the matter; when it was opened, and what was done since, in minutes before now. */
type Line = readonly [
  site: string,
  type: string,
  priority: number,
  request: string,
  opened: number,
  ...since: (readonly [minutesAgo: number, deed: Change])[],
]

/** What is under way when the demo's page is opened: something in every view of the board. */
export const eveningOf = (town: Town): Step[] =>
  linesOf(town)
    .flatMap(([site, type, priority, request, opened, ...since]) => {
      const open = { siteId: town.id(site), serviceTypeId: town.id(type), priority, initialRequest: request }
      const deeds = since.map(([minutesAgo, deed]) => ({ minutesAgo, job: request, deed }))
      return [{ minutesAgo: opened, job: request, deed: { open } }, ...deeds]
    })
    .sort((a, b) => b.minutesAgo - a.minutesAgo)

function linesOf({ id }: Town): Line[] {
  const send = (provider: string, ...technicians: string[]): Change => ({
    do: 'dispatch',
    providerId: id(provider),
    technicianIds: technicians.map(id),
  })
  const nightOwl = send('Night Owl Patrols', 'Mere Tamihana')
  const josh = send('Night Owl Patrols', 'Josh Alder')
  const western = send('Western Guard', 'Ruth Adeyemi')
  const locks = send('Harbour Locksmiths', 'Piet van Wyk')
  const on: Change = { do: 'on-site' }
  const closed = 'Found open, closed and armed.'
  const complete = (outcome: string, docketNumber: string): Change => ({ do: 'complete', outcome, docketNumber })
  const later: Change = { do: 'defer', because: 'Waiting for a valve', until: tomorrow() }
  return [
    ['Kestrel Depot', 'Burglar alarm', 2, 'Zone 7, dock door. No answer on site.', 3],
    ['St Columba Pharmacy', 'Duress alarm', 1, 'Duress button, counter 2.', 9, [8, western]],
    ['Banksia Parramatta', 'Fire panel', 1, 'Detector fault, loop 2, level 1.', 26, [25, nightOwl], [6, on]],
    ['Banksia Penrith', 'Burglar alarm', 3, 'Glass break, front window.', 52, [49, josh]],
    ['St Columba East Wing', 'Locks', 4, 'Store room: key broken in the lock.', 130, [121, locks], [80, on]],
    ['Banksia Parramatta', 'Locks', 5, 'Roller shutter does not lock.', 18],
    ['Hargreaves Mill', 'Plumbing', 6, 'Hot water unit leaks in the lunch room.', 300, [280, later]],
    [
      ...(['Kestrel Airside Store', 'Burglar alarm', 2, 'Late to close; nobody picks up.', 95] as const),
      ...([
        [92, western],
        [70, on],
        [41, { do: 'off-site', outcome: closed }],
        [40, complete(closed, 'F-20417')],
      ] as const),
    ],
    [
      ...(['Banksia Perth City', 'Burglar alarm', 3, 'Motion sensor, stock room.', 210] as const),
      ...([
        [205, western],
        [185, on],
        [160, complete('Balloon from a display. Sensor reset.', 'F-20398')],
      ] as const),
    ],
  ]
}

const tomorrow = (): string => Temporal.Now.plainDateISO(ZONE).add({ days: 1 }).toString()

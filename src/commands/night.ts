import type { Change } from '#jobs/job.ts'
import type { Opening } from '#jobs/opening.ts'
import type { Town } from './town.ts'

/**
 * One thing that happens in the demo, on a day and at a time of the company's clock, as the dispatcher tells it.
 * Without a deed nobody does anything: time has passed.
 */
export type Scene = Readonly<{ day: string; at: string; job: string; says: string; deed: Deed | null }>
type Deed = Readonly<{ open: Omit<Opening, 'companyId' | 'by'> } | Change>

/** A scene of the night itself; `after` it: on the day so many days later. */
type Script = Omit<Scene, 'day'> & Readonly<{ after: number }>

const scene = (at: string, job: string, says: string, deed: Deed | null, after = 0): Script => ({
  ...{ at, job, says, deed, after },
})

/** The day of the night: a Saturday, so long ago that the week after it is over, too. */
export function nightBefore(today: Temporal.PlainDate): Temporal.PlainDate {
  const aWeekAgo = today.subtract({ days: 7 })
  return aWeekAgo.subtract({ days: (aWeekAgo.dayOfWeek + 1) % 7 })
}

/** The scripted night of Southern Cross Response: two alarms, a plumber, and a correction in the morning; and the week after. */
export function scenesOf(town: Town, night: Temporal.PlainDate): Scene[] {
  const scripts = [...alarmAtTheMill(town), ...alarmAtTheYard(town), ...leakAtTheCentre(town, night)].sort((a, b) =>
    a.at < b.at ? -1 : 1,
  )
  return [...scripts, ...WEEK_AFTER].map(({ after, ...script }) => ({
    ...script,
    day: night.add({ days: after }).toString(),
  }))
}

// What comes of it in the week after: a report, and a job that is chased as soon as it is no longer put off.
const WEEK_AFTER: readonly Script[] = [
  scene('07:00', 'mill', 'Monday: the report of the week is due, with this job in it.', null, 2),
  scene('07:00', 'leak', 'Not completed after three days.', null, 3),
  scene('09:00', 'leak', 'The hose has come: deferred no longer.', { do: 'resume' }, 5),
  scene('07:00', 'leak', 'Three days more, and still not completed.', null, 6),
]

function alarmAtTheMill({ id, status }: Town): Script[] {
  const [mere, josh] = [id('Mere Tamihana'), id('Josh Alder')]
  const step = (personId: string, code: string): Change => ({ do: 'technician', personId, statusId: status(code) })
  const request = 'Zone 4, roller door. Nobody answers on site.'
  const alarm = {
    siteId: id('Hargreaves Mill'),
    serviceTypeId: id('Burglar alarm'),
    priority: 2,
    initialRequest: request,
  }
  const sent: Change = { do: 'dispatch', providerId: id('Night Owl Patrols'), technicianIds: [mere, josh] }
  const outcome = 'Roller door had not closed. Closed it and armed; all sealed.'
  return [
    scene('02:14', 'mill', 'Sentinel reports a burglar alarm at Hargreaves Mill.', {
      open: { ...alarm, orderNumber: 'SM-88123' },
    }),
    scene('02:16', 'mill', 'The dispatcher sends Night Owl: Mere and Josh.', sent),
    scene('02:17', 'mill', 'Mere is on her way.', step(mere, 'TRAV')),
    scene('02:18', 'mill', 'So is Josh.', step(josh, 'TRAV')),
    scene('02:38', 'mill', 'Mere is on site.', step(mere, 'SITE')),
    scene('02:39', 'mill', 'Josh arrives too. The job is on site already: nobody hears it twice.', step(josh, 'SITE')),
    scene('02:46', 'mill', 'Somebody presses Save without a change.', {
      do: 'change',
      set: { initialRequest: request },
    }),
    scene('02:55', 'mill', 'Mere leaves.', step(mere, 'OFF')),
    scene('02:56', 'mill', 'Josh was the last.', step(josh, 'OFF')),
    scene('02:58', 'mill', 'Completed, with outcome and docket number.', {
      do: 'complete',
      outcome,
      docketNumber: 'D88213',
    }),
    scene('07:00', 'mill', 'At hand-over the misread docket number is corrected.', {
      do: 'change',
      set: { docketNumber: 'D88218' },
    }),
  ]
}

function alarmAtTheYard({ id }: Town): Script[] {
  const request = 'Perimeter beam, east fence.'
  const alarm = {
    siteId: id('Hargreaves Yard'),
    serviceTypeId: id('Burglar alarm'),
    priority: 3,
    initialRequest: request,
  }
  const outcome = 'Kangaroo at the east fence. Beam reset by the operator.'
  return [
    scene('02:31', 'yard', 'An alarm at Hargreaves Yard in the west.', { open: alarm }),
    scene('02:33', 'yard', 'Night Owl takes it too.', { do: 'dispatch', providerId: id('Night Owl Patrols') }),
    scene('03:05', 'yard', 'False alarm: cancelled.', { do: 'cancel', outcome }),
  ]
}

function leakAtTheCentre({ id }: Town, night: Temporal.PlainDate): Script[] {
  const request = 'Water under the kitchen sink; isolated at the tap.'
  const leak = { siteId: id('Bluegum Centre'), serviceTypeId: id('Plumbing'), initialRequest: request }
  const sent: Change = { do: 'dispatch', providerId: id('Tap & Tile Plumbing'), technicianIds: [id('Dani Okafor')] }
  return [
    scene('06:40', 'leak', 'Bluegum Centre asks for a plumber.', { open: leak }),
    scene('06:42', 'leak', 'Tap & Tile is sent.', sent),
    scene('06:50', 'leak', 'The part is not in stock: deferred.', {
      do: 'defer',
      because: 'Waiting for a hose',
      until: night.add({ days: 5 }).toString(),
    }),
    scene('06:55', 'leak', 'Tap & Tile is on site all the same.', { do: 'on-site' }),
  ]
}

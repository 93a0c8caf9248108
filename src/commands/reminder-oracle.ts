import type { Job } from '#jobs/job.ts'
import { channelOf, type Rule, type TellRule } from '#rules/rule.ts'

// A second opinion on reminders, worked out the slow way: every rule for every job at every sweep, from nothing but what
// was saved. It shares no reckoning with src/rules: no state between sweeps, and the zone's clock is read through `Intl`.

/** What became of something, oldest first. It holds from its time on, for sweeps after it. */
export type History<State> = readonly Readonly<{ at: number; state: State }>[]

export type Past = Readonly<{
  jobs: readonly Readonly<{ zone: string; history: History<Job> }>[]
  /** Null once a rule is removed. */
  rules: readonly History<Rule | null>[]
  /** Where providers are reached, by their id. */
  providers: ReadonlyMap<string, Readonly<{ email: string | null; mobile: string | null }>>
  /** The sweeps that were made, in milliseconds: the hour each stood for, and when it really was. */
  sweeps: readonly Readonly<{ hour: number; at: number }>[]
}>

/** One message: who must have been reminded of which job, at which sweep, by what. */
export type Expected = Readonly<{ job: string; hour: number; channel: string; address: string; pdf: boolean }>

/** The messages that must have been sent, in the order of their sweeps. */
export function remindersExpected({ jobs, rules, providers, sweeps }: Past): Expected[] {
  const sent = new Map<string, number>()
  return sweeps.flatMap(({ hour, at }, i) => {
    const before = sweeps[i - 1]?.hour ?? hour - HOUR
    const inForce = rules.flatMap(history => stateAt(history, at) ?? [])
    return jobs.flatMap(({ zone, history }) => {
      const job = stateAt(history, at)
      const made = job ? remindersOf(job, inForce, { before, hour, zone, sent, providers }) : []
      return merged(made)
    })
  })
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

type Sweep = Pick<Past, 'providers'> &
  Readonly<{ before: number; hour: number; zone: string; sent: Map<string, number> }>

function remindersOf(job: Job, inForce: readonly Rule[], sweep: Sweep): Expected[] {
  if (job.category !== 'in-progress') return []
  return inForce.flatMap(rule => {
    if (rule.does !== 'tell' || rule.everyDays === null || !isHis(rule, job)) return []
    const from = countedFrom(rule, job)
    const key = `${rule.id} ${job.id}`
    const already = sweep.sent.get(key) ?? 0
    if (from === null || already >= rule.times! || !isDue(from, rule.everyDays, sweep)) return []
    const told = silent(rule, job, inForce) ? [] : addressesOf(rule, job, sweep)
    if (told.length > 0) sweep.sent.set(key, already + 1)
    return told.map(address => ({
      ...{ job: job.id, hour: sweep.hour, channel: channelOf(rule.via), address },
      pdf: rule.via === 'pdf-email',
    }))
  })
}

function isHis({ owner, serviceTypeId }: Rule, job: Job): boolean {
  const owners = {
    company: job.companyId,
    customer: job.customerId,
    'alarm-company': job.alarmCompanyId,
    site: job.siteId,
    provider: job.providerId,
    // The oracle knows what SMART knows.
    region: null,
    status: null,
    job: null,
  }
  return owners[owner.kind] === owner.id && (serviceTypeId === null || serviceTypeId === job.serviceTypeId)
}

/** S1.35 and S1.37, or for the second kind S1.36. */
function countedFrom({ occasion, details }: TellRule, job: Job): number | null {
  const times = [job.dispatchedAt, job.onSiteAt].flatMap(time => time?.epochMilliseconds ?? [])
  if (occasion === 'incomplete') return job.offSiteAt === null && times.length > 0 ? Math.max(...times) : null
  return details.some(detail => job[detail] === null) ? (job.offSiteAt?.epochMilliseconds ?? null) : null
}

const silent = (rule: TellRule, job: Job, inForce: readonly Rule[]): boolean =>
  !rule.active ||
  job.deferredBecause !== null ||
  ((rule.owner.kind === 'customer' || rule.owner.kind === 'alarm-company') &&
    inForce.some(
      mute =>
        mute.does === 'mute' &&
        mute.active &&
        mute.owner.id === job.siteId &&
        (mute.occasion === null || mute.occasion === rule.occasion) &&
        (mute.serviceTypeId === null || mute.serviceTypeId === job.serviceTypeId),
    ))

function addressesOf({ destination, address, via }: TellRule, job: Job, { providers }: Sweep): string[] {
  const provider = job.providerId ? providers.get(job.providerId) : undefined
  const reached = via === 'sms' ? provider?.mobile : provider?.email
  const wanted = { address: [address], provider: [reached], both: [address, reached], customer: [] }[destination]
  return wanted.flatMap(each => each ?? [])
}

/** Whether a moment lies between the sweep before this one and this one: so many days on, at the same time of day. */
function isDue(from: number, everyDays: number, { before, hour, zone }: Sweep): boolean {
  const start = wallClock(from, zone)
  for (let day = dayOf(wallClock(before, zone)) - DAY; day <= dayOf(wallClock(hour, zone)); day += DAY) {
    const days = (day - dayOf(start)) / DAY
    if (days <= 0 || days % everyDays !== 0) continue
    const moment = instantOf(day + (start - dayOf(start)), zone)
    if (moment > before && moment <= hour) return true
  }
  return false
}

/** One message for each channel and address (S1.60); with the PDF if any asks for it. */
function merged(made: readonly Expected[]): Expected[] {
  const groups = Map.groupBy(made, ({ channel, address }) => `${channel} ${address}`)
  return [...groups.values()].map(group => ({ ...group[0]!, pdf: group.some(({ pdf }) => pdf) }))
}

const stateAt = <State>(history: History<State>, time: number): State | undefined =>
  history.findLast(({ at }) => at < time)?.state

// A wall clock is kept as the milliseconds UTC would have if its clocks showed that.
const wallClock = (instant: number, zone: string): number => instant + offsetOf(instant, zone)
const dayOf = (wall: number): number => Math.floor(wall / DAY) * DAY

/** When a zone's clocks showed this: the first time of two; an hour that was skipped is counted on from before it. */
function instantOf(wall: number, zone: string): number {
  const before = offsetOf(wall - DAY, zone)
  const times = [before, offsetOf(wall + DAY, zone)].map(offset => wall - offset)
  const real = times.filter(time => wallClock(time, zone) === wall)
  return real.length > 0 ? Math.min(...real) : wall - before
}

const offsets = new Map<string, number>()
const clocks = new Map<string, Intl.DateTimeFormat>()

/** How far a zone's clocks were ahead of UTC. Zones change at quarters of an hour. */
function offsetOf(instant: number, zone: string): number {
  const quarter = Math.floor(instant / (HOUR / 4)) * (HOUR / 4)
  const key = `${zone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
  clocks.set(zone, clock)
  const name = clock.formatToParts(quarter).find(({ type }) => type === 'timeZoneName')!.value
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])?(\d\d)?:?(\d\d)?/.exec(name)!
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000)
  offsets.set(key, offset)
  return offset
}

import { newId } from '#base/id.ts'
import { isAfter, later } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import { findCompany } from '#directory/directory.run.ts'
import type { JobEvent } from '#jobs/job.ts'
import { type Link, pastJobs } from '#jobs/past.run.ts'
import { addressesIn, knownFor, troubleAmong } from './known.run.ts'
import { placesOf } from './places.run.ts'
import { differenceBetween, openCount, relive, type Supposed, type Tally } from './rehearse.ts'
import type { MuteRule, Owner, RuleFault, TellRule } from './rule.ts'
import { examineRule, findRule, type RuleDraft } from './rules.run.ts'
import type { TroubleOf } from './wish.ts'

/** Days are those of the company's calendar, both of them included. */
export type RehearsalAsked = Readonly<{ draft: RuleDraft; from?: string; until?: string; replaces?: string }>

export type RehearsalFault = RuleFault | 'no-such-rule' | 'mute-tells-nobody' | 'days-out-of-order' | 'too-many-days'

/** A rehearsal that can be held: the rule in normal form, the rule it would replace, and over which time. */
export type Rehearsal = Readonly<{
  rule: TellRule
  replaced: TellRule | MuteRule | null
  days: Readonly<{ from: string; until: string }>
  from: Temporal.Instant
  until: Temporal.Instant
  zone: string
}>

export type Prepared = { ok: true; rehearsal: Rehearsal } | { ok: false; because: RehearsalFault }

const USUAL_DAYS = 90
const MOST_DAYS = 366

/** Looks whether a draft can be rehearsed, before anything of the past is read (W6). */
export async function prepareRehearsal(
  db: Connection,
  asked: RehearsalAsked,
  now: Temporal.Instant,
): Promise<Prepared> {
  const { draft, replaces } = asked
  if (draft.does === 'mute') return { ok: false, because: 'mute-tells-nobody' }
  const checked = await examineRule(db, { ...draft, id: draft.id ?? newId(), version: 1 } as TellRule)
  if (!checked.ok) return checked
  const replaced = replaces ? await findRule(db, draft.companyId, replaces) : null
  if (replaced === undefined) return { ok: false, because: 'no-such-rule' }
  const { timeZone: zone } = (await findCompany(db, draft.companyId))!
  const days = daysOf(asked, now.toZonedDateTimeISO(zone).toPlainDate())
  if ('because' in days) return { ok: false, ...days }
  const [from, end] = [startOf(days.from, zone), startOf(days.until.add({ days: 1 }), zone)]
  // What is saved at this very moment is past.
  const until = isAfter(end, now) ? later(now, 0.001) : end
  const written = { from: days.from.toString(), until: days.until.toString() }
  return { ok: true, rehearsal: { rule: checked.rule, replaced, days: written, from, until, zone } }
}

type Days = { from: Temporal.PlainDate; until: Temporal.PlainDate }

function daysOf({ from, until }: RehearsalAsked, today: Temporal.PlainDate): Days | { because: RehearsalFault } {
  const last = until ? Temporal.PlainDate.from(until) : today
  const first = from ? Temporal.PlainDate.from(from) : last.subtract({ days: USUAL_DAYS - 1 })
  const count = first.until(last).days + 1
  if (count < 1) return { because: 'days-out-of-order' }
  return count > MOST_DAYS ? { because: 'too-many-days' } : { from: first, until: last }
}

const startOf = (day: Temporal.PlainDate, zone: string): Temporal.Instant => day.toZonedDateTime(zone).toInstant()

/** How far a rehearsal has come, counted in jobs, and at last what it found. */
export type Step =
  | Readonly<{ progress: Readonly<{ done: number; of: number }> }>
  | Readonly<{ found: Readonly<{ tally: Tally; replaced: Tally | null; difference: Difference | null }> }>
type Difference = ReturnType<typeof differenceBetween>

/**
 * Goes through the past with this rule alone and what sites silence now, and counts whom it would have told (W6).
 * Nothing is stored, and it stops as soon as nobody asks for the next step.
 */
export async function* rehearse(db: Connection, rehearsal: Rehearsal): AsyncGenerator<Step> {
  const { rule, replaced, until } = rehearsal
  const former = replaced?.does === 'tell' ? replaced : null
  const rules = former ? [rule, former] : [rule]
  const troubleIn = await troubleAmong(db, addressesIn(rules))
  const told = { until, troubleOf: troubleIn(rule.companyId) }
  const counts = rules.map(each => ({ rule: each, ...openCount(rehearsal) }))
  const past = {
    companyId: rule.companyId,
    links: rules.map(linkOf),
    // A reminder may fall due long after the last thing that happened.
    since: rules.some(({ everyDays }) => everyDays !== null) ? null : rehearsal.from,
    until,
  }
  for await (const { done, of, jobs } of pastJobs(db, past)) {
    const known = await knowledgeOf(db, jobs.flat(), told)
    for (const { rule: each, add } of counts) {
      const supposed = without(known, each === rule ? replaced : null)
      for (const history of jobs) add(relive(history, { ...supposed, rule: each }), each)
    }
    yield { progress: { done, of } }
  }
  const [tally, before = null] = counts.map(count => count.tally()) as [Tally, Tally?]
  yield { found: { tally, replaced: before, difference: before && differenceBetween(before, tally) } }
}

const FIELD: Record<Owner['kind'], Link['field']> = {
  company: 'companyId',
  customer: 'customerId',
  'alarm-company': 'alarmCompanyId',
  site: 'siteId',
  provider: 'providerId',
  // A job names neither: all jobs are gone through, and each is asked.
  region: 'companyId',
  status: 'companyId',
  job: 'companyId',
}
const linkOf = ({ owner, companyId }: TellRule): Link => {
  const field = FIELD[owner.kind]
  return { field, id: field === 'companyId' ? companyId : owner.id }
}

type Knowledge = Omit<Supposed, 'rule'>
/** Until when, and what is wrong now with the addresses that the rehearsed rules name (W9). */
type Rehearsed = Readonly<{ until: Temporal.Instant; troubleOf: TroubleOf }>

/** What must be known of these jobs as they were: the mutes of their sites, providers and clocks as they now are. */
async function knowledgeOf(
  db: Connection,
  events: readonly JobEvent[],
  { until, troubleOf }: Rehearsed,
): Promise<Knowledge> {
  const jobs = events.map(({ job }) => job)
  if (jobs.length === 0) return { knownOf: unknown, placeOf: unknown, until }
  // Asked for no occasion it finds no rule but "don't notify".
  const [knownOf, placeOf] = await Promise.all([knownFor(db, jobs, []), placesOf(db, jobs)])
  return {
    until,
    knownOf: job => {
      const { rules, troubleOf: ofProvider, ...known } = knownOf(job)
      const trouble: TroubleOf = (channel, address) => ofProvider?.(channel, address) ?? troubleOf(channel, address)
      return { ...known, troubleOf: trouble, mutes: rules.filter(({ does }) => does === 'mute') as MuteRule[] }
    },
    placeOf,
  }
}

const unknown = (): never => {
  throw new Error('There is no job to know anything of.')
}

/** A mute that the draft would replace is not in force while the draft is rehearsed. */
function without(known: Knowledge, replaced: Rehearsal['replaced']): Knowledge {
  if (replaced?.does !== 'mute') return known
  const knownOf: Knowledge['knownOf'] = job => {
    const found = known.knownOf(job)
    return { ...found, mutes: found.mutes.filter(({ id }) => id !== replaced.id) }
  }
  return { ...known, knownOf }
}

import { idFrom } from '#base/id.ts'
import type { Job, JobEvent } from '#jobs/job.ts'
import { faceOf } from './face.ts'
import { noticesOf, type Plan, type Telling } from './notice.ts'
import { type Happening, happenings } from './occasions.ts'
import { type AnyRule, channelOf, type TellRule, type Told, TURNS } from './rule.ts'
import { whyNotNow } from './visit.ts'
import { type Circumstances, isMutedForJob, mutesIn, troubleWith, type Wish, wishesOf } from './wish.ts'

/**
 * A rule that told somebody what must be told him again: that the job is no longer his (S1.19), that a status was a
 * mistake (S5.11), or a report that is corrected (S4.20). And where it reached him.
 */
export type ToldBefore = Readonly<{ recalls: Recalls; rule: TellRule; target: Wish['target']; address: string }>
type Recalls = Extract<Told, 'reassigned' | 'corrected' | 'job-report'>

type Known = Omit<Circumstances, 'job' | 'mutes'> &
  Readonly<{ rules: readonly AnyRule[]; toldBefore?: readonly ToldBefore[]; now: Temporal.Instant }>

/**
 * Who must be told about this event, by which message, and for every rule that was considered the one reason
 * why or why not. `rules` are those of the job's owners; those for other occasions are not considered.
 */
export function plan(event: JobEvent, { rules, toldBefore = [], now, ...known }: Known): Plan {
  const { job } = event
  const circumstances = { ...known, job, mutes: mutesIn(rules) }
  const tellings = happenings(event).flatMap(happening => {
    const wishes = wishesFor(happening, { event, rules, toldBefore, circumstances })
    // A provider does not: the invoice has jobs of other providers on it, and is the customer's.
    const groups = wishes.filter(({ rule, target }) => rule.groupsInvoice && target === 'address')
    const grouped = new Set(groups.map(whom))
    return wishes.map(wish => tellingOf(wish, happening, { job, grouped }))
  })
  const { companyId, id: jobId, version } = job
  // A rule may tell again where it told before, and where it tells now.
  const times = new Map<string, number>()
  return {
    notices: noticesOf(tellings, { companyId, jobId, version, at: event.at, now }),
    decisions: tellings.map(({ wish: { rule, target, because }, occasion, noticeId }) => {
      const key = `${rule.id} ${occasion} ${target}`
      const ordinal = times.get(key) ?? 0
      times.set(key, ordinal + 1)
      return {
        ...{ companyId, jobId, version, ruleId: rule.id, occasion, target, ordinal, because },
        noticeId: because === 'told' ? noticeId : null,
      }
    }),
  }
}

type Considered = Readonly<{
  event: JobEvent
  rules: readonly AnyRule[]
  toldBefore: readonly ToldBefore[]
  circumstances: Circumstances
}>

function wishesFor(happening: Happening, considered: Considered): Wish[] {
  const { rules, toldBefore, circumstances } = considered
  const { occasion, applied, turns = TURNS } = happening
  if (occasion === 'reassigned' || occasion === 'corrected') {
    return toldBefore
      .filter(({ recalls, rule }) => recalls === occasion && !standsFor(happening, rule))
      .map(told => farewell(told, occasion, circumstances))
  }
  const mine = rules.filter((rule): rule is TellRule => rule.does === 'tell' && rule.occasion === occasion)
  if (applied) {
    const had = new Set(toldBefore.flatMap(({ recalls, rule }) => (recalls === 'corrected' ? rule.id : [])))
    const asked = mine.filter(
      ({ id, statusId, turn }) => statusId === applied.statusId && turns.includes(turn!) && !had.has(id),
    )
    return asked.flatMap(rule => held(wishesOf(rule, circumstances), whyNotNow(rule, applied, circumstances.job)))
  }
  const wishes = mine.flatMap(rule => wishesOf(rule, circumstances))
  return occasion === 'job-report' ? reportWishes(wishes, happening, considered) : wishes
}

// Somebody else has set the status, too: what the customer was told is as true as it was.
const standsFor = ({ turns = [] }: Happening, { turn }: TellRule): boolean => turn !== null && turns.includes(turn)

/** The same wishes; those that would tell are silent for this reason, if there is one. */
const held = (wishes: readonly Wish[], because: Wish['because'] | undefined): Wish[] =>
  wishes.map(wish => (because && wish.because === 'told' ? { ...wish, because, address: null } : wish))

/**
 * A report waits to be approved or goes out. A corrected one goes to those who had an earlier one (S4.20), to others only
 * with the end of the job.
 */
function reportWishes(wishes: Wish[], { about }: Happening, { event, toldBefore, circumstances }: Considered): Wish[] {
  const [revision] = about
  if (revision === undefined) return held(wishes, 'awaits-approval')
  if (revision === '1') return wishes
  const before = toldBefore.filter(({ recalls }) => recalls === 'job-report')
  const again = before.map(told => sameAgain(told, circumstances))
  const had = new Set(again.map(whom))
  const others = wishes.filter(wish => wish.address === null || !had.has(whom(wish)))
  // Where nobody had one yet, whoever is to have one now gets the first he sees.
  const isFirst = before.length === 0 || event.changed.some(({ field }) => field === 'category')
  const late = isFirst ? undefined : 'had-no-earlier-report'
  // Whoever was named for this very job is meant to have whatever goes out of it.
  return [...again, ...others.flatMap(wish => (wish.rule.owner.kind === 'job' ? wish : held([wish], late)))]
}

function sameAgain({ rule, target, address }: ToldBefore, circumstances: Circumstances): Wish {
  const isMuted = isMutedForJob(rule, target, circumstances)
  const trouble = isMuted ? 'muted-for-job' : troubleWith(rule, address, circumstances)
  const { language } = rule
  return { rule, target, language, ...(trouble ? { because: trouble, address: null } : { because: 'told', address }) }
}

/** Whoever was told by the rule hears that the job is his no longer (S1.19), or that the status was a mistake (S5.11). */
function farewell(
  { rule, target, address }: ToldBefore,
  occasion: 'reassigned' | 'corrected',
  circumstances: Circumstances,
): Wish {
  const { job, company } = circumstances
  const silent = job.deferredBecause !== null && company.deferralMutes === 'everything'
  // He needs no paper for what he must not do.
  const asText: TellRule = { ...rule, graceSeconds: 0, via: rule.via === 'pdf-email' ? 'text-email' : rule.via }
  const trouble = occasion === 'corrected' ? troubleWith(rule, address, circumstances) : undefined
  const because = silent ? 'job-deferred' : (trouble ?? 'told')
  return { rule: asText, target, because, address: because === 'told' ? address : null, language: rule.language }
}

type Cause = (string | number)[]

const whom = ({ rule, address }: Pick<Wish, 'rule' | 'address'>): string => `${channelOf(rule.via)}\n${address ?? ''}`

type Around = Readonly<{ job: Job; grouped: ReadonlySet<string> }>

function tellingOf(wish: Wish, { occasion, about, applied }: Happening, { job, grouped }: Around): Telling {
  // All jobs of one invoice are one message to whomever a rule says so of (S1.25, S1.60).
  const together = occasion === 'invoiced' && grouped.has(whom(wish))
  const isOutward = wish.rule.destination === 'customer' || occasion === 'job-report'
  const face = isOutward ? faceOf(occasion, applied?.step ?? null) : null
  const cause = causeOf({ occasion, about }, job, together)
  // A customer's message has other words than a row for those who work on the job: neither is lost in the other.
  if (face !== null) cause.push('customer')
  return { wish, occasion, about, face, noticeId: idFrom(job.companyId, ...cause, whom(wish)) }
}

function causeOf({ occasion, about }: Pick<Happening, 'occasion' | 'about'>, job: Job, together: boolean): Cause {
  // Nor is it told of one number twice: not when a later invoice is credited and the job is on the earlier one again.
  if (occasion === 'invoiced') return ['invoice', ...about, ...(together ? [] : [job.id])]
  // A report is a paper of its own: everybody has one copy, whatever else the save tells him (S4.17).
  if (occasion === 'job-report') return ['job-report', job.id, ...about]
  return [job.id, job.version, ...apart(occasion)]
}

// Who was told goodbye must not read in the same message that the job was dispatched to somebody else.
const apart = (occasion: Happening['occasion']) => (occasion === 'reassigned' ? [occasion] : [])

import { idFrom } from '#base/id.ts'
import type { Job, JobEvent } from '#jobs/job.ts'
import { noticesOf, type Plan, type Telling } from './notice.ts'
import { type Happening, happenings } from './occasions.ts'
import { channelOf, type Rule, type TellRule } from './rule.ts'
import { type Circumstances, mutesIn, type Wish, wishesOf } from './wish.ts'

/** A rule that told this job's former provider of it, and where it reached him (S1.19). */
export type ToldBefore = Readonly<{ rule: TellRule; target: Wish['target']; address: string }>

type Known = Omit<Circumstances, 'job' | 'mutes'> &
  Readonly<{ rules: readonly Rule[]; toldBefore?: readonly ToldBefore[]; now: Temporal.Instant }>

/**
 * Who must be told about this event, by which message, and for every rule that was considered the one reason
 * why or why not. `rules` are those of the job's owners; those for other occasions are not considered.
 */
export function plan(event: JobEvent, { rules, toldBefore = [], now, ...known }: Known): Plan {
  const { job } = event
  const circumstances = { ...known, job, mutes: mutesIn(rules) }
  const tellings = happenings(event).flatMap(happening => {
    const { occasion } = happening
    const wishes =
      occasion === 'reassigned'
        ? toldBefore.map(told => farewell(told, circumstances))
        : rules
            .filter((rule): rule is TellRule => rule.does === 'tell' && rule.occasion === occasion)
            .flatMap(rule => wishesOf(rule, circumstances))
    // A provider does not: the invoice has jobs of other providers on it, and is the customer's.
    const groups = wishes.filter(({ rule, target }) => rule.groupsInvoice && target === 'address')
    const grouped = new Set(groups.map(whom))
    return wishes.map(wish => tellingOf(wish, happening, { job, grouped }))
  })
  const { companyId, id: jobId, version } = job
  return {
    notices: noticesOf(tellings, { companyId, jobId, version, at: event.at, now }),
    decisions: tellings.map(({ wish: { rule, target, because }, occasion, noticeId }) => ({
      ...{ companyId, jobId, version, ruleId: rule.id, occasion, target, ordinal: 0, because },
      noticeId: because === 'told' ? noticeId : null,
    })),
  }
}

/** The rule that told the former provider of the job tells him that it is his no longer (S1.19). */
function farewell({ rule, target, address }: ToldBefore, { job, company }: Circumstances): Wish {
  const silent = job.deferredBecause !== null && company.deferralMutes === 'everything'
  // He needs no paper for what he must not do.
  const asText: TellRule = rule.via === 'pdf-email' ? { ...rule, via: 'text-email' } : rule
  return {
    rule: asText,
    target,
    ...(silent ? { because: 'job-deferred', address: null } : { because: 'told', address }),
  }
}

const whom = ({ rule, address }: Wish): string => `${channelOf(rule.via)}\n${address ?? ''}`

type Around = Readonly<{ job: Job; grouped: ReadonlySet<string> }>

function tellingOf(wish: Wish, { occasion, about }: Happening, { job, grouped }: Around): Telling {
  // All jobs of one invoice are one message to whomever a rule says so of (S1.25, S1.60).
  const together = occasion === 'invoiced' && grouped.has(whom(wish))
  // Nor is it told of one number twice: not when a later invoice is credited and the job is on the earlier one again.
  const ofInvoice = ['invoice', ...about, ...(together ? [] : [job.id])]
  const cause = occasion === 'invoiced' ? ofInvoice : [job.id, job.version, ...apart(occasion)]
  return { wish, occasion, about, noticeId: idFrom(job.companyId, ...cause, whom(wish)) }
}

// Who was told goodbye must not read in the same message that the job was dispatched to somebody else.
const apart = (occasion: Happening['occasion']) => (occasion === 'reassigned' ? [occasion] : [])

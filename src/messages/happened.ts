import { baseOf } from '#rules/remind.ts'
import type { Told } from '#rules/rule.ts'
import { appointmentOf, type Facts } from './facts.ts'
import type { FieldName } from './fields.ts'
import type { Reasons } from './languages/vocabulary.ts'
import { line } from './plain.ts'
import { vocabularyOf } from './vocabularies.ts'

/** What is to be told, and what must be named beside the job. */
type Happened = Readonly<{ occasions: readonly Told[]; about: readonly string[]; at: Temporal.Instant }>

/** What has happened, in words: one for each occasion, none of them twice. */
export function reasonsOf(facts: Facts, happened: Happened): readonly string[] {
  return [...new Set(happened.occasions.map(occasion => REASONS[occasion]({ facts, ...wordsOf(facts), ...happened })))]
}

const wordsOf = (facts: Facts) => {
  const { reasons, labels } = vocabularyOf(facts)
  return { words: reasons, labels }
}

type Asked = Happened & Readonly<{ facts: Facts; words: Reasons; labels: Readonly<Record<FieldName, string>> }>

const REASONS: Readonly<Record<Told, (asked: Asked) => string>> = {
  dispatched: ({ facts, words }) => (facts.event.job.timesDispatched > 1 ? words.redispatched : words.dispatched),
  reassigned: ({ words }) => words.reassigned,
  completed: ({ facts, words }) => words.nowIs(nameOfStatus(facts, facts.event.job.statusId)),
  'updated-incomplete': ({ words }) => words.updated,
  'updated-complete': ({ words }) => words.updated,
  incomplete: ({ facts, words, at }) => words.incomplete(daysWaiting(facts, at)),
  'details-missing': ({ words, labels, about }) => words.lacks(about.map(field => labels[field as FieldName])),
  invoiced: ({ words, about }) => words.invoiced(about.map(line)),
  'request-received': ({ words }) => words.requestReceived,
  'request-accepted': ({ words }) => words.requestAccepted,
  'request-rejected': ({ words }) => words.requestRejected,
  created: ({ words }) => words.created,
  appointment: ({ facts, words }) => words.appointment(appointmentOf(facts)),
  'status-set': ({ facts, words }) => words.nowIs(nameOfStatus(facts, statusSet(facts))),
  closed: ({ words }) => words.closed,
  'follow-up': ({ words }) => words.followUp,
  'job-report': ({ facts, words }) => words.jobReport(facts.event.job.reportRevision),
  corrected: ({ words }) => words.corrected,
}

/** The status that was set last, be it a technician's or the job's. */
export const statusSet = ({ event: { job } }: Facts): string => job.applied.at(-1)?.statusId ?? job.statusId

export function nameOfStatus({ nameOf }: Facts, id: string): string | null {
  const name = nameOf('status', id)
  return name === null ? null : line(name)
}

/** For how many days the job has been waiting, counted as its reminders are. */
function daysWaiting({ event: { job } }: Facts, at: Temporal.Instant): number {
  const base = baseOf({ occasion: 'incomplete', details: [], serviceTypeId: null }, { job, needed: null })
  return base ? Math.round(at.since(base).total('hours') / 24) : 0
}

import type { Notice } from '#rules/notice.ts'
import type { Target } from '#rules/rule.ts'
import { viaOf } from '#rules/rule.ts'
import { type Facts, shortTime } from './facts.ts'
import type { ReportPart } from './sheet.ts'
import { vocabularyOf } from './vocabularies.ts'

/** What became of telling somebody, as far as it is known when that is printed. */
export type Reached =
  | 'on-its-way'
  | 'accepted'
  | 'delivered'
  | 'uncertain'
  | 'failed'
  | 'not-reached'
  | 'stopped'
  | 'sent-again'

/** One person who was told something of a job before a report of it. */
export type Hearer = Readonly<Pick<Notice, 'companyId' | 'jobId' | 'occasions' | 'about' | 'pdf' | 'address'>> &
  Readonly<{
    channel: Exclude<Notice['channel'], 'webhook'>
    at: Temporal.Instant
    /** Whose address it was; null when no decision says so any more. */
    target: Target | null
    reached: Reached
  }>

// A sheet is read by people: after so many reminders the rest is in the log of the job.
const MOST = 60

/** Who was told, as a report of that revision shows it: all but of that report itself. */
export function whoWasTold(hearers: readonly Hearer[], facts: Facts, revision: number): ReportPart['hearers'] {
  const words = vocabularyOf(facts).report
  const { at, whom, of, by, reached } = words.hearers
  const isThisReport = (each: Hearer) => each.occasions.includes('job-report') && each.about[0] === String(revision)
  const others = hearers.filter(each => !isThisReport(each))
  const shown = others.slice(-MOST)
  return {
    title: words.hearers.title,
    headings: [at, whom, of, by, reached],
    rows: shown.map(each => rowOf(each, facts)),
    note: others.length === 0 ? words.nobodyHeard : others.length > MOST ? words.lastShown(MOST, others.length) : '',
  }
}

function rowOf(each: Hearer, facts: Facts): readonly string[] {
  const words = vocabularyOf(facts).report
  const via = viaOf(each)
  return [
    shortTime(facts, each.at),
    whomTold(each, facts),
    [...new Set(each.occasions.map(occasion => words.of[occasion]))].join(', '),
    via === 'webhook' ? '' : words.by[via],
    words.reached[each.reached],
  ]
}

/** A report is read by people who do not know each other's addresses; and a rule's recipient is in no message (S1.53). */
function whomTold({ target, channel, address }: Hearer, facts: Facts): string {
  const { whom, addressOf } = vocabularyOf(facts).report
  if (target !== null && target !== 'address') return whom[target]
  return addressOf[channel](masked(address))
}

/** "a...@example.com", or the last three digits of a number. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@')
  return at > 0 ? `${[...address][0]}...${address.slice(at)}` : `...${address.slice(-3)}`
}

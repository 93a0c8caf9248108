import type { Job } from '#jobs/job.ts'
import { jobNumber } from '#jobs/job.ts'
import type { Notice } from '#rules/notice.ts'
import { type Facts, fullTime } from './facts.ts'
import { type FieldName, fieldOf, fieldValue, type Layout } from './fields.ts'
import { type Hearer, whoWasTold } from './hearers.ts'
import { type Photos, sheetOf } from './job-sheet.ts'
import type { JobSheet, ReportPart } from './sheet.ts'
import { vocabularyOf } from './vocabularies.ts'

/** What a report has beside the job: the job as the earlier report showed it (null: there is none), and who was told. */
export type Reported = Readonly<{ earlier: Facts | null; hearers: readonly Hearer[]; photos: Photos }>

/** Whether a notice carries a report of its job (S4.13) instead of the sheet. */
export const isJobReport = ({ occasions }: Pick<Notice, 'occasions'>): boolean => occasions.includes('job-report')

/** Which report of the job this is, counted from 1. */
export const revisionOf = ({ reportRevision }: Pick<Job, 'reportRevision'>): number => Math.max(1, reportRevision)

/** The name of the file: "ABC-1234 report v2.pdf". */
export function reportFile({ company, event: { job } }: Facts): string {
  const revision = revisionOf(job)
  return `${jobNumber(company.code, job.number)} report${revision > 1 ? ` v${revision}` : ''}.pdf`
}

/**
 * The report of a job that is over: its sheet, and who was told (S4.13). One that corrects an earlier report says which it
 * replaces and what is different in it (S4.20, W10).
 */
export function jobReportOf(facts: Facts, layout: Layout, { earlier, hearers, photos }: Reported): JobSheet {
  const { job, number } = { job: facts.event.job, number: jobNumber(facts.company.code, facts.event.job.number) }
  const words = vocabularyOf(facts).report
  const revision = revisionOf(job)
  return {
    ...sheetOf(facts, layout, photos),
    title: revision > 1 ? words.revised({ number, revision }) : words.title(number),
    footer: words.footer({ number, at: fullTime(facts, facts.event.at), revision }),
    report: { ...replacing(facts, layout, earlier), hearers: whoWasTold(hearers, facts, revision) },
  }
}

function replacing(facts: Facts, layout: Layout, earlier: Facts | null): Pick<ReportPart, 'replaces' | 'changes'> {
  const revision = revisionOf(facts.event.job)
  if (revision === 1) return { replaces: '', changes: { headings: [], rows: [], none: '' } }
  const words = vocabularyOf(facts).report
  const rows = earlier ? changesSince(earlier, facts, layout) : []
  const headings = [words.changedSince(revision - 1), words.now, words.before]
  return {
    replaces: words.replaces(revision),
    changes: { headings, rows, none: rows.length > 0 ? '' : words.nothingChanged },
  }
}

/** What is printed otherwise than in the earlier report: each field of the layout, and each time of each technician. */
function changesSince(earlier: Facts, facts: Facts, layout: Layout): string[][] {
  const named = layout.filter(isPlain).map(name => ({
    label: vocabularyOf(facts).labels[name],
    from: fieldValue(name, earlier, 'sheet'),
    to: fieldValue(name, facts, 'sheet'),
  }))
  const [before, now] = layout.includes('visits') ? [stepsOf(earlier), stepsOf(facts)] : [new Map(), new Map()]
  const steps = [...new Set<string>([...before.keys(), ...now.keys()])].map(label => ({
    label,
    from: before.get(label) ?? '',
    to: now.get(label) ?? '',
  }))
  return [...named, ...steps]
    .filter(({ from, to }) => from !== to)
    .map(({ label, from, to }) => [label, to || NOTHING, from || NOTHING])
}

const isPlain = (name: FieldName): boolean => ['line', 'long'].includes(fieldOf(name).shape)

const NOTHING = '–'

/** "Visit 1, Jo Cole, on site" and when that was. */
function stepsOf(facts: Facts): Map<string, string> {
  const { visits } = sheetOf(facts, ['number', 'visits'], { printed: [], all: 0 })
  const steps = visits.flatMap(({ title, technicians }) =>
    technicians.flatMap(({ name, status, times }) => [
      ...(status ? [[`${title}, ${name}`, status] as const] : []),
      ...times.map(({ label, value }) => [`${title}, ${name}: ${label}`, value] as const),
    ]),
  )
  return new Map(steps)
}

import { shortWallTime, wallTime } from '#base/time.ts'
import { jobNumber } from '#jobs/job.ts'
import { fit, line } from './plain.ts'
import { countsOf, customerOf, jobsIn, periodName, type ReportedJob, type ReportFacts } from './report-words.ts'
import type { TableSheet } from './table-sheet.ts'

// Twenty pages, of which printing takes a second. Nobody reads them to the end, and the spreadsheet has them all.
const MOST_PRINTED = 300

/** The printed report: the counts, and a row for each of the first jobs (S1.8). */
export function reportSheetOf(facts: ReportFacts): TableSheet {
  const { company, name, timeZone, jobs, at } = facts
  const printed = jobs.slice(0, MOST_PRINTED)
  const columns = COLUMNS.filter(({ label }) => facts.customerId === null || label !== 'Customer')
  return {
    kind: 'table',
    company: line(company.name),
    title: line(name),
    subtitle: `${periodName(facts)} (${timeZone})`,
    facts: [{ label: 'Customer', value: customerOf(facts) }, ...countsOf(facts), ...notAll(facts, printed.length)],
    columns: columns.map(({ label, share }) => ({ label, align: 'start', share })),
    rows: printed.map(job => columns.map(({ of }) => fit(line(of(job, company)), 160))),
    totals: [],
    footer: `As the jobs stood on ${line(wallTime(at, timeZone, company.locale))}. Times are local to each site.`,
    locale: company.locale,
  }
}

const notAll = (facts: ReportFacts, printed: number) =>
  jobsIn(facts) > printed ? [{ label: 'Printed here', value: `the first ${printed}; more are in the spreadsheet` }] : []

type Column = Readonly<{
  label: string
  share: number
  of: (job: ReportedJob, company: ReportFacts['company']) => string
}>

const COLUMNS: readonly Column[] = [
  { label: 'Job', share: 12, of: ({ number }, { code }) => jobNumber(code, number) },
  { label: 'Opened', share: 13, of: time('openedAt') },
  { label: 'Site', share: 17, of: ({ site, address }) => `${site}, ${address.split(/[\r\n]+/).join(', ')}` },
  { label: 'Customer', share: 13, of: ({ customer }) => customer ?? '' },
  { label: 'Service type', share: 11, of: ({ serviceType }) => serviceType },
  { label: 'Status', share: 12, of: ({ status }) => status },
  { label: 'On site', share: 13, of: time('onSiteAt') },
  { label: 'Off site', share: 13, of: time('offSiteAt') },
]

function time(field: 'openedAt' | 'onSiteAt' | 'offSiteAt'): Column['of'] {
  return ({ [field]: instant, timeZone }, { locale }) => (instant ? shortWallTime(instant, timeZone, locale) : '')
}

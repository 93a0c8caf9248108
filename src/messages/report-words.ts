import type { Category, Company } from '#directory/directory.ts'
import type { Job } from '#jobs/job.ts'
import type { Reported } from '#rules/reports.ts'
import { fit, line, lines } from './plain.ts'

/** One job of a report as it now stands, with the names of what it points at and the clock of its site. */
export type ReportedJob = Readonly<{
  site: string
  address: string
  timeZone: string
  customer: string | null
  serviceType: string
  status: string
  provider: string | null
}> &
  Pick<
    Job,
    'number' | 'openedAt' | 'dispatchedAt' | 'onSiteAt' | 'offSiteAt' | 'outcome' | 'orderNumber' | 'docketNumber'
  >

/** How many jobs of each category there are; none where a category is missing. */
export type CategoryCounts = Readonly<Partial<Record<Category, number>>>

/** Everything a report tells. */
export type ReportFacts = Reported &
  Readonly<{
    company: Pick<Company, 'name' | 'code' | 'locale'>
    customer: string | null
    categories: CategoryCounts
    /** In the order in which they were opened; not all of them when there are very many. */
    jobs: readonly ReportedJob[]
    /** When the jobs were looked at. */
    at: Temporal.Instant
  }>

/** Subject and body of the e-mail that carries a report: what it is about, and how many jobs there were (S1.8). */
export function reportWords(facts: ReportFacts): { subject: string; body: string } {
  const name = line(facts.name)
  const counts = countsOf(facts).map(({ label, value }) => `${label}: ${value}`)
  const about = [name, `${periodName(facts)} (${facts.timeZone})`, `Jobs of ${customerOf(facts)}`]
  const carried = 'With this come the printed report and a spreadsheet with a row for each job.'
  const body = [about, counts, [carried, ...notAll(facts)], [line(facts.company.name)]]
  return {
    subject: `${name}: ${periodName(facts)}`,
    body: lines(body.map(part => part.join('\n')).join('\n\n')),
  }
}

/** Whose jobs they are, in words. */
export const customerOf = ({ customer }: ReportFacts): string => (customer === null ? 'all customers' : line(customer))

const LABELS = {
  opened: 'Jobs opened',
  completed: 'Completed',
  notAdvised: 'Done, still to be advised',
  cancelled: 'Cancelled',
  inProgress: 'Still in progress',
} as const

// What a customer asked for and nobody has accepted is no job yet, and in no report.
const COUNTED: Partial<Record<Category, keyof typeof LABELS>> = {
  'in-progress': 'inProgress',
  'not-advised': 'notAdvised',
  complete: 'completed',
  approved: 'completed',
  invoiced: 'completed',
  cancelled: 'cancelled',
  abandoned: 'cancelled',
}

/** How many jobs were opened, and what has become of them since: the others add up to the first. */
export function countsOf({ categories }: Pick<ReportFacts, 'categories'>): { label: string; value: string }[] {
  const counts = { opened: 0, completed: 0, notAdvised: 0, cancelled: 0, inProgress: 0 }
  for (const [category, jobs] of Object.entries(categories) as [Category, number][]) {
    const kind = COUNTED[category]
    if (!kind) continue
    counts.opened += jobs
    counts[kind] += jobs
  }
  const told = Object.entries(counts) as [keyof typeof LABELS, number][]
  return told
    .filter(([kind, jobs]) => kind !== 'notAdvised' || jobs > 0)
    .map(([kind, jobs]) => ({ label: LABELS[kind], value: String(jobs) }))
}

/** How many jobs there are, however many of them are listed. */
export const jobsIn = ({ categories }: Pick<ReportFacts, 'categories'>): number =>
  Object.values(categories).reduce((sum, jobs) => sum + jobs, 0)

const notAll = (facts: ReportFacts): string[] =>
  jobsIn(facts) > facts.jobs.length ? [`The spreadsheet has the first ${facts.jobs.length} of them.`] : []

/** "1 to 31 March 2026": the days of the report, the last one included. */
export function periodName({
  company,
  timeZone,
  period,
}: Pick<ReportFacts, 'company' | 'timeZone' | 'period'>): string {
  const form = new Intl.DateTimeFormat(company.locale, { timeZone, day: 'numeric', month: 'long', year: 'numeric' })
  const days = form.formatRange(period.from.epochMilliseconds, period.until.epochMilliseconds - 1)
  return line(days).replace(/ ?– ?/, ' to ')
}

/** The name of a file of this report, without its ending: "Weekly jobs 2026-03-02 to 2026-03-08". */
export function fileNameOf({ name, timeZone, period }: Pick<Reported, 'name' | 'timeZone' | 'period'>): string {
  const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(timeZone).toPlainDate().toString()
  const days = new Set([dayOf(period.from), dayOf(period.until.subtract({ nanoseconds: 1 }))])
  const safe = line(name.replace(/[\\/:*?"<>|]/g, ' ')) || 'Report'
  return `${fit(safe, 80)} ${[...days].join(' to ')}`
}

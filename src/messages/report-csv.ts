import { BYTE_ORDER_MARK, csvOf } from '#base/csv.ts'
import { jobNumber } from '#jobs/job.ts'
import { line, lines } from './plain.ts'
import type { ReportedJob } from './report-words.ts'

const TIMES = [
  ['Opened', 'openedAt'],
  ['Dispatched', 'dispatchedAt'],
  ['On site', 'onSiteAt'],
  ['Off site', 'offSiteAt'],
] as const

const HEADING = [
  ...['Number', 'Site', 'Address', 'Customer', 'Service type', 'Status'],
  ...TIMES.map(([label]) => label),
  ...['Time zone', 'Outcome', 'Order number', 'Docket number', 'Provider'],
  ...TIMES.map(([label]) => `${label} (ISO 8601)`),
]

/** The beginning of the spreadsheet: what its columns are. */
export const csvHeading = (): string => BYTE_ORDER_MARK + csvOf([HEADING])

/** One row for each of these jobs: times as the site's clock showed them, and again as ISO 8601 with the offset. */
export const csvRows = (jobs: readonly ReportedJob[], code: string): string =>
  csvOf(jobs.map(job => cellsOf(job, code)))

function cellsOf(job: ReportedJob, code: string): string[] {
  const moments = TIMES.map(([, field]) => job[field]?.toZonedDateTimeISO(job.timeZone))
  return [
    jobNumber(code, job.number),
    line(job.site),
    lines(job.address),
    line(job.customer ?? ''),
    line(job.serviceType),
    line(job.status),
    ...moments.map(moment => moment?.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ') ?? ''),
    job.timeZone,
    lines(job.outcome ?? ''),
    line(job.orderNumber ?? ''),
    line(job.docketNumber ?? ''),
    line(job.provider ?? ''),
    ...moments.map(moment => moment?.toString({ smallestUnit: 'second', timeZoneName: 'never' }) ?? ''),
  ]
}

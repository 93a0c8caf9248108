import { idFrom } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { readEvent } from '#jobs/event.ts'
import type { Notice } from '#rules/notice.ts'
import type { ResendAs } from '#rules/resend.ts'
import type { Facts } from './facts.ts'
import type { Hearer } from './hearers.ts'
import { savesOfReports } from './job-report.sql.ts'
import { jobReportOf, reportFile, revisionOf } from './job-report.ts'
import { keepMissing, type Printed, printWithPhotos } from './papers.run.ts'
import type { PdfPress } from './pdf.run.ts'
import { type Report, reportsOf } from './reports.run.ts'

/** Which people were told of these jobs until now, oldest first. Only a room further on knows what became of it. */
export type WhoWasTold = (
  db: Connection,
  jobs: readonly Pick<Hearer, 'companyId' | 'jobId'>[],
  now: Temporal.Instant,
) => Promise<readonly Hearer[]>

/** A job report to be printed: of a job as it stood, in the language of its notice. */
export type JobReport = Report & Readonly<{ notice: Again }>

// One that is written afresh tells what is known by then, though the job may be as it was.
type Again = Pick<Notice, 'dueAt'> & Readonly<{ resendAs?: ResendAs | null }>

/** The paper of a report is one for each language, whoever gets it (S4.17); one that is written afresh is another. */
export function jobReportId({ facts: { event, company }, style, notice }: JobReport): string {
  const { companyId, id, version } = event.job
  const afresh = notice.resendAs === 'afresh' ? [notice.dueAt.toString()] : []
  const which = [revisionOf(event.job), style.layoutVersion, company.locale, ...afresh]
  return idFrom('job report', companyId, id, version, ...which)
}

type Printing = Readonly<{ press: PdfPress; whoWasTold?: WhoWasTold; now: Temporal.Instant }>

/** Prints and keeps those job reports that are not there yet. */
export const printJobReports = (tx: Connection, reports: readonly JobReport[], printing: Printing): Promise<void> =>
  keepMissing(tx, new Map(reports.map(report => [jobReportId(report), report])), {
    companyOf: ({ facts }) => facts.event.job.companyId,
    print: some => print(tx, some, printing),
    now: printing.now,
  })

async function print(
  tx: Connection,
  reports: readonly JobReport[],
  { press, whoWasTold = nobody, now }: Printing,
): Promise<Printed[]> {
  const jobs = [...new Map(reports.map(report => [keyOf(report.facts), jobOf(report.facts)])).values()]
  const [told, earlierOf] = await Promise.all([whoWasTold(tx, jobs, now), earlierReports(tx, reports)])
  const hearers = Map.groupBy(told, ({ companyId, jobId }) => `${companyId} ${jobId}`)
  return printWithPhotos(
    tx,
    press,
    reports.map(({ facts, style: { layout } }) => ({
      facts,
      layout,
      name: reportFile(facts),
      sheetWith: photos =>
        jobReportOf(facts, layout, { earlier: earlierOf(facts), hearers: hearers.get(keyOf(facts)) ?? [], photos }),
    })),
  )
}

const nobody: WhoWasTold = async () => []

/** For each report that corrects an earlier one the job as that one showed it, told in the same language. */
async function earlierReports(tx: Connection, reports: readonly JobReport[]): Promise<(facts: Facts) => Facts | null> {
  const wanted = reports
    .filter(({ facts }) => revisionOf(facts.event.job) > 1)
    .map(({ facts }) => ({ ...jobOf(facts), revision: revisionOf(facts.event.job) - 1 }))
  if (wanted.length === 0) return () => null
  const saves = await savesOfReports(tx, wanted)
  const earlier = new Map((await reportsOf(tx, saves.map(readEvent))).map(({ facts }) => [replacedBy(facts, 1), facts]))
  return facts => {
    const found = earlier.get(replacedBy(facts, 0))
    return found ? { ...found, company: facts.company } : null
  }
}

const replacedBy = (facts: Facts, by: number): string => `${keyOf(facts)} ${revisionOf(facts.event.job) + by}`

const jobOf = ({ event: { job } }: Facts) => ({ companyId: job.companyId, jobId: job.id })
const keyOf = ({ event: { job } }: Facts): string => `${job.companyId} ${job.id}`

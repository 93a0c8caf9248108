import { idFrom } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { jobNumber } from '#jobs/job.ts'
import { type Photos, sheetOf, withoutPhotos } from './job-sheet.ts'
import { insertPapers, photosOf, printedPapers } from './messages.sql.ts'
import type { PdfPress } from './pdf.run.ts'
import type { Report } from './reports.run.ts'
import { type JobSheet, refusePhotos, SheetRefused } from './sheet.ts'

/** A printed job: the name of the file and its bytes. */
export type Printed = Readonly<{ name: string; bytes: Uint8Array }>

/** The paper of an event is one, whoever gets it: its id is made from what is printed on it. */
export function paperIdOf({ facts: { event }, style }: Report): string {
  const { companyId, id, version } = event.job
  return idFrom('paper', companyId, id, version, style.layoutVersion)
}

// Photos and pages of so many jobs are in memory together: twelve photos may be 60 MB.
const AT_ONCE = 4

/** Prints and keeps those papers of these reports that are not there yet. */
export async function printPapers(
  tx: Connection,
  press: PdfPress,
  reports: readonly Report[],
  now: Temporal.Instant,
): Promise<void> {
  const wanted = new Map(reports.map(report => [paperIdOf(report), report]))
  if (wanted.size === 0) return
  const ids = [...wanted].map(([id, { facts }]) => ({ companyId: facts.event.job.companyId, id }))
  const there = await printedPapers(tx, ids)
  const missing = [...wanted.values()].filter(report => !there.has(paperIdOf(report)))
  for (let i = 0; i < missing.length; i += AT_ONCE) {
    await keep(tx, press, missing.slice(i, i + AT_ONCE), now)
  }
}

async function keep(tx: Connection, press: PdfPress, reports: readonly Report[], now: Temporal.Instant): Promise<void> {
  const printed = await print(tx, press, reports)
  const papers = reports.map((report, i) => {
    const { companyId } = report.facts.event.job
    return { companyId, id: paperIdOf(report), ...printed[i]! }
  })
  await insertPapers(tx, papers, now)
}

const MOST_PHOTOS = 12

/** Prints these jobs with their photos, each as it stood after its event. */
export async function print(db: Connection, press: PdfPress, reports: readonly Report[]): Promise<Printed[]> {
  const withPhotos = reports.filter(({ style }) => style.layout.includes('photos'))
  const jobs = withPhotos.map(({ facts: { event } }) => ({ companyId: event.job.companyId, jobId: event.job.id }))
  const rows = jobs.length > 0 ? await photosOf(db, jobs, MOST_PHOTOS) : []
  const photos = Map.groupBy(rows, ({ companyId, jobId }) => `${companyId} ${jobId}`)
  return Promise.all(
    reports.map(async ({ facts, style }) => {
      const { companyId, id, number } = facts.event.job
      const sheet = sheetOf(facts, style.layout, printable(photos.get(`${companyId} ${id}`) ?? []))
      return { name: `${jobNumber(facts.company.code, number)}.pdf`, bytes: await printSheet(press, sheet) }
    }),
  )
}

// One broken picture must not keep the others, let alone the report, from being sent.
const printable = (photos: Awaited<ReturnType<typeof photosOf>>): Photos => ({
  printed: photos
    .filter(photo => refusePhotos([photo]) === null)
    .map(({ caption, image, type }) => ({ caption, image, type })),
  all: photos[0]?.all ?? 0,
})

const printSheet = (press: PdfPress, sheet: JobSheet): Promise<Uint8Array> =>
  press.print(sheet).catch((error: Error) => {
    if (sheet.photos.length === 0) throw error
    return press.print(withoutPhotos(sheet, error instanceof SheetRefused ? error.message : ''))
  })

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

/** Prints and keeps those papers of these reports that are not there yet. */
export const printPapers = (
  tx: Connection,
  press: PdfPress,
  reports: readonly Report[],
  now: Temporal.Instant,
): Promise<void> =>
  keepMissing(tx, new Map(reports.map(report => [paperIdOf(report), report])), {
    companyOf: ({ facts }) => facts.event.job.companyId,
    print: some => print(tx, press, some),
    now,
  })

type Keeping<Printable> = Readonly<{
  companyOf: (printable: Printable) => string
  print: (some: readonly Printable[]) => Promise<Printed[]>
  now: Temporal.Instant
}>

// Photos and pages of so many jobs are in memory together: twelve photos may be 60 MB.
const AT_ONCE = 4

/** Prints and keeps what has no paper yet, each under the id of its paper: whoever gets it later gets the same. */
export async function keepMissing<Printable>(
  tx: Connection,
  wanted: ReadonlyMap<string, Printable>,
  { companyOf, print, now }: Keeping<Printable>,
): Promise<void> {
  if (wanted.size === 0) return
  const ids = [...wanted].map(([id, printable]) => ({ companyId: companyOf(printable), id }))
  const there = await printedPapers(tx, ids)
  const missing = ids.filter(({ id }) => !there.has(id))
  for (let i = 0; i < missing.length; i += AT_ONCE) {
    const some = missing.slice(i, i + AT_ONCE)
    const printed = await print(some.map(({ id }) => wanted.get(id)!))
    const papers = some.map((paper, k) => ({ ...paper, ...printed[k]! }))
    await insertPapers(tx, papers, now)
  }
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

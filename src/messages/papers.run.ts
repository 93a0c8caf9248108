import { idFrom } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { jobNumber } from '#jobs/job.ts'
import type { Facts } from './facts.ts'
import type { Layout } from './fields.ts'
import { type Photos, sheetOf, withoutPhotos } from './job-sheet.ts'
import { insertPapers, photosOf, printedPapers } from './messages.sql.ts'
import type { PdfPress } from './pdf.run.ts'
import type { Report } from './reports.run.ts'
import { type JobSheet, refusePhotos, SheetRefused } from './sheet.ts'

/** A printed job: the name of the file and its bytes. */
export type Printed = Readonly<{ name: string; bytes: Uint8Array }>

/** The paper of an event is one for each language, whoever gets it: its id is made from what is printed on it. */
export function paperIdOf({ facts: { event, company }, style }: Report): string {
  const { companyId, id, version } = event.job
  return idFrom('paper', companyId, id, version, style.layoutVersion, company.locale)
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
export const print = (db: Connection, press: PdfPress, reports: readonly Report[]): Promise<Printed[]> =>
  printWithPhotos(
    db,
    press,
    reports.map(({ facts, style: { layout } }) => ({
      facts,
      layout,
      name: `${jobNumber(facts.company.code, facts.event.job.number)}.pdf`,
      sheetWith: photos => sheetOf(facts, layout, photos),
    })),
  )

/** A sheet of a job that waits for the photos its layout asks for. */
export type Unprinted = Readonly<{
  facts: Facts
  layout: Layout
  name: string
  sheetWith: (photos: Photos) => JobSheet
}>

/** Prints sheets of jobs with the photos of those jobs. */
export async function printWithPhotos(
  db: Connection,
  press: PdfPress,
  unprinted: readonly Unprinted[],
): Promise<Printed[]> {
  const jobs = unprinted
    .filter(({ layout }) => layout.includes('photos'))
    .map(({ facts: { event } }) => ({ companyId: event.job.companyId, jobId: event.job.id }))
  const rows = jobs.length > 0 ? await photosOf(db, jobs, MOST_PHOTOS) : []
  const photos = Map.groupBy(rows, ({ companyId, jobId }) => `${companyId} ${jobId}`)
  return Promise.all(
    unprinted.map(async ({ facts, name, sheetWith }) => {
      const { companyId, id } = facts.event.job
      const sheet = sheetWith(printable(photos.get(`${companyId} ${id}`) ?? []))
      return { name, bytes: await printSheet(press, sheet) }
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

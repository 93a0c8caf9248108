import { type PictureType, pixelsOf } from '#base/picture.ts'
import type { TableSheet } from './table-sheet.ts'

/** What is printed on the sheet of one job (S1.47): words already chosen, ordered, translated and put in the site's time. */
export type JobSheet = Readonly<{
  company: string
  title: string
  status: string
  subtitle: string
  zone: string
  fields: readonly SheetFact[]
  texts: readonly SheetFact[]
  visits: readonly SheetVisit[]
  photos: readonly SheetPhoto[]
  headings: Readonly<{ technician: string; status: string; photos: string }>
  footer: string
  locale: string
  /** Only of a job report. */
  report?: ReportPart
}>

/** What a job report has beside what is on the sheet of the job. Empty texts are left out. */
export type ReportPart = Readonly<{
  replaces: string
  /** Rows of what it is, what stands there now, and what stood there before. */
  changes: Readonly<{ headings: readonly string[]; rows: readonly (readonly string[])[]; none: string }>
  hearers: Readonly<{
    title: string
    headings: readonly string[]
    rows: readonly (readonly string[])[]
    note: string
  }>
}>

export type SheetFact = Readonly<{ label: string; value: string }>

export type SheetVisit = Readonly<{
  title: string
  technicians: readonly Readonly<{ name: string; status: string; times: readonly SheetFact[] }>[]
}>

export type SheetPhoto = Readonly<{ caption: string; image: Uint8Array; type: PictureType }>

/** This sheet can never be printed as it is: the message says which photo is in the way. Trying again does not help. */
export class SheetRefused extends Error {}

/** What the press can print. */
export type Sheet = JobSheet | TableSheet

/** The words of the sheet as the template reads them: JSON, so that nothing a person typed is ever taken for markup. */
export function copyOf(sheet: Sheet): string {
  const photos = photosOn(sheet).map(photo => ({ caption: photo.caption, format: formats[photo.type] }))
  const copy = { ...sheet, ...languageOf(sheet.locale), photos }
  return JSON.stringify(copy, (_key, value) => (typeof value === 'string' ? printable(value) : value))
}

/** The photos on a sheet; a table has none. */
export const photosOn = (sheet: Sheet): readonly SheetPhoto[] => ('kind' in sheet ? [] : sheet.photos)

/** Why this sheet has too much on it to be printed, in a sentence, or null when it has not. */
export function refuseWords(sheet: Sheet): string | null {
  const letters = lettersIn(sheet)
  if ('kind' in sheet) return refuseTable(sheet, letters)
  if (letters <= mostLetters) return null
  return `The job has ${letters} letters; a sheet holds at most ${mostLetters}.`
}

function refuseTable({ columns, rows }: TableSheet, letters: number): string | null {
  const cells = columns.length * rows.length
  if (cells > mostCells) return `The table has ${cells} cells; a printed one holds at most ${mostCells}.`
  if (letters <= mostInTable) return null
  return `The table has ${letters} letters; a printed one holds at most ${mostInTable}.`
}

/** Why these photos cannot be printed, in a sentence that names the photo, or null when they can. */
export function refusePhotos(photos: readonly SheetPhoto[]): string | null {
  if (photos.length > mostPhotos) return `The job has ${photos.length} photos; a sheet holds at most ${mostPhotos}.`
  const sizes = photos.map(photo => pixelsOf(photo.image, photo.type))
  const broken = sizes.indexOf(undefined)
  if (broken >= 0) return refusal(photos, broken)
  const large = sizes.findIndex(pixels => pixels! > mostPixels)
  if (large >= 0) return `${nameOf(photos, large)} has ${megapixels(sizes[large]!)}; a photo may have at most 20.`
  const together = sizes.reduce<number>((sum, pixels) => sum + pixels!, 0)
  if (together > mostPixelsTogether)
    return `The photos have ${megapixels(together)} together; a sheet holds at most 150.`
  return null
}

/** The sentence for a photo whose bytes are not a picture of the type it claims to be. */
export function refusal(photos: readonly SheetPhoto[], index: number): string {
  const format = photos[index]!.type === 'image/png' ? 'PNG' : 'JPEG'
  return `${nameOf(photos, index)} cannot be printed: it is not a whole ${format} picture.`
}

const formats = { 'image/jpeg': 'jpg', 'image/png': 'png' } as const

// Typesetting cannot be interrupted: fifty million letters took all memory and a minute, and would not stop.
const mostLetters = 60_000

// Three thousand rows of five columns take three seconds and 3 MB. Letters cost little unless they are words too long
// for their column: of 300 000 such letters the press makes nine seconds.
const mostCells = 15_000
const mostInTable = 600_000

// A photo is unpacked to be printed, at three bytes a pixel and for some PNG eight: twelve photos of a telephone, which
// have 12.2 megapixels each, take 450 MB while their sheet is printed.
const mostPhotos = 100
const mostPixels = 20_000_000
const mostPixelsTogether = 150_000_000

// An empty text counts too: it is a row or a cell.
function lettersIn(value: unknown): number {
  if (typeof value === 'string') return value.length + 1
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, part) => sum + lettersIn(part), 0)
}

function nameOf(photos: readonly SheetPhoto[], index: number): string {
  const caption = photos[index]!.caption.slice(0, 60)
  return caption === '' ? `Photo ${index + 1}` : `Photo ${index + 1} ("${caption}")`
}

function megapixels(pixels: number): string {
  return `${(pixels / 1_000_000).toFixed(1)} megapixels`
}

function languageOf(locale: string): { lang: string; region: string | null } {
  const [, lang, region] = /^([a-z]{2,3})\b(?:[-_][a-z]{4}\b)?(?:[-_]([a-z]{2})\b)?/i.exec(locale) ?? []
  return { lang: lang?.toLowerCase() ?? 'en', region: region?.toUpperCase() ?? null }
}

// Control characters have no shape and print as boxes; direction overrides make words read other than they are written;
// spaces that forbid a line break would make words too long for their column.
function printable(value: string): string {
  return value
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\p{Cc}\u2060\ufeff\u202a-\u202e]/gu, found => (found === '\n' ? found : ''))
}

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
}>

export type SheetFact = Readonly<{ label: string; value: string }>

export type SheetVisit = Readonly<{
  title: string
  technicians: readonly Readonly<{ name: string; status: string; times: readonly SheetFact[] }>[]
}>

export type SheetPhoto = Readonly<{ caption: string; image: Uint8Array; type: 'image/jpeg' | 'image/png' }>

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
  const sizes = photos.map(photo => pixelsOf(photo))
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

function pixelsOf(photo: SheetPhoto): number | undefined {
  const bytes = Buffer.from(photo.image.buffer, photo.image.byteOffset, photo.image.byteLength)
  const pixels = photo.type === 'image/png' ? pngPixels(bytes) : jpegPixels(bytes)
  return pixels === undefined || pixels === 0 ? undefined : pixels
}

function pngPixels(bytes: Buffer): number | undefined {
  const signature = '89504e470d0a1a0a'
  if (bytes.toString('hex', 0, 8) !== signature || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  let at = 8
  while (at + 12 <= bytes.length) {
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (name === 'IEND') return bytes.readUInt32BE(16) * bytes.readUInt32BE(20)
    at += 12 + bytes.readUInt32BE(at)
  }
  return undefined
}

// The whole file is walked, not only to the first frame: a second, larger frame behind a small one would pass the limit,
// and a photo cut off in its middle has no end marker, yet decoders print its missing half as grey.
function jpegPixels(bytes: Buffer): number | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  const frames: number[] = []
  let at = 2
  while (at + 1 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    if (marker === 0xd9) return frames.length === 1 ? frames[0] : undefined
    if (at + 10 > bytes.length) return undefined
    if (isFrame(marker)) frames.push(bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7))
    at = nextMarker(bytes, at + 2 + bytes.readUInt16BE(at + 2))
  }
  return undefined
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

// Between markers lie the coded pixels, in which 0xff is followed by a zero or a restart count.
function nextMarker(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && isInsideScan(bytes[at + 1])) at = bytes.indexOf(0xff, at + 1)
  return at < 0 ? bytes.length : at
}

function isInsideScan(follower: number | undefined): boolean {
  return follower === 0x00 || follower === 0xff || (follower !== undefined && follower >= 0xd0 && follower <= 0xd7)
}

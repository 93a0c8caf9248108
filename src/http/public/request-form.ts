import { readAddress } from '#base/address.ts'
import { wholePicture } from '#base/picture.ts'
import type { FormBody } from './form-body.ts'
import { tidied, tidiedLine } from './typed.ts'
import type { PageWords } from './words/words.ts'

/** A place of the customer to choose from. */
export type Place = Readonly<{ id: string; name: string; address: string | null }>

export const FIELDS = ['siteId', 'words', 'photos', 'name', 'phone', 'email'] as const
export type Field = (typeof FIELDS)[number]
export type Typed = Readonly<Record<Exclude<Field, 'photos'>, string>>
/** What is wrong, field by field; `form`: with the whole of it. */
export type Problems = Readonly<Partial<Record<Field | 'form', string>>>

export const NOTHING_TYPED: Typed = { siteId: '', words: '', name: '', phone: '', email: '' }

/** What a customer asks for, once everything in it is right. */
export type Wanted = Readonly<{
  siteId: string
  words: string
  requestedBy: Readonly<{ name: string; email: string | null; phone: string | null }>
  photos: readonly Uint8Array[]
}>

export type ReadRequest = Readonly<{ typed: Typed; key: string }> &
  (Readonly<{ ok: true; wanted: Wanted }> | Readonly<{ ok: false; problems: Problems }>)

/** The name of a field that only programs fill in. */
export const TRAP = 'website'

export const MOST = { words: 5000, line: 200, photos: 5, photoBytes: 10_000_000, bytes: 25_000_000 } as const
// Nothing of it is unpacked here; printed are those of at most 20 megapixels.
const MOST_PIXELS = 120_000_000

type Asked = Readonly<{ places: readonly Place[]; country: string; say: PageWords['problems'] }>

/** Reads what was typed into the form: what is wanted, or what is wrong with each field. */
export function readRequest(form: FormBody, { places, country, say }: Asked): ReadRequest {
  // Cut first: what is far too long is not looked through.
  const of = (name: string, most: number = MOST.line + 1) => (form.typed.get(name) ?? '').slice(0, most)
  const only = places.length === 1 ? places[0]!.id : ''
  const typed = {
    siteId: of('siteId') || only,
    words: tidied(of('words', 2 * MOST.words)),
    name: tidiedLine(of('name')),
    phone: tidiedLine(of('phone')),
    email: tidiedLine(of('email')),
  }
  const email = typed.email === '' ? null : readAddress('email', typed.email, country)
  const phone = typed.phone === '' ? null : readAddress('voice', typed.phone, country)
  const photos = form.files.get('photos') ?? []
  const wrong: Record<Field | 'form', string | false | undefined> = {
    form: of(TRAP) !== '' && say.trap,
    siteId: !places.some(({ id }) => id === typed.siteId) && say.site,
    words: typed.words === '' ? say.words : isLonger(typed.words, MOST.words, say),
    photos: form.isCut ? say.tooLarge : photoProblem(photos, say),
    name: typed.name === '' ? say.name : isLonger(typed.name, MOST.line, say),
    phone: !email && !phone ? say.reach : phone?.ok === false && say.phone,
    email: email?.ok === false && say.email,
  }
  const problems = Object.fromEntries(Object.entries(wrong).filter(([, problem]) => problem)) as Problems
  const read = { typed, key: of('key') }
  if (Object.keys(problems).length > 0) return { ...read, ok: false, problems: withPhotos(problems, photos, say) }
  const requestedBy = { name: typed.name, email: addressIn(email), phone: addressIn(phone) }
  return { ...read, ok: true, wanted: { siteId: typed.siteId, words: typed.words, requestedBy, photos } }
}

const addressIn = (read: ReturnType<typeof readAddress> | null) => (read?.ok ? read.address : null)

const isLonger = (text: string, most: number, say: Asked['say']) => text.length > most && say.tooLong(most)

function photoProblem(photos: readonly Uint8Array[], say: Asked['say']): string | undefined {
  if (photos.length > MOST.photos) return say.tooManyPhotos
  if (photos.some(({ length }) => length > MOST.photoBytes)) return say.photoTooLarge
  return photos.every(photo => wholePicture(photo, MOST_PIXELS)) ? undefined : say.notAPhoto
}

/** A browser forgets chosen files when it shows a form again: that is said, for nothing shall be lost in silence. */
export const withPhotos = (problems: Problems, photos: readonly unknown[], say: Asked['say']): Problems =>
  photos.length > 0 && !problems.photos ? { ...problems, photos: say.photosAgain } : problems

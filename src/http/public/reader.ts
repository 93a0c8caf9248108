import type { Context } from 'hono'
import type { Language } from '#base/language.ts'
import { type Clock, wallTime } from '#base/time.ts'
import type { Company, Directory } from '#directory/directory.ts'
import { toldIn } from '#messages/vocabularies.ts'
import { clientOf } from './client.ts'
import { saying } from './html.ts'
import type { Take } from './limit.ts'
import type { PageWords, Saying } from './words/words.ts'
import { languageFor, WORDS } from './words.ts'

/** Who reads a page of a company: in which language, and how its dates are written. */
export type Reader = Readonly<{
  company: Company
  language: Language
  locale: string
  words: PageWords
  /** An instant in full on the clock of that zone, with the zone named. */
  time: (at: Temporal.Instant, zone: string) => string
}>

export function readerOf({ req }: Context, company: Company, customer: Directory['customer'] | undefined): Reader {
  const language = languageFor(customer?.language, req.header('accept-language'), company.locale)
  const { locale } = toldIn({ company }, language).company
  return { company, language, locale, words: WORDS[language], time: (at, zone) => wallTime(at, zone, locale) }
}

/** Says something to whoever reads this company's page. */
export const sayTo = (
  { company, language }: Reader,
  status: number,
  said: Saying,
  headers: Readonly<Record<string, string>> = {},
): Response => saying(status, said, { language, company: company.name, headers })

/** Says something to somebody of whom nothing is known but what his browser says. */
function sayToStranger({ req }: Context, status: number, of: (words: PageWords) => Saying, wait?: number): Response {
  const language = languageFor(null, req.header('accept-language'), 'en')
  const headers = wait === undefined ? {} : { 'retry-after': String(wait) }
  return saying(status, of(WORDS[language]), { language, company: null, headers })
}

export const lost = (c: Context): Response => sayToStranger(c, 404, words => words.lost)
const tooMany = (c: Context, wait: number): Response => sayToStranger(c, 429, words => words.tooMany, wait)
export const busy = (c: Context): Response => sayToStranger(c, 503, words => words.busy, 60)

type Answer = (c: Context) => Promise<Response>

/** Answers so, but tells a client that asks more often than this to wait. */
export const limited =
  (take: Take, clock: Clock, answer: Answer): Answer =>
  async c => {
    const wait = take(clientOf(c), clock())
    return wait > 0 ? tooMany(c, wait) : await answer(c)
  }

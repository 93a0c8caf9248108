import { LANGUAGES, type Language, languageOf } from '#base/language.ts'
import { DE } from './words/de.ts'
import { EN } from './words/en.ts'
import { ES } from './words/es.ts'
import { FR } from './words/fr.ts'
import type { PageWords } from './words/words.ts'

export const WORDS: Readonly<Record<Language, PageWords>> = { en: EN, de: DE, fr: FR, es: ES }

/** In which language somebody reads: the one his company knows of him, else what his browser asks for, else the company's. */
export function languageFor(
  customer: Language | null | undefined,
  accepts: string | undefined,
  locale: string,
): Language {
  return customer ?? accepted(accepts ?? '') ?? languageOf(locale)
}

/** The language a browser likes best of those we have; undefined when it likes none. */
function accepted(header: string): Language | undefined {
  const liked = header
    .slice(0, 500)
    .split(',')
    .map(each => {
      const [tag = '', ...rest] = each.trim().toLowerCase().split(';')
      const quality = Number(rest.map(part => /^\s*q=([\d.]+)$/.exec(part)?.[1]).find(Boolean) ?? 1)
      return { language: LANGUAGES.find(language => language === tag.split('-')[0]), quality }
    })
    .filter(({ language, quality }) => language && quality > 0)
  return liked.sort((a, b) => b.quality - a.quality)[0]?.language
}

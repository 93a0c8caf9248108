import { type Language, languageOf } from '#base/language.ts'
import type { Facts } from './facts.ts'
import { DE } from './languages/de.ts'
import { EN } from './languages/en.ts'
import { ES } from './languages/es.ts'
import { FR } from './languages/fr.ts'
import type { Vocabulary } from './languages/vocabulary.ts'

const VOCABULARIES: Readonly<Record<Language, Vocabulary>> = { en: EN, de: DE, fr: FR, es: ES }

/** Our own words in the language these facts are told in. */
export const vocabularyOf = ({ company }: Readonly<{ company: Readonly<{ locale: string }> }>): Vocabulary =>
  VOCABULARIES[languageOf(company.locale)]

/** The same facts to be told in that language; null: in the company's. */
export function toldIn<Told extends Pick<Facts, 'company'>>(facts: Told, language: Language | null): Told {
  const locale = localeIn(facts.company.locale, language)
  return locale === facts.company.locale ? facts : { ...facts, company: { ...facts.company, locale } }
}

/** The company's locale if it is of that language, else that language as it is written where the company is. */
function localeIn(locale: string, language: Language | null): string {
  const [written] = locale.toLowerCase().split(/[-_]/)
  if (language === null || written === language) return locale
  const region = /[-_]([A-Z]{2}|\d{3})$/.exec(locale)?.[1]
  return region ? `${language}-${region}` : language
}

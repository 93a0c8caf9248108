export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const
/** A language Callout has words of its own in (ISO 639-1). Anything else a company writes itself. */
export type Language = (typeof LANGUAGES)[number]

/** The language of a locale such as "de-AT"; English when we have no words in it. */
export const languageOf = (locale: string): Language => {
  const [written] = locale.toLowerCase().split(/[-_]/)
  return LANGUAGES.find(language => language === written) ?? 'en'
}

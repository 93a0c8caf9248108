const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
// Unions and test codes that the library takes for regions.
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'])

/** All countries by their names: "Australia", with the codes they have. */
export const countries = (): { value: string; label: string }[] =>
  LETTERS.flatMap(first => LETTERS.map(second => first + second))
    .filter(code => !NO_COUNTRY.has(code) && new Intl.Locale(`und-${code}`).region === code)
    .flatMap(value => ({ value, label: names.of(value) ?? '' }))
    .filter(({ label }) => label !== '')
    .sort((a, b) => a.label.localeCompare(b.label))

/** What a browser can tell of a country; not all of them know it. */
type Known = Intl.Locale & { getTimeZones?: () => string[] }

/** The time zones of a country, as far as the browser knows. */
export const zonesOf = (country: string): string[] =>
  /^[A-Z]{2}$/.test(country) ? ((new Intl.Locale(`und-${country}`) as Known).getTimeZones?.() ?? []) : []

/** Where this browser seems to be: its time zone, the country of that, and the way dates are written there. */
export function guessedPlace(): { timeZone: string; country: string; locale: string } {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  const here = new Intl.Locale(locale).maximize()
  const country = countries().find(({ value }) => zonesOf(value).includes(timeZone))?.value ?? here.region ?? 'AU'
  return { timeZone, country, locale: `${here.language}-${country}` }
}

const languages = new Intl.DisplayNames(['en'], { type: 'language' })
const LOCALES = [
  ...['en-AU', 'en-NZ', 'en-GB', 'en-IE', 'en-US', 'en-CA', 'en-ZA', 'en-SG', 'de-DE', 'de-AT', 'de-CH'],
  ...['fr-FR', 'fr-BE', 'fr-CA', 'fr-CH', 'es-ES', 'es-MX', 'es-AR'],
]

/** Ways of writing dates and numbers, the one in use among them. */
export const locales = (inUse: string): { value: string; label: string }[] =>
  [...new Set([...LOCALES, inUse])].map(value => ({ value, label: languages.of(value) ?? value }))

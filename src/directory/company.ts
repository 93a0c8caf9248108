import { isSupportedCountry } from 'libphonenumber-js/max'
import { isTimeZone } from '#base/time.ts'
import type { Company } from './directory.ts'

/** What a company may alter. Its code is chosen once: it stands in every job number ever given out (S2.8). */
export type CompanySettable = Partial<Pick<Company, 'name' | 'timeZone' | 'locale' | 'country' | 'deferralMutes'>>

export type CompanyFault =
  | 'no-such-company'
  | 'id-taken'
  | 'code-taken'
  | 'not-a-code'
  | 'not-a-time-zone'
  | 'not-a-locale'
  | 'not-a-country'

/** What is wrong with these values, if anything. */
export function faultOf(values: CompanySettable & { code?: string }): CompanyFault | undefined {
  const { code, timeZone, locale, country } = values
  if (code !== undefined && !/^[A-Z0-9]{3}$/.test(code)) return 'not-a-code'
  if (timeZone !== undefined && !isTimeZone(timeZone)) return 'not-a-time-zone'
  if (locale !== undefined && !isLocale(locale)) return 'not-a-locale'
  if (country !== undefined && !isSupportedCountry(country)) return 'not-a-country'
  return undefined
}

const isLocale = (tag: string): boolean =>
  /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/.test(tag) &&
  Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0

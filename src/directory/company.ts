import { isSupportedCountry } from 'libphonenumber-js/max'
import { readAddress } from '#base/address.ts'
import { isTimeZone } from '#base/time.ts'
import type { Company } from './directory.ts'
import { isWebAddress } from './entry.ts'
import { hasHolidays } from './holidays.ts'

/** What a company may alter. Its code is chosen once: it stands in every job number ever given out (S2.8). */
export type CompanySettable = Partial<
  Pick<
    Company,
    | ('name' | 'timeZone' | 'locale' | 'country' | 'deferralMutes' | 'replyTo')
    | keyof typeof NEVER_QUIET
    | keyof typeof NOT_ASKED
  >
>

/** A company whose messages go out at any hour (W5). */
export const NEVER_QUIET = { quietFrom: null, quietUntil: null, quietHolidays: false, holidaysOf: null } as const

/** A company that has chosen nothing about reports, requests and reviews. */
export const NOT_ASKED = { approvesReports: false, takesRequests: false, requestTypeId: null, reviewUrl: null } as const

export type CompanyFault =
  | 'no-such-company'
  | 'id-taken'
  | 'code-taken'
  | 'not-a-code'
  | 'not-a-time-zone'
  | 'not-a-locale'
  | 'not-a-country'
  | 'hours-are-none'
  | 'no-holidays-known'
  | 'not-an-email-address'
  | 'not-a-web-address'
  | 'no-such-service-type'

/** What is wrong with these values, if anything. */
export function faultOf(values: CompanySettable & { code?: string }): CompanyFault | undefined {
  const { code, timeZone, locale, country, quietFrom, quietUntil, holidaysOf, replyTo, reviewUrl } = values
  if (code !== undefined && !/^[A-Z0-9]{3}$/.test(code)) return 'not-a-code'
  if (timeZone !== undefined && !isTimeZone(timeZone)) return 'not-a-time-zone'
  if (locale !== undefined && !isLocale(locale)) return 'not-a-locale'
  if (country !== undefined && !isSupportedCountry(country)) return 'not-a-country'
  if (quietFrom !== undefined && quietFrom !== null && quietFrom === quietUntil) return 'hours-are-none'
  if (holidaysOf !== undefined && holidaysOf !== null && !hasHolidays(holidaysOf)) return 'no-holidays-known'
  if (typeof replyTo === 'string' && !readAddress('email', replyTo, '').ok) return 'not-an-email-address'
  if (typeof reviewUrl === 'string' && !isWebAddress(reviewUrl)) return 'not-a-web-address'
  return undefined
}

/** The values as they are kept: the address in normal form. */
export const kept = <Values extends CompanySettable>(values: Values): Values =>
  typeof values.replyTo === 'string' ? { ...values, replyTo: values.replyTo.trim().toLowerCase() } : values

const isLocale = (tag: string): boolean =>
  /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/.test(tag) &&
  Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0

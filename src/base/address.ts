import type { CountryCode } from 'libphonenumber-js/max'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { z } from 'zod'

export const CHANNELS = ['email', 'sms', 'voice', 'webhook'] as const
/** By which way somebody is reached: a text and a call by a phone number, a program by its URL. */
export type Channel = (typeof CHANNELS)[number]

/** An address in the one form in which two spellings of it are equal, or the reason why it cannot be one. */
export type Address = { ok: true; address: string } | { ok: false; because: AddressFault }
export type AddressFault = 'not-an-email-address' | 'not-a-phone-number' | 'not-a-mobile-number' | 'not-a-web-address'

const Email = z.email().max(254)

/**
 * E-mail in lower case; phone numbers in E.164 ("+61491570156"), read with the company's country when they
 * carry no country code. A text needs a number that can receive one: a fixed line is refused. A program is told at an
 * https address; http is for one on the same machine or network, and is looked at again where it is used.
 */
export function readAddress(channel: Channel, text: string, country: string): Address {
  if (channel === 'email') {
    const email = Email.safeParse(text.trim().toLowerCase())
    return email.success ? { ok: true, address: email.data } : { ok: false, because: 'not-an-email-address' }
  }
  if (channel === 'webhook') return readUrl(text)
  const number = parsePhoneNumberFromString(text, country as CountryCode)
  if (!number?.isValid()) return { ok: false, because: 'not-a-phone-number' }
  if (channel === 'sms' && number.getType() === 'FIXED_LINE') return { ok: false, because: 'not-a-mobile-number' }
  return { ok: true, address: number.number }
}

function readUrl(text: string): Address {
  const url = URL.parse(text.trim())
  const usable = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
  return usable && url.href.length <= 2000
    ? { ok: true, address: url.href }
    : { ok: false, because: 'not-a-web-address' }
}

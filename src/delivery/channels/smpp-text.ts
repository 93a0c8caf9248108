import smpp from 'smpp'
import { segmentsOf } from '#messages/segments.ts'

/** How a text is carried: what stands in the fields of one submit_sm. */
export type Submission = Readonly<{ esm_class: number; data_coding: number }> &
  Readonly<{ short_message: Buffer } | { message_payload: Buffer }>

/** `parts`: a long text goes as several messages that the phone joins; `message_payload`: whole, and the provider parts it. */
export type LongAs = 'parts' | 'message_payload'

/**
 * A text as the submissions that carry it, exactly as many parts as `segmentsOf` counts: GSM-7 unpacked under data_coding
 * 0, else UCS-2 under 8. `reference`, 0 to 255, names what belongs together. Null: longer than 255 parts.
 */
export function submissionsOf(text: string, { reference, longAs }: { reference: number; longAs: LongAs }) {
  const { encoding, segments } = segmentsOf(text)
  const write = WRITE[encoding]
  const data_coding = encoding === 'GSM-7' ? 0 : 8
  if (segments === 1) return [{ esm_class: 0, data_coding, short_message: write(text) }]
  if (longAs === 'message_payload') return [{ esm_class: 0, data_coding, message_payload: write(text) }]
  if (segments > 255) return null
  return partsOf(text, encoding).map((part, i): Submission => {
    const header = Buffer.from([5, 0, 3, reference, segments, i + 1])
    return { esm_class: UDH_FOLLOWS, data_coding, short_message: Buffer.concat([header, write(part)]) }
  })
}

const UDH_FOLLOWS = 0x40

const WRITE = {
  'GSM-7': (text: string) => smpp.encodings.ASCII.encode(text),
  'UCS-2': (text: string) => Buffer.from(text, 'utf16le').swap16(),
}

// Octets beside the header that says whose part it is.
const ROOM = { 'GSM-7': 153, 'UCS-2': 134 }

/** Sign by sign, so that neither an escaped sign nor one of two UTF-16 units is ever torn apart. */
function partsOf(text: string, encoding: keyof typeof WRITE): string[] {
  const parts = ['']
  let used = 0
  for (const sign of text) {
    const cost = WRITE[encoding](sign).length
    if (used + cost > ROOM[encoding]) {
      parts.push('')
      used = 0
    }
    parts[parts.length - 1] += sign
    used += cost
  }
  return parts
}

/** A number as international (+61491570156), or null when it is none. */
export const destinationOf = (address: string) =>
  /^\+[1-9]\d{6,14}$/.test(address) ? { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: address.slice(1) } : null

/** The sender by its look: an international number, a short code, or a name of up to 11 signs. Null: none of these. */
export function sourceOf(from: string) {
  const number = /^\+?([1-9]\d{8,14})$/.exec(from)?.[1]
  if (number) return { source_addr_ton: 1, source_addr_npi: 1, source_addr: number }
  if (/^\d{3,8}$/.test(from)) return { source_addr_ton: 3, source_addr_npi: 0, source_addr: from }
  return /^[\x20-\x7e]{1,11}$/.test(from) ? { source_addr_ton: 5, source_addr_npi: 0, source_addr: from } : null
}

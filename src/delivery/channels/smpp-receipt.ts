import { createHash } from 'node:crypto'
import smpp from 'smpp'
import type { Reply, Report, Says } from '#delivery/heard.ts'
import type { Ids } from './smpp-ids.ts'
import type { Pdu } from './smpp-wire.ts'

export type Hearing = Readonly<{ carrier: string; at: Temporal.Instant; ids: Ids }>

/** One part of somebody's long text, and whose parts belong together. */
export type Part = Readonly<{ reply: Reply; of: string; number: number; total: number }>

/** What a deliver_sm or data_sm is: a receipt, what somebody wrote, or a part of it. */
export type Heard = Readonly<{ as: 'report'; report: Report } | { as: 'reply'; reply: Reply } | ({ as: 'part' } & Part)>

/** Reads what the provider delivered. Text without the marks of a receipt is always a person's: it could look like one. */
export function readDelivered(pdu: Pdu, frame: Buffer, hearing: Hearing): Heard {
  const words = wordsIn(pdu)
  if (isReceipt(pdu)) return { as: 'report', report: reportIn(pdu, words, hearing) }
  const reply = replyIn(pdu, { words, frame }, hearing)
  const part = partIn(pdu)
  return part ? { as: 'part', reply, ...part, of: `${reply.from} ${reply.to} ${part.of}` } : { as: 'reply', reply }
}

// Bits 2 to 5 are what kind of message it is: 1 a receipt, 8 one on the way. Some leave them out, and give the state.
const isReceipt = ({ esm_class, receipted_message_id, message_state }: Pdu): boolean => {
  const kind = (Number(esm_class) >> 2) & 0x0f
  return kind === 1 || kind === 8 || (receipted_message_id !== undefined && message_state !== undefined)
}

function reportIn(pdu: Pdu, text: string, { carrier, at, ids }: Hearing): Report {
  const field = (name: string) => new RegExp(`\\b${name}:\\s*(\\S+)`, 'i').exec(text)?.[1] ?? null
  const written = textOf(pdu.receipted_message_id) ?? field('id')
  const state = NUMBERED[Number(pdu.message_state ?? -1)] ?? field('stat')?.toUpperCase() ?? 'UNKNOWN'
  const [code, done] = [field('err') ?? networkError(pdu), field('done date')]
  const [says, words] = STATES[state.slice(0, 7)] ?? STATES.UNKNOWN!
  const reference = written === null ? null : ids.received(written)
  const key = cut(['receipt', reference ?? text, state, code, done].join(' '), 300)
  return { carrier, key, ours: null, reference, says, code, words, at, raw: { ...rawOf(pdu), text, state } }
}

const NUMBERED: Readonly<Record<number, string>> = {
  1: 'ENROUTE',
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  6: 'ACCEPTD',
  7: 'UNKNOWN',
  8: 'REJECTD',
}

// UNKNOWN ends nothing: the provider lost sight of it. As a delay it is kept for whoever looks, and changes no more.
const STATES: Readonly<Record<string, readonly [Says, string]>> = {
  ENROUTE: ['handed-on', 'It is on its way to the phone.'],
  ACCEPTD: ['handed-on', "The phone's own provider has it."],
  DELIVRD: ['delivered', 'It arrived at the phone.'],
  EXPIRED: ['not-delivered', 'The phone was not reached in time.'],
  DELETED: ['not-delivered', 'The provider deleted it.'],
  UNDELIV: ['not-delivered', 'It cannot be delivered.'],
  REJECTD: ['not-delivered', 'The provider rejected it.'],
  UNKNOWN: ['delayed', 'The provider does not know what became of it.'],
}

function replyIn(pdu: Pdu, { words, frame }: { words: string; frame: Buffer }, { carrier, at }: Hearing): Reply {
  return {
    carrier,
    // Nothing else in it tells one "yes" from the next: the same text again is the same only if we never confirmed it.
    key: `reply ${createHash('sha256').update(frame.subarray(16)).digest('hex')} ${at.epochMilliseconds}`,
    channel: 'sms',
    from: numberOf(pdu.source_addr, pdu.source_addr_ton),
    to: numberOf(pdu.destination_addr, pdu.dest_addr_ton),
    words,
    at,
    raw: rawOf(pdu),
  }
}

/** With a plus whatever can only be an international number; short codes, names and national numbers as they came. */
function numberOf(address: unknown, ton: unknown): string {
  const text = storable(String(address ?? '')).trim()
  if (ton === 1 && /^[1-9]\d+$/.test(text)) return `+${text}`
  if (/^00[1-9]\d{6,}$/.test(text)) return `+${text.slice(2)}`
  return ton === 0 && /^[1-9]\d{9,14}$/.test(text) ? `+${text}` : text
}

/** Which part of what: by the header of the text (8 or 16 bits of reference), or by fields of their own. */
function partIn(pdu: Pdu): { of: string; number: number; total: number } | null {
  for (const element of udhOf(pdu)) {
    const size = element[0] === 0x00 ? 1 : element[0] === 0x08 ? 2 : 0
    if (size === 0 || element.length < size + 4) continue
    return usable(element.readUIntBE(2, size), element[size + 2]!, element[size + 3]!)
  }
  if (pdu.sar_msg_ref_num === undefined) return null
  return usable(Number(pdu.sar_msg_ref_num), Number(pdu.sar_segment_seqnum), Number(pdu.sar_total_segments), 'sar')
}

// The header says how many before it says which one.
const usable = (reference: number, first: number, second: number, order?: 'sar') => {
  const [number, total] = order === 'sar' ? [first, second] : [second, first]
  return total > 1 && number >= 1 && number <= total ? { of: `${reference}/${total}`, number, total } : null
}

type Decoded = { message?: string | Buffer; udh?: Buffer[] }
const decoded = (pdu: Pdu): Decoded => {
  const [short, payload] = [pdu.short_message as Decoded | undefined, pdu.message_payload as Decoded | undefined]
  return payload?.message?.length ? payload : (short ?? {})
}
const udhOf = (pdu: Pdu): Buffer[] => (pdu.short_message as Decoded | undefined)?.udh ?? decoded(pdu).udh ?? []

const IA5 = 1

/** The text. The library reads data_coding 1 as if it were GSM; and what it cannot read is shown as it stands. */
function wordsIn(pdu: Pdu): string {
  const { message = '' } = decoded(pdu)
  if (typeof message !== 'string') return storable(message.toString('latin1'))
  return storable(pdu.data_coding === IA5 ? smpp.encodings.ASCII.encode(message).toString('latin1') : message)
}

function networkError({ network_error_code }: Pdu): string | null {
  return Buffer.isBuffer(network_error_code) && network_error_code.length === 3
    ? String(network_error_code.readUInt16BE(1))
    : null
}

const rawOf = ({ command, esm_class, data_coding, source_addr, destination_addr, service_type }: Pdu) =>
  Object.fromEntries(
    Object.entries({ command, esm_class, data_coding, source_addr, destination_addr, service_type }).map(
      ([name, value]) => [name, typeof value === 'string' ? storable(value) : value],
    ),
  )

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? storable(value) : null)

/** The beginning. Cut through the middle of a character it could not be stored, and would come again for ever. */
const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed()

const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

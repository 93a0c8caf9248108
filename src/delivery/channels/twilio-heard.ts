import { readAddress } from '#base/address.ts'
import type { Reply, Report, Says } from '#delivery/heard.ts'
import { instantOf } from './twilio-account.ts'

/** What came in: which account's it is, what Twilio says, and when. */
export type Heard = Readonly<{ carrier: string; said: Form; ours: Report['ours']; now: Temporal.Instant }>

/** What Twilio sends, by name, without what PostgreSQL cannot keep. */
export type Form = Readonly<Record<string, string>>

const MESSAGES: ReadonlyMap<string, Says> = new Map([
  ['sent', 'handed-on'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'not-delivered'],
  ['failed', 'not-delivered'],
  ['canceled', 'not-delivered'],
])

// A call that is over was answered before, and whoever answered it was told of then.
const CALLS: ReadonlyMap<string, Says> = new Map([
  ['in-progress', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['failed', 'not-delivered'],
  ['canceled', 'not-delivered'],
])

/** What became of a text; null when it is only on its way. */
export function messageReport({ said, ...heard }: Heard): Report | null {
  const { MessageSid: reference, MessageStatus: status = said.SmsStatus } = said
  return reference && status ? reportOf({ ...heard, said }, { reference, status, says: MESSAGES.get(status) }) : null
}

/** What became of a call; null when it is only on its way or over. */
export function callReport({ said, ...heard }: Heard): Report | null {
  const { CallSid: reference, CallStatus: status } = said
  return reference && status ? reportOf({ ...heard, said }, { reference, status, says: CALLS.get(status) }) : null
}

/** Who answered a call, as far as one can tell by listening. */
export function machineReport({ said, ...heard }: Heard): Report | null {
  const { CallSid: reference, AnsweredBy: status } = said
  const says = status?.startsWith('machine') || status === 'fax' ? 'machine' : 'answered'
  return reference && status ? reportOf({ ...heard, said }, { reference, status, says }) : null
}

type Status = { reference: string; status: string; says: Says | undefined }

function reportOf({ carrier, said, ours, now }: Heard, { reference, status, says }: Status): Report | null {
  if (!says) return null
  const code = said.ErrorCode || said.SipResponseCode || null
  const words = `Twilio: ${status}${code ? `, error ${code}` : ''}${said.ErrorMessage ? `. ${said.ErrorMessage}` : ''}`
  const at = instantOf(said.Timestamp) ?? now
  return { carrier, key: `${reference}:${status}`, ours, reference, says, code, words, at, raw: said }
}

/** A key that was pressed in a call: a report of it, and an answer like any other. Null when it is none. */
export function keyPressed(
  { carrier, said, ours, now }: Heard,
  { key, step }: { key: string; step: number },
): { report: Report; reply: Reply } | null {
  const { CallSid: reference, To: called = '', From: calling = '' } = said
  if (!reference || !/^[0-9*#]$/.test(key)) return null
  const common = { carrier, key: `${reference}:key:${step}:${key}`, at: now, raw: said }
  return {
    report: { ...common, ours, reference, says: 'key-pressed', code: key, words: `Pressed ${key}.` },
    reply: { ...common, channel: 'voice', from: normal(called), to: normal(calling), words: key },
  }
}

/** A text that somebody wrote to us; null when it is none. */
export function textReply({ carrier, said, now }: Heard): Reply | null {
  const { MessageSid: key, From: from, To: to, Body: words = '' } = said
  if (!key || !from || !to) return null
  return { carrier, key, channel: 'sms', from: normal(from), to: normal(to), words, at: now, raw: said }
}

// Who writes may be a short number or a name, which has no other form.
function normal(written: string): string {
  const read = readAddress('voice', written, '')
  return read.ok ? read.address : written
}

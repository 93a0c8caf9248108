import { createHash } from 'node:crypto'
import type { Attachment, Email } from 'postal-mime'
import { isAfter } from '#base/time.ts'
import type { Report } from '#delivery/heard.ts'
import type { Links } from '#delivery/links.ts'

/**
 * Bytes of a mail that are read. A report stands at its beginning, and behind it comes what it returns of the message. Mails
 * made of nothing but parts or short lines take a time that grows with the square of this: a seventh of a second here.
 */
export const MOST_READ = 200_000

/** A report that came by mail, and which delivery it is of; the attempt is not known when only the Message-ID was left. */
export type Bounce = Omit<Report, 'ours'> & Readonly<{ of: Readonly<{ id: string; attempt: number | null }> }>

/**
 * Why a mail to the bounce address reports nothing: it is an ordinary mail or an automatic answer, a report that says
 * nothing of an arrival, one of a message that is none of ours, or one whose token we did not make.
 */
export type NoBounce = 'not-a-report' | 'auto-reply' | 'says-nothing' | 'not-ours' | 'forged'

/**
 * What a mail that came back says: a delivery status (RFC 3464), or a complaint (RFC 5965). Which message it is about is
 * told by the address it came to, which only we can make; else by the envelope id, else by the Message-ID.
 */
export function readBounce(mail: Email, links: Links, now: Temporal.Instant): Bounce | NoBounce {
  const said = statusIn(mail) ?? complaintIn(mail)
  if (!said) return isAutoReply(mail) ? 'auto-reply' : 'not-a-report'
  if (said === 'says-nothing') return said
  const of = whichOf(mail, said.fields, links)
  if (of === 'forged' || of === null) return of ?? 'not-ours'
  const { says, code, words } = said
  const raw = rawOf(mail, said.fields)
  // The same report can be fetched twice, or come by two ways.
  const key = createHash('sha256')
    .update(JSON.stringify([of.id, says, mail.messageId ?? '', raw.fields]))
    .digest('base64url')
  return { carrier: 'bounces', key, of, reference: null, says, code, words, at: atOf(mail, now), raw }
}

type Fields = readonly Readonly<{ key: string; value: string }>[]
type Said = Readonly<{ says: Report['says']; code: string | null; words: string; fields: Fields }>

// relayed: to a machine that tells us nothing more. expanded: to the members of a list.
const ACTIONS: ReadonlyMap<string, Report['says']> = new Map([
  ['failed', 'not-delivered'],
  ['delayed', 'delayed'],
  ['delivered', 'delivered'],
  ['relayed', 'handed-on'],
  ['expanded', 'handed-on'],
])

function statusIn(mail: Email): Said | 'says-nothing' | undefined {
  const part = partOf(mail, /^message\/(global-)?delivery-status$/)
  if (!part) return undefined
  const [message = [], ...recipients] = textOf(part)
    .split(/\n\s*\n/)
    .map(fieldsIn)
  // We write to one recipient; a list that we wrote to may report of several.
  const fields = recipients.find(each => fieldOf(each, 'action')) ?? message
  const says = ACTIONS.get(fieldOf(fields, 'action').split(/\W/, 1)[0]!.toLowerCase())
  if (!says) return 'says-nothing'
  const diagnostic = fieldOf(fields, 'diagnostic-code').replace(/^[\w-]+\s*;\s*/, '')
  const code = codeIn(fieldOf(fields, 'status'), diagnostic)
  const words = storable(diagnostic || fieldOf(fields, 'status') || says)
  return { says, code, words, fields: fields === message ? message : [...message, ...fields] }
}

/** The enhanced status ("5.1.1"). Some servers say only "5.0.0", and in their words what it was. */
function codeIn(status: string, diagnostic: string): string | null {
  const code = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(status)?.[0]
  const better = new RegExp(String.raw`\b${code?.[0] ?? '[45]'}\.\d{1,3}\.\d{1,3}\b`).exec(diagnostic)?.[0]
  return code === undefined || /^\d\.0\.0$/.test(code) ? (better ?? code ?? null) : code
}

const COMPLAINTS = new Set(['abuse', 'fraud', 'opt-out', 'opt-out-list', 'other', 'virus'])

function complaintIn(mail: Email): Said | 'says-nothing' | undefined {
  const part = partOf(mail, /^message\/feedback-report$/)
  if (!part) return undefined
  const fields = fieldsIn(textOf(part))
  const type = fieldOf(fields, 'feedback-type').toLowerCase()
  if (!COMPLAINTS.has(type)) return 'says-nothing'
  const by = fieldOf(fields, 'user-agent') || fieldOf(fields, 'reporting-mta') || 'the mail server of the recipient'
  return { says: 'complained', code: type, words: storable(`Reported as ${type} by ${by}`), fields }
}

/** Which delivery a report is of. What carries a token that we did not make is believed in nothing else either. */
function whichOf(mail: Email, fields: Fields, links: Links): Bounce['of'] | 'forged' | null {
  const returned = fieldsIn(textOf(partOf(mail, /^(text\/rfc822-headers|message\/(rfc822|global|global-headers))$/)))
  const seen = [
    ...mail.headers.filter(({ key }) => TO.has(key)),
    ...fields.filter(({ key }) => key === 'original-mail-from'),
    ...returned.filter(({ key }) => key === 'return-path'),
    // Taken apart rather than searched: a search for addresses takes minutes over a long line that holds none.
  ].flatMap(({ value }) => value.split(/[\s<>,;:"]+/))
  const tokens = seen.map(links.readBounce).filter(token => token !== null)
  if (tokens.length > 0) return tokens.find(token => token !== 'forged') ?? 'forged'
  const [, id, attempt] = ENVELOPE.exec(fieldOf(fields, 'original-envelope-id')) ?? []
  if (id && attempt) return { id: id.toLowerCase(), attempt: Number(attempt) }
  const [, named] = MESSAGE.exec(fieldOf(returned, 'message-id')) ?? []
  return named ? { id: named.toLowerCase(), attempt: null } : null
}

const TO = new Set(['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'])
const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const ENVELOPE = new RegExp(String.raw`^(${ID})\.(\d{1,5})$`, 'i')
const MESSAGE = new RegExp(`^<(${ID})@`, 'i')

const isAutoReply = ({ headers }: Email): boolean =>
  /^auto-(replied|generated|notified)/i.test(fieldOf(headers, 'auto-submitted')) ||
  fieldOf(headers, 'x-autoreply') !== '' ||
  /^(bulk|junk|auto_reply)$/i.test(fieldOf(headers, 'precedence'))

const partOf = (mail: Email, type: RegExp): Attachment | undefined =>
  mail.attachments.find(({ mimeType }) => type.test(mimeType))

const utf8 = new TextDecoder()

function textOf(part: Attachment | undefined): string {
  if (!part) return ''
  const text = typeof part.content === 'string' ? part.content : utf8.decode(part.content)
  return text.slice(0, LONGEST_PART).replace(/\r\n?/g, '\n')
}

// Characters. The fields of a status are a few hundred; behind the headers of a returned mail stands all of it.
const LONGEST_PART = 50_000

/** The fields of a header, folded lines joined, up to the first empty line. */
function fieldsIn(text: string): Fields {
  const [head = ''] = text.replace(/^\n+/, '').split('\n\n', 1)
  return head
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .flatMap(line => {
      const [, key, value] = /^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? []
      return key ? [{ key: key.toLowerCase(), value: value!.trim() }] : []
    })
}

const fieldOf = (fields: Fields, key: string): string => fields.find(each => each.key === key)?.value ?? ''

/** When it was reported; a clock that is ahead of ours is not believed. */
function atOf({ date }: Email, now: Temporal.Instant): Temporal.Instant {
  const milliseconds = Date.parse(date ?? '')
  if (Number.isNaN(milliseconds) || milliseconds < 0) return now
  const at = Temporal.Instant.fromEpochMilliseconds(milliseconds)
  return isAfter(at, now) ? now : at
}

const rawOf = ({ from, subject, messageId }: Email, fields: Fields) => ({
  from: storable(from?.address ?? ''),
  subject: storable(subject ?? ''),
  messageId: storable(messageId ?? ''),
  fields: fields.slice(0, 50).map(({ key, value }) => ({ key: storable(key), value: storable(value) })),
})

const storable = (text: string): string => text.replaceAll('\0', '').slice(0, 1000).toWellFormed()

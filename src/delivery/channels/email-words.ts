import type { SendMailOptions } from 'nodemailer'
import { readAddress } from '#base/address.ts'
import type { Attached, Outcome, Outgoing } from '#delivery/carrier.ts'
import type { Links } from '#delivery/links.ts'
import { hasControl, type Sender } from './email-account.ts'

/** What makes a message one that must not be handed over at all. */
export function whyNotSent({ address, subject, replyTo, papers }: Outgoing): Outcome | undefined {
  // A line break in an address has re-routed a message to somebody else, so nothing is cleaned up here.
  if (hasControl(address)) return refused('address', 'The address has a line break in it.')
  if (!isEmail(address)) return refused('address', 'That is not an e-mail address.')
  if (replyTo !== null && (hasControl(replyTo) || !isEmail(replyTo)))
    return refused('content', 'Where answers are to go is not an e-mail address.')
  if (hasControl(subject ?? '')) return refused('content', 'The subject has a line break in it.')
  if (papers.some(({ name }) => hasControl(name)))
    return refused('content', 'The name of an attachment has a line break in it.')
  return undefined
}

const isEmail = (text: string): boolean => readAddress('email', text, '').ok

const refused = (fault: 'address' | 'content', words: string): Outcome => ({ as: 'refused', code: null, words, fault })

/** The mail a message becomes: its headers, its words and its papers, and who it is from and to on the way. */
export function asMail(message: Outgoing, sender: Sender, links: Links | null) {
  const { id, attempt, address, subject, body, replyTo, papers, html, pictures, calendar } = message
  const bounces = links?.bounceAddress(message)
  return {
    from: { name: sender.name, address: sender.address },
    to: { name: '', address },
    envelope: { from: bounces ?? sender.address, to: [address] },
    // Asked of a server that can: to say if it fails or waits, with our id and only the headers.
    ...(bounces && {
      dsn: { id: `${id}.${attempt}`, return: 'headers', notify: ['failure', 'delay'] },
    }),
    ...(replyTo !== null && { replyTo: { name: '', address: replyTo } }),
    // The same on every attempt: most mailboxes fold a second copy away.
    messageId: `<${id}@${sender.domain}>`,
    subject: subject ?? '',
    text: body,
    ...(html !== null && { html }),
    // As another form of the words, which programs turn into an entry, and as a file for those that do not.
    ...(calendar !== null && {
      icalEvent: { method: methodOf(calendar), filename: 'appointment.ics', content: calendar },
    }),
    headers: headersOf(message, links),
    attachments: [
      ...pictures.map(picture => ({ ...asAttachment(picture), cid: picture.cid })),
      ...papers.map(asAttachment),
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

const asAttachment = ({ name: filename, type: contentType, bytes }: Attached) => ({
  filename,
  content: asBuffer(bytes),
  contentType,
})

const methodOf = (calendar: string): string => /^METHOD:(\w+)/m.exec(calendar)?.[1] ?? 'PUBLISH'

const MACHINE = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

/** An urgent message cannot be unsubscribed from by a slip of the thumb (W9); any other in one click (RFC 8058). */
function headersOf(message: Outgoing, links: Links | null): NonNullable<SendMailOptions['headers']> {
  const url = message.lane === 'urgent' ? null : links?.unsubscribeUrl(message)
  if (!url) return MACHINE
  // In one line: some servers join a folded one differently, and the signature over it no longer fits.
  const unfolded = (value: string) => ({ prepared: true, foldLines: false, value })
  return {
    ...MACHINE,
    'List-Unsubscribe': unfolded(`<${url}>`),
    'List-Unsubscribe-Post': unfolded('List-Unsubscribe=One-Click'),
  }
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength)

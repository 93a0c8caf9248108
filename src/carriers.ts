import type { Channel } from '#base/address.ts'
import type { Clock } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import type { Carrier } from '#delivery/carrier.ts'
import { openCapture } from '#delivery/channels/capture.ts'
import { type EmailOptions, openEmail } from '#delivery/channels/email.ts'
import { readSender } from '#delivery/channels/email-account.ts'
import { openSmpp } from '#delivery/channels/smpp.ts'
import { readTwilioUrl } from '#delivery/channels/twilio-account.ts'
import { openTwilioSms } from '#delivery/channels/twilio-sms.ts'
import { openTwilioVoice } from '#delivery/channels/twilio-voice.ts'
import { openWebhooks, type WebhookBook } from '#delivery/channels/webhook.ts'
import type { Ears } from '#delivery/heard.ts'
import { linkSecret } from '#delivery/links.run.ts'
import { type Links, openLinks } from '#delivery/links.ts'
import { endpointAt, noteWebhook } from '#directory/webhooks.run.ts'
import type { Hooks } from '#http/twilio-hook.ts'
import { openIntake } from '#receipts/receipts.run.ts'
import type { Lane } from '#rules/notice.ts'
import type { Account, CarrierConfig } from './config.ts'

// To one mail server, and to all webhooks. A connection waits for each of its results to be on disk, so that more of
// them share a commit.
const CONNECTIONS: Record<Lane, number> = { urgent: 8, normal: 20, slow: 8 }

/** Opens the carriers of one channel for one lane, the best first. Urgent messages have connections of their own. */
export function openCarriers(config: CarrierConfig, channel: Channel, of: For): readonly Carrier[] {
  const { lane, db, clock, links } = of
  if (channel === 'email') {
    const { dkim } = config
    return orCapture(config.email.map(account => openMailServer(account, lane, { dkim, links })))
  }
  if (channel === 'webhook') return [openWebhook(config, { lane, db, clock })]
  const ears = openIntake(db, clock)
  return orCapture(
    config[channel].map(account =>
      isTwilio(account) ? openTwilio(account, channel, { config, lane, clock }) : openTexts(account, { clock, ears }),
    ),
  )
}

/** Which messages a carrier is for, and what it looks things up in. */
type For = Readonly<{ lane: Lane; db: Database; clock: Clock; links: Links }>

/** What makes our links to unsubscribe and our addresses for bounces, and reads them when they come back. */
export const linksFor = async (db: Database, { publicUrl, bounces }: CarrierConfig): Promise<Links> =>
  openLinks({ secret: await linkSecret(db), publicUrl, bounceAddress: bounces?.address ?? null })

/** As whom e-mail is sent; null: none is. */
export const senderIn = ({ email: [account] }: CarrierConfig): string | null =>
  account ? readSender(account.from).address : null

const orCapture = (carriers: readonly Carrier[]) => (carriers.length > 0 ? carriers : [openCapture()])

function openMailServer(
  { name, url, from }: Account,
  lane: Lane,
  signs: Pick<EmailOptions, 'dkim' | 'links'>,
): Carrier {
  const { carrying, rate, connections } = limitsIn(url)
  return openEmail({ name, url: carrying, from, rate, connections: connections ?? CONNECTIONS[lane], ...signs })
}

const isTwilio = ({ url }: Account): boolean => url.startsWith('twilio:')

function openTexts({ name, url, from }: Account, tools: { clock: Clock; ears: Ears }): Carrier {
  const { rate, connections } = limitsIn(url)
  // More than ten unanswered texts are too many for most providers. What else stands in the URL is for the carrier.
  return openSmpp({ name, url, from, rate, connections: connections ?? 10, ...tools })
}

type At = Readonly<{ config: CarrierConfig; lane: Lane; clock: Clock }>

function openTwilio({ name, url, from }: Account, channel: 'sms' | 'voice', { config, lane, clock }: At): Carrier {
  const { rate, connections } = limitsIn(url)
  const limits = { rate, connections: connections ?? CONNECTIONS[lane] }
  const account = { name, url, from, publicUrl: config.publicUrl ?? '', clock, ...limits }
  return channel === 'sms' ? openTwilioSms(account) : openTwilioVoice(account)
}

/** By what the door knows calls of carriers to us; null: there are no carriers that call. */
export function hooksOf({ publicUrl, sms, voice }: CarrierConfig): Hooks | null {
  const twilio = [...sms, ...voice].filter(isTwilio).map(({ name, url }) => ({ name, token: readTwilioUrl(url).token }))
  return publicUrl && twilio.length > 0 ? { publicUrl, twilio } : null
}

/** Programs are told for real whether or not anything else is: each has been added by its company. */
function openWebhook({ webhooksMayReach: mayReach }: CarrierConfig, { lane, db, clock }: Omit<For, 'links'>): Carrier {
  const book: WebhookBook = {
    find: (companyId, url) => endpointAt(db, { companyId, url }, clock()),
    note: (endpoint, heard) => noteWebhook(db, endpoint, heard, clock()),
  }
  return openWebhooks({ name: 'webhook', mayReach, connections: CONNECTIONS[lane], book, clock })
}

/** What stands behind the question mark of an account's URL is for us: how fast it may be used, and by how much at once. */
export function limitsIn(written: string): { carrying: string; rate: number | null; connections: number | null } {
  const [carrying = '', query = ''] = written.split('?', 2)
  const asked = new URLSearchParams(query)
  const numberOf = (name: string) => {
    const value = Number(asked.get(name))
    return value > 0 ? value : null
  }
  return { carrying, rate: numberOf('rate'), connections: numberOf('connections') }
}

import { createPublicKey, type KeyObject } from 'node:crypto'
import { resolveTxt } from 'node:dns/promises'
import { openEmail } from '#delivery/channels/email.ts'
import { openMailbox } from '#receipts/mailbox.run.ts'
import { limitsIn } from '../carriers.ts'
import type { Account, CarrierConfig } from '../config.ts'
import { checked, type Finding, ill, ok } from './finding.ts'

/** What there is to say of e-mail: each account, the signature, and the mailbox of bounces. */
export async function examineEmail({ email, dkim, bounces }: CarrierConfig): Promise<Finding[]> {
  if (email.length === 0) return [ok('E-mail: captured; nothing is sent until SMTP_URL and SMTP_FROM are set')]
  return await Promise.all([
    ...email.map(account => examineAccount(account, dkim)),
    ...(dkim ? [examineSignature(dkim)] : []),
    ...(bounces?.imapUrl ? [examineMailbox(bounces.imapUrl)] : []),
  ])
}

async function examineAccount({ name, url, from }: Account, dkim: CarrierConfig['dkim']): Promise<Finding> {
  try {
    return await checked('E-mail', openEmail({ name, url: limitsIn(url).carrying, from, connections: 1, dkim }))
  } catch (error) {
    return ill(`E-mail (${name}): ${(error as Error).message}`)
  }
}

type Lookup = (name: string) => Promise<string[][]>

/** Whether the world can check our signature: its key must stand in the DNS and be the other half of ours. */
export async function examineSignature(
  { domain, selector, privateKey }: NonNullable<CarrierConfig['dkim']>,
  lookup: Lookup = resolveTxt,
): Promise<Finding> {
  const name = `${selector}._domainkey.${domain}`
  const key = publicKeyOf(privateKey)
  if (!key) return ill('DKIM: the file in DKIM_KEY_FILE is no private key in PEM form')
  const ours = key.export({ type: 'spki', format: 'der' }).toString('base64')
  const advice = `It must be a TXT record: v=DKIM1; k=rsa; p=${ours}`
  const found = await lookup(name).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error) {
    const absent = found.code === 'ENOTFOUND' || found.code === 'ENODATA'
    return ill(`DKIM: ${name} ${absent ? `is not there. ${advice}` : `could not be looked up (${found.code})`}`)
  }
  return found.map(keyIn).includes(ours)
    ? ok(`DKIM: mail is signed, and ${name} has our key`)
    : ill(`DKIM: ${name} has another key than ours. ${advice}`)
}

/** The key in a TXT record, which may have been cut into several strings. */
const keyIn = (parts: readonly string[]): string | undefined =>
  /(?:^|;)\s*p=([A-Za-z0-9+/=\s]*)/.exec(parts.join(''))?.[1]?.replace(/\s/g, '')

function publicKeyOf(privateKey: string): KeyObject | undefined {
  try {
    return createPublicKey(privateKey)
  } catch {
    return undefined
  }
}

async function examineMailbox(url: string): Promise<Finding> {
  try {
    const unread = await openMailbox({ url, take: async () => {} }).count()
    return ok(`Bounces: the mailbox can be read; ${unread} unread`)
  } catch (error) {
    return ill(`Bounces: ${(error as Error).message}`)
  }
}

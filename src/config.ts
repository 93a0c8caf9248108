import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { readSender, readServer } from '#delivery/channels/email-account.ts'
import { readSmsc, readSource } from '#delivery/channels/smpp.ts'
import { readTwilioUrl } from '#delivery/channels/twilio-account.ts'
import { isService } from '#delivery/channels/twilio-sms.ts'

/** How this server was set up, from its environment. Nobody else reads the environment. */
export type Config = Readonly<{
  /** Where the embedded database keeps its files. */
  dataFolder: string
  /** A PostgreSQL 15 or later to use instead of the embedded one. */
  databaseUrl: string | null
  host: string
  /** 0: one that the system chooses. */
  port: number
  carriers: CarrierConfig
  /** Whom to tell when sending itself is in trouble, beside the log and the first page. */
  operators: Readonly<{ email: string | null; mobile: string | null }>
  /** Is fetched once a minute while all is well, so that silence is noticed elsewhere. */
  heartbeatUrl: string | null
  /** Who may read /metrics; null: nobody. */
  metricsToken: string | null
}>

/** By channel the accounts to send through, the best first. None: the channel is captured, and nothing leaves the machine. */
export type CarrierConfig = Readonly<{
  email: readonly Account[]
  sms: readonly Account[]
  voice: readonly Account[]
  /** The address by which the outside reaches this server: for receipts, answers and links to unsubscribe. */
  publicUrl: string | null
  dkim: Readonly<{ domain: string; selector: string; privateKey: string }> | null
  /** Where bounces go, and the mailbox they are read from if they are not piped in. */
  bounces: Readonly<{ address: string; imapUrl: string | null }> | null
  /** Private networks that webhooks may reach nevertheless, as "10.1.0.0/16". */
  webhooksMayReach: readonly string[]
}>

/** One account at a carrier. `from`: the address or number it sends as. */
export type Account = Readonly<{ name: string; url: string; from: string }>

/** Every channel captured. */
export const CAPTURED: CarrierConfig = {
  email: [],
  sms: [],
  voice: [],
  publicUrl: null,
  dkim: null,
  bounces: null,
  webhooksMayReach: [],
}

/** By which address people reach this server. `port`: the one that the system chose, where it was to. */
export const addressOf = ({ carriers, host, port }: Pick<Config, 'carriers' | 'host' | 'port'>): string =>
  carriers.publicUrl ?? `http://${host}:${port}`

export class ConfigError extends Error {}

const smtp = z.url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@host:587' }).optional()
const texting = z
  .url({
    protocol: /^(twilio|smpp|smpps)$/,
    error: 'must look like twilio://ACCOUNT:TOKEN@api.twilio.com or smpp://user:password@host:2775',
  })
  .optional()
const calling = z
  .url({ protocol: /^twilio$/, error: 'must look like twilio://ACCOUNT:TOKEN@api.twilio.com' })
  .optional()
const web = z
  .url({ protocol: /^https?$/, error: 'must look like https://callout.example.com' })
  // It is told to others, and stands in logs.
  .refine(text => !/^\w+:\/\/[^/?#]*@/.test(text), 'must not hold a user name or a password')
  .optional()
const number = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number such as +61491570156')

const Environment = z.object({
  CALLOUT_DATA: z.string().min(1).default('data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:5432/name' })
    .optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(4100),
  PUBLIC_URL: web,
  SMTP_URL: smtp,
  SMTP_BACKUP_URL: smtp,
  SMTP_FROM: z
    .string()
    .regex(
      /^(?:[^<>@\r\n]+ <)?[^\s<>@]+@[^\s<>@]+>?$/,
      'must be an address, or a name and an address: Callout <alerts@example.com>',
    )
    .optional(),
  DKIM_DOMAIN: z.string().min(1).optional(),
  DKIM_SELECTOR: z.string().min(1).optional(),
  DKIM_KEY_FILE: z.string().min(1).optional(),
  BOUNCE_ADDRESS: z
    .email('must be an e-mail address')
    // With the token of each message before the @ it must not be longer than mail servers take.
    .refine(text => text.indexOf('@') <= 15, 'may have at most 15 characters before the @')
    .optional(),
  BOUNCE_IMAP_URL: z.url({ protocol: /^imaps?$/, error: 'must look like imaps://user:password@host/INBOX' }).optional(),
  SMS_URL: texting,
  SMS_FROM: z.string().min(1).optional(),
  SMS_BACKUP_URL: texting,
  SMS_BACKUP_FROM: z.string().min(1).optional(),
  VOICE_URL: calling,
  VOICE_FROM: number.optional(),
  VOICE_BACKUP_URL: calling,
  VOICE_BACKUP_FROM: number.optional(),
  WEBHOOKS_MAY_REACH: z
    .string()
    .transform(text => text.split(/[\s,]+/).filter(Boolean))
    .refine(ranges => ranges.every(range => ipaddr.isValidCIDR(range)), 'must be networks such as 10.1.0.0/16')
    .default([]),
  OPERATOR_EMAIL: z.email('must be an e-mail address').optional(),
  OPERATOR_MOBILE: number.optional(),
  HEARTBEAT_URL: web,
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
})
type Variables = z.infer<typeof Environment>

/** Reads the configuration, or throws one `ConfigError` that names every variable that is wrong and says how. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const read = Environment.safeParse(filled)
  if (!read.success) {
    const problems = read.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`The configuration cannot be used.\n${problems.join('\n')}`)
  }
  const set = read.data
  return Object.freeze({
    dataFolder: resolve(set.CALLOUT_DATA),
    databaseUrl: set.DATABASE_URL ?? null,
    host: set.HOST,
    port: set.PORT,
    carriers: carriersIn(set),
    operators: { email: set.OPERATOR_EMAIL ?? null, mobile: set.OPERATOR_MOBILE ?? null },
    heartbeatUrl: set.HEARTBEAT_URL ?? null,
    metricsToken: set.METRICS_TOKEN ?? null,
  })
}

const carriersIn = (set: Variables): CarrierConfig => ({
  email: [
    ...account(set, 'smtp', 'SMTP_URL', 'SMTP_FROM'),
    ...account(set, 'smtp-backup', 'SMTP_BACKUP_URL', 'SMTP_FROM'),
  ],
  sms: [
    ...account(set, 'sms', 'SMS_URL', 'SMS_FROM'),
    ...account(set, 'sms-backup', 'SMS_BACKUP_URL', 'SMS_BACKUP_FROM'),
  ],
  voice: [
    ...account(set, 'voice', 'VOICE_URL', 'VOICE_FROM'),
    ...account(set, 'voice-backup', 'VOICE_BACKUP_URL', 'VOICE_BACKUP_FROM'),
  ],
  publicUrl: set.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
  dkim: dkimIn(set),
  bounces: bouncesIn(set),
  webhooksMayReach: set.WEBHOOKS_MAY_REACH,
})

type Urls = 'SMTP_URL' | 'SMTP_BACKUP_URL' | 'SMS_URL' | 'SMS_BACKUP_URL' | 'VOICE_URL' | 'VOICE_BACKUP_URL'
type Froms = 'SMTP_FROM' | 'SMS_FROM' | 'SMS_BACKUP_FROM' | 'VOICE_FROM' | 'VOICE_BACKUP_FROM'

function account(set: Variables, name: string, urlOf: Urls, fromOf: Froms): Account[] {
  const [url, from] = [set[urlOf], set[fromOf]]
  if (!url) return []
  if (!from) throw new ConfigError(`${urlOf} is set and ${fromOf} is not: say ${FROM[fromOf]}.`)
  const primary = urlOf.replace('_BACKUP', '') as Urls
  if (!set[primary])
    throw new ConfigError(`${urlOf} is set and ${primary} is not: a backup needs something to back up.`)
  if (url.startsWith('twilio:') && !set.PUBLIC_URL) {
    throw new ConfigError(
      `${urlOf} is set and PUBLIC_URL is not: say where Twilio can report what became of a message.`,
    )
  }
  if (url.startsWith('twilio:') && !isSafe(set.PUBLIC_URL!)) {
    throw new ConfigError('PUBLIC_URL must begin with https, because Twilio sends through it what people answer.')
  }
  sentenceOf(urlOf, () => checkUrl(url))
  sentenceOf(fromOf, () => checkFrom(url, from))
  return [{ name, url, from }]
}

/** Has it read by what will use it, so that what cannot be read is a sentence now and no crash later. */
function sentenceOf(variable: string, read: () => unknown): void {
  try {
    read()
  } catch (error) {
    throw new ConfigError(`${variable}: ${(error as Error).message}`)
  }
}

function checkUrl(url: string): void {
  const protocol = url.slice(0, url.indexOf(':')) as keyof typeof READS
  const { read, knows } = READS[protocol]
  read(url)
  for (const [name, value] of new URLSearchParams(url.split('?', 2)[1])) {
    if (!knows.includes(name)) throw new Error(`behind the ? may stand ${knows.join(', ')}, and not "${name}".`)
    if (LIMITS.includes(name) && !(Number(value) > 0)) throw new Error(`${name} must be a number above 0.`)
  }
}

const LIMITS = ['rate', 'connections']
const MAIL = { read: readServer, knows: LIMITS }
const TEXTS = { read: readSmsc, knows: [...LIMITS, 'payload', 'receipts'] }
const READS = {
  ...{ smtp: MAIL, smtps: MAIL, smpp: TEXTS, smpps: TEXTS },
  twilio: { read: readTwilioUrl, knows: [...LIMITS, 'plain'] },
}

function checkFrom(url: string, from: string): void {
  if (url.startsWith('smtp')) readSender(from)
  else if (!url.startsWith('twilio:') || !isService(from)) readSource(from)
}

const isSafe = (url: string): boolean => /^https:|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/.test(url)

const FROM: Record<Froms, string> = {
  SMTP_FROM: 'which address the e-mail comes from',
  SMS_FROM: 'which number or name texts come from',
  SMS_BACKUP_FROM: 'which number or name texts come from',
  VOICE_FROM: 'which number calls come from',
  VOICE_BACKUP_FROM: 'which number calls come from',
}

function dkimIn({ DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY_FILE: file }: Variables) {
  if (!domain && !selector && !file) return null
  if (!domain || !selector || !file) {
    throw new ConfigError('Of DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE either all or none must be set.')
  }
  const privateKey = keyIn(file)
  if (privateKey) return { domain, selector, privateKey }
  throw new ConfigError(
    `DKIM_KEY_FILE: ${file} must hold a private RSA key in PEM form, without a password ("openssl genrsa 2048").`,
  )
}

function keyIn(file: string): string | null {
  let written: string
  try {
    written = readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError(`DKIM_KEY_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  try {
    return createPrivateKey(written).asymmetricKeyType === 'rsa' ? written : null
  } catch {
    return null
  }
}

function bouncesIn({ BOUNCE_ADDRESS: address, BOUNCE_IMAP_URL: imapUrl }: Variables) {
  if (address) return { address, imapUrl: imapUrl ?? null }
  if (imapUrl) throw new ConfigError('BOUNCE_IMAP_URL is set and BOUNCE_ADDRESS is not: say where bounces are to go.')
  return null
}

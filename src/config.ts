import { resolve } from 'node:path'
import { z } from 'zod'

/** How this server was set up, from its environment. Nobody else reads the environment. */
export type Config = Readonly<{
  /** Where the embedded database keeps its files. */
  dataFolder: string
  /** A PostgreSQL 15 or later to use instead of the embedded one. */
  databaseUrl: string | null
  host: string
  /** 0: one that the system chooses. */
  port: number
  /** The mail server. None: e-mail is captured, and nothing leaves the machine. */
  email: Readonly<{ url: string; from: string }> | null
}>

export class ConfigError extends Error {}

const Environment = z.object({
  CALLOUT_DATA: z.string().min(1).default('data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:5432/name' })
    .optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(4100),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@host:587' }).optional(),
  SMTP_FROM: z
    .string()
    .regex(
      /^(?:[^<>@\r\n]+ <)?[^\s<>@]+@[^\s<>@]+>?$/,
      'must be an address, or a name and an address: Callout <alerts@example.com>',
    )
    .optional(),
})

/** Reads the configuration, or throws one `ConfigError` that names every variable that is wrong and says how. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const read = Environment.safeParse(filled)
  if (!read.success) {
    const problems = read.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`The configuration cannot be used.\n${problems.join('\n')}`)
  }
  const { CALLOUT_DATA, DATABASE_URL, HOST, PORT, SMTP_URL, SMTP_FROM } = read.data
  if (SMTP_URL && !SMTP_FROM) {
    throw new ConfigError('SMTP_URL is set and SMTP_FROM is not: say which address the e-mail comes from.')
  }
  return Object.freeze({
    dataFolder: resolve(CALLOUT_DATA),
    databaseUrl: DATABASE_URL ?? null,
    host: HOST,
    port: PORT,
    email: SMTP_URL && SMTP_FROM ? { url: SMTP_URL, from: SMTP_FROM } : null,
  })
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import { readAddress } from '#base/address.ts'
import { hashPassword } from '#base/password.ts'
import { serverSecret } from '#db/secret.ts'
import type { Connection } from '#db/sql.ts'
import type { AccountFault, Refused } from './account.ts'
import { beginAccount } from './accounts.run.ts'
import { hasAccounts, lockAccounts } from './accounts.sql.ts'
import type { CompanyFault } from './company.ts'
import { addCompany, addEntry, type CompanySaved, listCompanies, type NewCompany, within } from './directory.run.ts'
import { CALLOUT } from './directory.ts'
import type { EntryFault } from './entry.ts'

type Instant = Temporal.Instant

/** Whether nobody can sign in on this server yet. */
export const needsFirstRun = async (db: Connection): Promise<boolean> => !(await hasAccounts(db))

/** Where the first administrator comes in, with a code that whoever can start this server can read. */
export const firstRunPath = async (db: Connection): Promise<string> => `/first-run#code=${await firstRunCode(db)}`

/** It follows from the secret of the server: every process of it prints and takes the same. */
export async function firstRunCode(db: Connection): Promise<string> {
  const secret = await serverSecret(db, 'accounts')
  return createHmac('sha256', secret).update('first run').digest('base64url').slice(0, 32)
}

export type FirstRun = Readonly<{
  code: string
  company: Pick<NewCompany, 'name' | 'code' | 'timeZone' | 'locale' | 'country'>
  name: string
  email: string
  password: string
}>

/**
 * Makes the first company with its administrator, who signs in by e-mail and password. Only while nobody can sign in,
 * and only with the code of this server. A company that has this code already is taken as it is.
 */
export async function beginFirstRun(
  db: Connection,
  { code, company, name, password, ...asked }: FirstRun,
  now: Instant,
): Promise<Readonly<{ ok: true; email: string }> | Refused<AccountFault | EntryFault | CompanyFault>> {
  if (!isSame(code, await firstRunCode(db))) return { ok: false, because: 'not-the-first-code' }
  const address = readAddress('email', asked.email, company.country)
  if (!address.ok) return address
  const email = address.address
  const hash = await hashPassword(password)
  return within(db, async tx => {
    await lockAccounts(tx)
    if (await hasAccounts(tx)) return { ok: false, because: 'not-first' }
    const first = await firstCompany(tx, company, now)
    if (!first.ok) return first
    const companyId = first.company.id
    const wanted = { companyId, name, role: 'administrator', email, mobile: null, providerId: null } as const
    const added = await addEntry(tx, 'person', wanted, CALLOUT, now)
    return added.ok ? beginAccount(tx, { companyId, personId: added.entry.id, email, name, hash }, now) : added
  })
}

const isSame = (said: string, code: string): boolean =>
  Buffer.byteLength(said) === code.length && timingSafeEqual(Buffer.from(said), Buffer.from(code))

async function firstCompany(tx: Connection, asked: FirstRun['company'], now: Instant): Promise<CompanySaved> {
  const company = (await listCompanies(tx)).find(({ code }) => code === asked.code)
  return company ? { ok: true, company } : addCompany(tx, asked, CALLOUT, now)
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import { readAddress } from '#base/address.ts'
import { newId } from '#base/id.ts'
import { hashPassword } from '#base/password.ts'
import { serverSecret } from '#db/secret.ts'
import type { Connection } from '#db/sql.ts'
import type { AccountDeed, AccountFault, Refused } from './account.ts'
import * as q from './accounts.sql.ts'
import type { CompanyFault } from './company.ts'
import { addCompany, addEntry, type CompanySaved, listCompanies, type NewCompany, within } from './directory.run.ts'
import { insertChanges } from './directory.sql.ts'
import { type Actor, CALLOUT } from './directory.ts'
import type { EntryFault } from './entry.ts'

type Instant = Temporal.Instant

/** Whether nobody can sign in on this server yet. */
export const needsFirstRun = async (db: Connection): Promise<boolean> => !(await q.hasAccounts(db))

/** What stands in the link by which the first administrator comes in. Whoever can start this server can read it. */
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
type FirstRunFault = AccountFault | EntryFault | CompanyFault

/**
 * Makes the first company with its administrator, who signs in by e-mail and password. Only while nobody can sign in,
 * and only with the code of this server. A company that has this code already is taken as it is.
 */
export async function beginFirstRun(
  db: Connection,
  { code, company, name, password, ...asked }: FirstRun,
  now: Instant,
): Promise<Readonly<{ ok: true; email: string }> | Refused<FirstRunFault>> {
  if (!isSame(code, await firstRunCode(db))) return { ok: false, because: 'not-the-first-code' }
  const email = readAddress('email', asked.email, company.country)
  if (!email.ok) return email
  const hash = await hashPassword(password)
  return within(db, async tx => {
    await q.lockAccounts(tx)
    if (await q.hasAccounts(tx)) return { ok: false, because: 'not-first' }
    const first = await firstCompany(tx, company, now)
    if (!first.ok) return first
    const companyId = first.company.id
    const wanted = {
      companyId,
      name,
      role: 'administrator',
      email: email.address,
      mobile: null,
      providerId: null,
    } as const
    const added = await addEntry(tx, 'person', wanted, CALLOUT, now)
    if (!added.ok) return added
    const account = { companyId, personId: added.entry.id, userId: newId(), email: email.address, name }
    await q.insertAccount(tx, account, hash, now)
    await record(tx, account, { did: 'began', by: asPerson(account) }, now)
    return { ok: true, email: email.address }
  })
}

const isSame = (said: string, code: string): boolean =>
  said.length === code.length && timingSafeEqual(Buffer.from(said), Buffer.from(code))

async function firstCompany(tx: Connection, asked: FirstRun['company'], now: Instant): Promise<CompanySaved> {
  const company = (await listCompanies(tx)).find(({ code }) => code === asked.code)
  return company ? { ok: true, company } : addCompany(tx, asked, CALLOUT, now)
}

const asPerson = ({ personId: id, name }: { personId: string; name: string }): Actor => ({ kind: 'person', id, name })

const record = (
  tx: Connection,
  { companyId, personId, email }: q.PersonKey & { email: string },
  { did, by }: { did: AccountDeed; by: Actor },
  now: Instant,
) =>
  insertChanges(tx, [{ companyId, entry: 'account', entryId: personId, before: null, after: { did, email } }], {
    by,
    now,
  })

import { idFrom, newId } from '#base/id.ts'
import type { Connection, Database } from '#db/sql.ts'
import { isLastAdministrator } from './account.ts'
import { lockAccounts, selectAdministrators } from './accounts.sql.ts'
import { type CompanyFault, type CompanySettable, faultOf, kept, NEVER_QUIET, NOT_ASKED } from './company.ts'
import {
  type EntryChange,
  insertChanges,
  insertCompany,
  insertEntries,
  lockCompany,
  lockEntries,
  type Page,
  selectCompanies,
  selectCompany,
  selectEntries,
  selectEntryChanges,
  selectMissing,
  selectPage,
  updateCompany,
  updateEntries,
} from './directory.sql.ts'
import { type Actor, type Company, type Directory, type EntryKind, STARTING_STATUSES } from './directory.ts'
import { alters, type Fault, pointsOf, type Settable, tidy, USUAL } from './entry.ts'

type Instant = Temporal.Instant

export type NewCompany = Pick<Company, 'name' | 'code' | 'timeZone' | 'locale' | 'country'> &
  Partial<Omit<Company, 'createdAt'>>
export type CompanySaved = { ok: true; company: Company } | { ok: false; because: CompanyFault }

/** Adds a company with the status codes it starts with. Refused when its code belongs to another (S2.8). */
export async function addCompany(db: Connection, asked: NewCompany, by: Actor, now: Instant): Promise<CompanySaved> {
  const company = {
    deferralMutes: 'everything' as const,
    ...NEVER_QUIET,
    replyTo: null,
    ...NOT_ASKED,
    ...kept(asked),
    id: asked.id ?? newId(),
    createdAt: now,
  }
  const because = faultOf(company)
  if (because) return { ok: false, because }
  return within(db, async transaction => {
    if ((await insertCompany(transaction, company)) === 'taken') {
      return { ok: false, because: (await selectCompany(transaction, company.id)) ? 'id-taken' : 'code-taken' }
    }
    const { id: companyId } = company
    const statuses = STARTING_STATUSES.map(status => ({
      companyId,
      id: idFrom('status', companyId, status.code),
      ...status,
    }))
    await insertEntries(transaction, 'status', statuses)
    const entries = statuses.map(after => ({
      companyId,
      entry: 'status' as const,
      entryId: after.id,
      before: null,
      after,
    }))
    const first = { companyId, entry: 'company' as const, entryId: companyId, before: null, after: company }
    await insertChanges(transaction, [first, ...entries], { by, now })
    return { ok: true, company }
  })
}

export const findCompany = (db: Connection, id: string): Promise<Company | undefined> => selectCompany(db, id)

/** Every company on this server, by name. For Callout itself; no door may show one company another. */
export const listCompanies = (db: Connection): Promise<Company[]> => selectCompanies(db)

export async function changeCompany(
  db: Connection,
  id: string,
  set: CompanySettable,
  by: Actor,
  now: Instant,
): Promise<CompanySaved> {
  const because = faultOf(set)
  if (because) return { ok: false, because }
  return within(db, async transaction => {
    const before = await lockCompany(transaction, id)
    if (!before) return { ok: false, because: 'no-such-company' }
    if (!alters(before, kept(set))) return { ok: true, company: before }
    const after = { ...before, ...kept(set) }
    const { requestTypeId } = after
    if (requestTypeId && !(await findEntry(transaction, 'service-type', { companyId: id, id: requestTypeId }))) {
      return { ok: false, because: 'no-such-service-type' }
    }
    await updateCompany(transaction, after)
    await insertChanges(transaction, [{ companyId: id, entry: 'company', entryId: id, before, after }], { by, now })
    return { ok: true, company: after }
  })
}

/** What a new entry need not say: its id, and what is the same for nearly all of its kind. */
type Optional = keyof typeof USUAL
export type NewEntry<K extends EntryKind> = Omit<Directory[K], 'id' | Optional> &
  Partial<Pick<Directory[K], Extract<keyof Directory[K], Optional>>> & { id?: string }
export type EntrySaved<K extends EntryKind> = { ok: true; entry: Directory[K] } | Fault

/**
 * Adds an entry to a company's directory. Addresses are kept in normal form; what it points at must exist in the
 * same company.
 */
export async function addEntry<K extends EntryKind>(
  db: Connection,
  kind: K,
  asked: NewEntry<K>,
  by: Actor,
  now: Instant,
): Promise<EntrySaved<K>> {
  const { companyId, id = newId() } = asked
  return within(db, async transaction => {
    const kept = await keepable(transaction, kind, { ...asked, companyId, id }, asked)
    if (!kept.ok) return kept
    const [entry] = await insertEntries(transaction, kind, [{ ...USUAL, ...kept.values, id }])
    if (!entry) {
      const mine = await findEntry(transaction, kind, { companyId, id })
      return { ok: false, because: mine ? 'id-taken' : 'code-taken' }
    }
    await insertChanges(transaction, [{ companyId, entry: kind, entryId: id, before: null, after: entry }], { by, now })
    return { ok: true, entry }
  })
}

/**
 * Changes an entry and records who did it, when, and what it was before. Changing nothing records nothing. The last
 * administrator who signs in keeps that role.
 */
export async function changeEntry<K extends EntryKind>(
  db: Connection,
  kind: K,
  { companyId, id, set }: { companyId: string; id: string; set: Settable<K> },
  by: Actor,
  now: Instant,
): Promise<EntrySaved<K>> {
  return within(db, async transaction => {
    // Two administrators who demote each other at the same time would both be gone.
    if ('role' in set) await lockAccounts(transaction)
    const [before] = await lockEntries(transaction, kind, { companyId, ids: [id] })
    if (!before) return { ok: false, because: 'no-such-entry' }
    const kept = await keepable(transaction, kind, { companyId, id }, set)
    if (!kept.ok) return kept
    if ('role' in set && set.role !== 'administrator') {
      if (isLastAdministrator(id, await selectAdministrators(transaction, companyId))) {
        return { ok: false, because: 'last-administrator', field: 'role' }
      }
    }
    if (!alters(before, kept.values)) return { ok: true, entry: before }
    const after = { ...before, ...kept.values }
    await updateEntries(transaction, kind, [after])
    await insertChanges(transaction, [{ companyId, entry: kind, entryId: id, before, after }], { by, now })
    return { ok: true, entry: after }
  })
}

export async function findEntry<K extends EntryKind>(
  db: Connection,
  kind: K,
  { companyId, id }: { companyId: string; id: string },
): Promise<Directory[K] | undefined> {
  return (await selectEntries(db, kind, { companyId, ids: [id] }))[0]
}

/** Those of the named entries that exist in this company. */
export const findEntries = <K extends EntryKind>(
  db: Connection,
  kind: K,
  companyId: string,
  ids: readonly string[],
): Promise<Directory[K][]> => selectEntries(db, kind, { companyId, ids })

/** One page of a company's entries by name; `after` is the last entry of the page before. */
export const listEntries = <K extends EntryKind>(db: Connection, kind: K, page: Page): Promise<Directory[K][]> =>
  selectPage(db, kind, page)

/** What changed in an entry, who changed it and when, the latest first. */
export const listEntryChanges = (
  db: Connection,
  kind: EntryKind,
  page: { companyId: string; id: string; limit: number; before?: number | undefined },
): Promise<EntryChange[]> => selectEntryChanges(db, kind, page)

async function keepable<T extends object>(
  db: Connection,
  kind: EntryKind,
  { companyId, id }: { companyId: string; id: string },
  values: T,
): Promise<{ ok: true; values: T } | Fault> {
  if ((values as { headOfficeId?: string }).headOfficeId === id) {
    return { ok: false, because: 'own-head-office', field: 'headOfficeId' }
  }
  const company = await selectCompany(db, companyId)
  if (!company) throw new Error(`There is no company ${companyId}.`)
  const tidied = tidy(kind, values, company.country)
  if (!tidied.ok) return tidied
  const [field] = await selectMissing(db, companyId, pointsOf(kind, values))
  return field ? { ok: false, because: 'points-nowhere', field } : tidied
}

/** In the caller's transaction if there is one, else in one of its own: a change and its record commit together. */
export const within = <Result>(db: Connection, work: (transaction: Connection) => Promise<Result>): Promise<Result> =>
  'begin' in db ? (db as Database).begin(work) : work(db)

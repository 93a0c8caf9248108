import { idFrom } from '#base/id.ts'
import { hashPassword } from '#base/password.ts'
import type { Connection } from '#db/sql.ts'
import { maySignIn } from '#directory/account.ts'
import { beginAccount } from '#directory/accounts.run.ts'
import { addCompany, addEntry, type NewEntry } from '#directory/directory.run.ts'
import { CALLOUT, type EntryKind } from '#directory/directory.ts'
import { addRule, type RuleDraft } from '#rules/rules.run.ts'
import { addSchedule } from '#rules/schedules.run.ts'
import type { House } from '../house.ts'
import { ENTRIES, RULES, ZONE } from './town-entries.ts'

/** The company of the demo and the ids by which its night is told. */
export type Town = Readonly<{ companyId: string; id: (name: string) => string; status: (code: string) => string }>

const nameId = (name: string) => idFrom('town', name)

/** The demo's company has the same id in every demo. */
export const townId = () => nameId('Southern Cross Response')

/** Builds the demo's town: a patrol company, its customers with their sites, its providers, their rules, and a report. */
export async function buildTown({ db }: Pick<House, 'db'>, now: Temporal.Instant): Promise<Town> {
  const id = nameId
  const companyId = townId()
  const company = {
    id: companyId,
    name: 'Southern Cross Response',
    code: 'SCR',
    timeZone: ZONE,
    locale: 'en-AU',
    country: 'AU',
  }
  const built = await addCompany(db, company, CALLOUT, now)
  if (!built.ok) throw new Error(`The town could not be built: ${built.because}`)
  const add = entryAdder(db, companyId, now)
  for (const [kind, entries] of Object.entries(ENTRIES) as [EntryKind, readonly { name: string }[]][]) {
    for (const { name, ...rest } of entries) await add(kind, { id: id(name), name, ...linked(rest, id) })
  }
  for (const { of, ...rule } of RULES)
    await addRuleOf(db, { companyId, ...rule, owner: { kind: of[0], id: id(of[1]) } } as RuleDraft, now)
  const report = { name: 'Weekly jobs', every: 'week', onDay: 1, atMinute: 7 * 60, active: true } as const
  const customerId = id('Hargreaves Timber')
  await addSchedule(db, { companyId, customerId, ...report, addresses: ['office@hargreaves.example'] }, CALLOUT, now)
  return { companyId, id, status: code => idFrom('status', companyId, code) }
}

/** Lets the people at the desk sign in, all by this password; says by which addresses. */
export async function letIn(db: House['db'], password: string, now: Temporal.Instant): Promise<string[]> {
  const desk = ENTRIES.person!.filter(({ role }) => maySignIn(role!))
  const hash = await hashPassword(password)
  for (const { name, email } of desk) {
    await beginAccount(db, { companyId: townId(), personId: nameId(name), name, email: email!, hash }, now)
  }
  return desk.map(({ email }) => email!)
}

function entryAdder(db: Connection, companyId: string, now: Temporal.Instant) {
  return async (kind: EntryKind, entry: object) => {
    const added = await addEntry(db, kind, { companyId, ...entry } as NewEntry<EntryKind>, CALLOUT, now)
    if (!added.ok) throw new Error(`The town could not be built: ${kind} ${JSON.stringify(entry)}: ${added.because}`)
  }
}

async function addRuleOf(db: House['db'], draft: RuleDraft, now: Temporal.Instant): Promise<void> {
  const added = await addRule(db, draft, CALLOUT, now)
  if (!added.ok) throw new Error(`The town could not be built: ${JSON.stringify(draft)}: ${added.because}`)
}

// Entries name each other by name here; in the database they point by id.
const linked = (entry: object, id: (name: string) => string) =>
  Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [key, key.endsWith('Id') && value ? id(String(value)) : value]),
  )

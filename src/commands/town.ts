import { idFrom } from '#base/id.ts'
import { hashPassword } from '#base/password.ts'
import type { Connection } from '#db/sql.ts'
import { maySignIn } from '#directory/account.ts'
import { beginAccount } from '#directory/accounts.run.ts'
import { addCompany, addEntry, type NewEntry } from '#directory/directory.run.ts'
import { CALLOUT, type Directory, type EntryKind } from '#directory/directory.ts'
import { PLAIN, type Rule, type TellRule } from '#rules/rule.ts'
import { addRule, type RuleDraft } from '#rules/rules.run.ts'
import { addSchedule } from '#rules/schedules.run.ts'
import type { House } from '../house.ts'

/** The company of the demo and the ids by which its night is told. */
export type Town = Readonly<{ companyId: string; id: (name: string) => string; status: (code: string) => string }>

const nameId = (name: string) => idFrom('town', name)

/** The demo's company has the same id in every demo. */
export const townId = () => nameId('Southern Cross Response')

const ZONE = 'Australia/Sydney'

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
  for (const [kind, entries] of Object.entries(DIRECTORY) as [EntryKind, readonly { name: string }[]][]) {
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
  const desk = DIRECTORY.person!.filter(({ role }) => maySignIn(role!))
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

type Named<K extends EntryKind> = readonly (Partial<Omit<Directory[K], 'companyId' | 'id'>> & { name: string })[]

const AT_THE_DESK = { mobile: null, providerId: null } as const
const DIRECTORY: { [K in EntryKind]?: Named<K> } = {
  customer: [
    { name: 'Hargreaves Timber', email: 'office@hargreaves.example', phone: null },
    { name: 'Bluegum Early Learning', email: 'director@bluegum.example', phone: null },
  ],
  'alarm-company': [{ name: 'Sentinel Monitoring', email: 'operators@sentinel.example', phone: null }],
  provider: [
    { name: 'Night Owl Patrols', email: 'control@nightowl.example', mobile: '0491 570 156' },
    { name: 'Tap & Tile Plumbing', email: 'jobs@tapandtile.example', mobile: null },
  ],
  'service-type': [
    { name: 'Burglar alarm', kind: 'alarm' },
    { name: 'Plumbing', kind: 'service' },
  ],
  person: [
    { name: 'Mere Tamihana', role: 'technician', email: null, mobile: null, providerId: 'Night Owl Patrols' },
    { name: 'Josh Alder', role: 'technician', email: null, mobile: null, providerId: 'Night Owl Patrols' },
    { name: 'Dani Okafor', role: 'technician', email: null, mobile: null, providerId: 'Tap & Tile Plumbing' },
    { name: 'Dana Whitcombe', role: 'administrator', email: 'dana@southerncross.example', ...AT_THE_DESK },
    { name: 'Priya Nair', role: 'dispatcher', email: 'priya@southerncross.example', ...AT_THE_DESK },
  ],
  site: [
    site('Hargreaves Mill', '12 Mill Road, Orange NSW', ZONE, 'Hargreaves Timber'),
    site('Hargreaves Yard', '3 Dock Street, Fremantle WA', 'Australia/Perth', 'Hargreaves Timber'),
    site('Bluegum Centre', '40 Wattle Avenue, Katoomba NSW', ZONE, 'Bluegum Early Learning'),
  ],
}

function site(name: string, address: string, timeZone: string, customer: string) {
  return { name, address, timeZone, customerId: customer, alarmCompanyId: 'Sentinel Monitoring', regionId: null }
}

type TownRule = Omit<TellRule | Rule, 'companyId' | 'id' | 'version' | 'owner'> & {
  of: [Rule['owner']['kind'], string]
}

const tells = (
  of: TownRule['of'],
  occasion: TellRule['occasion'],
  via: TellRule['via'],
  to: {
    address?: string
    recipient?: string
    destination?: TellRule['destination']
    reminds?: Pick<TellRule, 'everyDays' | 'times'>
  },
) => ({
  of,
  does: 'tell' as const,
  occasion,
  via,
  destination: to.destination ?? 'address',
  address: to.address ?? null,
  recipient: to.recipient ?? null,
  serviceTypeId: null,
  active: true,
  ...PLAIN,
  ...to.reminds,
})

const DESK = { address: 'facilities@hargreaves.example', recipient: 'Facilities desk' }
const RULES: readonly TownRule[] = [
  tells(['customer', 'Hargreaves Timber'], 'dispatched', 'text-email', DESK),
  tells(['customer', 'Hargreaves Timber'], 'updated-incomplete', 'text-email', DESK),
  tells(['customer', 'Hargreaves Timber'], 'completed', 'pdf-email', DESK),
  tells(['alarm-company', 'Sentinel Monitoring'], 'completed', 'text-email', {
    address: 'operators@sentinel.example',
    recipient: 'Operators',
  }),
  tells(['alarm-company', 'Sentinel Monitoring'], 'updated-complete', 'text-email', {
    address: 'operators@sentinel.example',
    recipient: 'Operators',
  }),
  { of: ['site', 'Hargreaves Yard'], does: 'mute', occasion: null, serviceTypeId: null, active: true },
  tells(['site', 'Hargreaves Yard'], 'completed', 'sms', { address: '0491 570 157', recipient: 'Yard manager' }),
  tells(['customer', 'Bluegum Early Learning'], 'dispatched', 'sms', {
    destination: 'both',
    address: '0491 570 158',
    recipient: 'J. Cole',
  }),
  tells(['customer', 'Bluegum Early Learning'], 'updated-incomplete', 'sms', {
    address: '0491 570 158',
    recipient: 'J. Cole',
  }),
  tells(['customer', 'Bluegum Early Learning'], 'incomplete', 'text-email', {
    destination: 'provider',
    reminds: { everyDays: 3, times: 4 },
  }),
  tells(['customer', 'Bluegum Early Learning'], 'completed', 'pdf-email', {
    address: 'director@bluegum.example',
    recipient: 'Director',
  }),
  tells(['provider', 'Night Owl Patrols'], 'dispatched', 'sms', { address: '0491 570 156', recipient: 'Patrol car' }),
]

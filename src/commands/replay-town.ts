import { idFrom } from '#base/id.ts'
import { addCompany, addEntry, type NewEntry } from '#directory/directory.run.ts'
import type { Actor, EntryKind } from '#directory/directory.ts'
import { PLAIN } from '#rules/rule.ts'
import { addRule, findRule, type RuleDraft } from '#rules/rules.run.ts'
import type { House } from '../house.ts'
import type { Call } from './replay-calls.ts'
import type { ReplayMap } from './replay-map.ts'

export const REPLAY: Actor = { kind: 'callout', id: 'replay', name: 'Replay of past calls' }

/** The company a replay plays in, and the ids of its entries: the same for the same names, in every replay. */
export type ReplayTown = Readonly<{
  companyId: string
  id: (kind: EntryKind, name: string) => string
  status: (code: string) => string
}>

/** Makes the company of the map and every entry its calls name, where they are not there yet, and its rules. */
export async function furnish(house: House, map: ReplayMap, calls: readonly Call[]): Promise<ReplayTown> {
  const companyId = idFrom('replay', map.company.code)
  const id = (kind: EntryKind, name: string) => idFrom('replay', map.company.code, kind, name)
  const now = house.clock()
  const made = await addCompany(house.db, { id: companyId, ...map.company }, REPLAY, now)
  if (!made.ok && made.because !== 'id-taken') {
    throw new Error(`The company of the map cannot be made: ${made.because}. Give it another code.`)
  }
  for (const [kind, entries] of entriesOf(map, calls, id)) {
    for (const [name, entry] of entries) {
      const added = await addEntry(
        house.db,
        kind,
        { companyId, id: id(kind, name), name, ...entry } as NewEntry<EntryKind>,
        REPLAY,
        now,
      )
      if (!added.ok && added.because !== 'id-taken')
        throw new Error(`The ${kind} "${name}" of the map or file cannot be kept: ${added.because}`)
    }
  }
  for (const [i, rule] of map.rules.entries())
    await addRuleOnce(house, draftOf(rule, { companyId, id: idFrom(companyId, 'rule', i) }, id))
  return { companyId, id, status: code => idFrom('status', companyId, code) }
}

type Entries = [EntryKind, Map<string, object>][]

function entriesOf(map: ReplayMap, calls: readonly Call[], id: ReplayTown['id']): Entries {
  const named = (names: readonly (string | null)[], entry: (name: string) => object = () => ({})) =>
    new Map(names.flatMap(name => (name ? [[name, entry(name)] as const] : [])))
  const reach = { email: null, phone: null }
  const reachOf = (name: string) => ({ ...reach, ...(map.customers[name] ?? map.customers['*']) })
  const linkOf = (kind: EntryKind, name: string | null) => (name ? id(kind, name) : null)
  const sites = calls.map(
    ({ site, customer, alarmCompany }) =>
      [
        site.name,
        {
          address: site.address,
          timeZone: map.company.timeZone,
          customerId: linkOf('customer', customer),
          alarmCompanyId: linkOf('alarm-company', alarmCompany),
          regionId: null,
        },
      ] as const,
  )
  return [
    [
      'customer',
      named(
        calls.map(({ customer }) => customer),
        reachOf,
      ),
    ],
    [
      'alarm-company',
      named(
        calls.map(({ alarmCompany }) => alarmCompany),
        () => reach,
      ),
    ],
    [
      'provider',
      named(
        calls.map(({ provider }) => provider),
        name => ({ email: null, mobile: null, ...map.providers[name] }),
      ),
    ],
    [
      'service-type',
      named(
        calls.map(({ serviceType }) => serviceType),
        () => ({ kind: map.kind }),
      ),
    ],
    [
      'person',
      named(
        calls.flatMap(({ units }) => units.map(({ name }) => name)),
        () => ({ role: 'technician', email: null, mobile: null, providerId: null }),
      ),
    ],
    ['site', new Map(sites)],
  ]
}

function draftOf(
  rule: ReplayMap['rules'][number],
  ids: { companyId: string; id: string },
  id: ReplayTown['id'],
): RuleDraft {
  const { kind, name } = rule.owner
  const ownerId = kind === 'status' ? idFrom('status', ids.companyId, name) : id(kind, name)
  const common = {
    ...ids,
    owner: { kind: rule.owner.kind, id: ownerId },
    serviceTypeId: null,
    active: true,
  }
  if (rule.mute) return { ...common, does: 'mute', occasion: rule.when ?? null }
  const { when, via, destination, to = null, recipient = null, everyDays = null, times = null, details } = rule
  if (!when || !via)
    throw new Error(`A rule of ${rule.owner.name} in the map says neither "mute" nor both "when" and "via".`)
  return {
    ...common,
    does: 'tell',
    occasion: when,
    via,
    destination,
    address: to,
    recipient,
    ...PLAIN,
    everyDays,
    times,
    details,
    ...(kind === 'status' && { statusId: ownerId, turn: rule.turn ?? 'first', graceSeconds: rule.graceSeconds }),
  }
}

async function addRuleOnce({ db, clock }: House, draft: RuleDraft): Promise<void> {
  if (await findRule(db, draft.companyId, draft.id!)) return
  const added = await addRule(db, draft, REPLAY, clock())
  if (!added.ok) throw new Error(`A rule of the map cannot be kept (${added.because}): ${JSON.stringify(draft)}`)
}

import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import { asJson, type Connection } from '#db/sql.ts'
import type { Actor, Company } from '#directory/directory.ts'
import { type AnyRule, type Occasion, type Owner, type OwnerKind, PLAIN, type Rule, type TellRule } from './rule.ts'

// What only rules that tell have, by its name in the rule; the only names that ever reach SQL as text.
const TELLING = [
  ...(['via', 'destination', 'address', 'recipient', 'leavesOutCancelled', 'everyDays', 'times', 'details'] as const),
  ...(['groupsInvoice', 'gathersMinutes', 'onlyTypes', 'onlyPriorities', 'onlyStatuses', 'statusId', 'turn'] as const),
  ...(['graceSeconds', 'reportsEveryJob', 'reportsCancelled', 'tellsHeadOffice', 'asksReview', 'language'] as const),
] satisfies readonly (keyof TellRule)[]

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
const NAMES = [
  ...['company_id', 'id', 'version', 'owner_kind', 'owner_id', 'does', 'occasion', 'service_type_id', 'active'],
  ...TELLING.map(snake),
  ...['recipient_id', 'of_rule_id', 'of_target', 'only_provider_id'],
]
const ALL = raw(NAMES.join(', '))
export const COLUMNS = raw(NAMES.map(name => `rule.${name}`).join(', '))
const ANEW = raw(NAMES.slice(2).join(', '))
const EXCLUDED = raw(
  NAMES.slice(2)
    .map(name => `excluded.${name}`)
    .join(', '),
)

export type RuleRow = Record<string, unknown> & { ownerKind: Owner['kind']; ownerId: string; does: AnyRule['does'] }

export function asRule({ ownerKind, ownerId, ...row }: RuleRow): AnyRule {
  const { companyId, id, version, serviceTypeId, active, does, occasion, ...more } = row
  const { recipientId, ofRuleId: ruleId, ofTarget: target, onlyProviderId: providerId, ...telling } = more
  const owner = { kind: ownerKind, id: ownerId }
  const forJob = recipientId ? { forJob: { recipientId, ruleId, providerId } } : {}
  const common = { companyId, id, version, owner, serviceTypeId, active, ...forJob, does }
  if (does === 'mute-one') return { ...common, target } as AnyRule
  return (does === 'mute' ? { ...common, occasion } : { ...common, occasion, ...telling }) as AnyRule
}

export type OwnerKey = Owner & { companyId: string }

/** The rules of these owners that speak of these occasions, and everything of theirs that silences others. */
export async function rulesOf(
  db: Connection,
  owners: readonly OwnerKey[],
  occasions: readonly Occasion[],
): Promise<AnyRule[]> {
  const rows = await db.query<RuleRow>(sql`
    select ${COLUMNS}
    from unnest(
      ${owners.map(owner => owner.companyId)}::uuid[],
      ${owners.map(owner => owner.kind)}::text[],
      ${owners.map(owner => owner.id)}::uuid[]
    ) as owner (company_id, kind, id)
    join rule on rule.company_id = owner.company_id and rule.owner_kind = owner.kind and rule.owner_id = owner.id
    where rule.removed_at is null
      and (rule.does <> 'tell' or rule.occasion = any (${occasions}))
    order by rule.id`)
  return rows.map(asRule)
}

export type RulesAsked = Readonly<{
  companyId: string
  limit: number
  after?: string
  ownerKind?: OwnerKind
  ownerId?: string
}>

// What is said of one job is found at that job.
const IN_BOOK = sql`rule.removed_at is null and rule.owner_kind <> 'job'`

export async function listRules(
  db: Connection,
  { companyId, limit, after, ownerKind, ownerId }: RulesAsked,
): Promise<Rule[]> {
  const conditions = [
    sql`rule.company_id = ${companyId}`,
    IN_BOOK,
    ...(after ? [sql`rule.id > ${after}`] : []),
    ...(ownerKind ? [sql`rule.owner_kind = ${ownerKind}`] : []),
    ...(ownerId ? [sql`rule.owner_id = ${ownerId}`] : []),
  ]
  const rows = await db.query<RuleRow>(sql`
    select ${COLUMNS}
    from rule
    where ${join(conditions, ' and ')}
    order by rule.id
    limit ${limit}`)
  return rows.map(asRule) as Rule[]
}

export const countRules = (db: Connection, companyId: string) =>
  db.query<{ ownerKind: OwnerKind; owners: number; rules: number; switchedOff: number }>(sql`
    select owner_kind, count(distinct owner_id) as owners, count(*) as rules,
           count(*) filter (where not active) as switched_off
    from rule
    where company_id = ${companyId} and ${IN_BOOK}
    group by owner_kind
    order by owner_kind`)

export const OWNERS_ASKED = ['with-rules', 'all'] as const

type OwnersAsked = Readonly<{
  companyId: string
  ownerKind: OwnerKind
  which: (typeof OWNERS_ASKED)[number]
  /** Text anywhere in the name. */
  search?: string | undefined
  limit: number
  after?: Readonly<{ id: string; name: string }> | undefined
}>

/** Who of a kind has rules, or could have, by name. */
export const listOwners = (db: Connection, { companyId, ownerKind, which, search, limit, after }: OwnersAsked) =>
  db.query<{ ownerId: string; ownerName: string; rules: number; switchedOff: number }>(sql`
    select owner.id as owner_id, owner.name as owner_name, coalesce(rules, 0) as rules,
           coalesce(switched_off, 0) as switched_off
    from ${OWNERS[ownerKind](companyId)} owner
    ${which === 'all' ? sql`left join` : sql`join`} (
      select owner_id, count(*) as rules, count(*) filter (where not active) as switched_off
      from rule
      where company_id = ${companyId} and owner_kind = ${ownerKind} and ${IN_BOOK}
      group by owner_id
    ) counted on counted.owner_id = owner.id
    where (owner.name, owner.id) > (${after?.name ?? ''}, ${after?.id ?? NOBODY}::uuid)
      and (${search ?? null}::text is null or strpos(lower(owner.name), lower(${search ?? null}::text)) > 0)
    order by owner.name, owner.id
    limit ${limit}`)

const entriesIn = (table: string) => (companyId: string) =>
  sql`(select id, name from ${raw(table)} where company_id = ${companyId})`

const OWNERS: Record<OwnerKind, (companyId: string) => Sql> = {
  company: companyId => sql`(select id, name from company where id = ${companyId})`,
  customer: entriesIn('customer'),
  'alarm-company': entriesIn('alarm_company'),
  site: entriesIn('site'),
  provider: entriesIn('provider'),
  region: entriesIn('region'),
  status: entriesIn('status'),
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Who made these rules what they are, and when. */
export const authorsOf = (db: Connection, rules: readonly Key[]) =>
  db.query<{ id: string; by: Actor; at: Temporal.Instant }>(sql`
    select change.rule_id as id, change.by, change.at
    from jsonb_to_recordset(${asJson(rules.map(asKey))}::jsonb) as wanted (company_id uuid, id uuid, version int)
    join rule_change change
      on change.company_id = wanted.company_id and change.rule_id = wanted.id and change.version = wanted.version`)

type Key = Pick<Rule, 'companyId' | 'id' | 'version'>
const asKey = ({ companyId, id, version }: Key) => ({ company_id: companyId, id, version })

/** The rules in use that tell this address by this way. */
export async function rulesByAddress(
  db: Connection,
  companyId: string,
  { via, address }: Pick<TellRule, 'via' | 'address'>,
): Promise<AnyRule[]> {
  const rows = await db.query<RuleRow>(sql`
    select ${COLUMNS}
    from rule
    where company_id = ${companyId} and via = ${via} and address = ${address} and removed_at is null
    order by rule.id`)
  return rows.map(asRule)
}

export const ruleOf = (db: Connection, companyId: string, id: string) => ruleBy(db, wanted(companyId, id))

/** The same rule, kept from others until this transaction ends. */
export const lockRule = (db: Connection, companyId: string, id: string) =>
  ruleBy(db, sql`${wanted(companyId, id)} for update`)

const wanted = (companyId: string, id: string) => sql`company_id = ${companyId} and id = ${id} and ${IN_BOOK}`

async function ruleBy(db: Connection, condition: Sql): Promise<Rule | undefined> {
  const rows = await db.query<RuleRow>(sql`
    select ${COLUMNS}
    from rule
    where ${condition}`)
  return rows.map(asRule)[0] as Rule | undefined
}

/** Writes rules as they now are, with who made them so and when. */
export const writeRules = (db: Connection, rules: readonly AnyRule[], by: Actor, now: Temporal.Instant) =>
  db.query(sql`
  with kept as (
    insert into rule (${ALL})
    select ${ALL}
    from jsonb_populate_recordset(null::rule, ${asJson(rules.map(asRow))}::jsonb)
    on conflict (company_id, id) do update
    set (${ANEW}, spread_at) = (${EXCLUDED}, null)
    returning company_id, id, version
  )
  insert into rule_change (company_id, rule_id, version, by, at, rule)
  select kept.company_id, kept.id, kept.version, ${by}, ${now}, told.rule
  from kept
  join jsonb_array_elements(${asJson(rules)}::jsonb) as told (rule) on (told.rule ->> 'id')::uuid = kept.id`)

const asRow = (rule: AnyRule) => ({
  company_id: rule.companyId,
  id: rule.id,
  version: rule.version,
  owner_kind: rule.owner.kind,
  owner_id: rule.owner.id,
  does: rule.does,
  occasion: rule.does === 'mute-one' ? null : rule.occasion,
  service_type_id: rule.serviceTypeId,
  active: rule.active,
  ...Object.fromEntries(TELLING.map(name => [snake(name), rule.does === 'tell' ? rule[name] : SILENT[name]])),
  recipient_id: rule.forJob?.recipientId ?? null,
  of_rule_id: rule.forJob?.ruleId ?? null,
  of_target: rule.does === 'mute-one' ? rule.target : null,
  only_provider_id: rule.forJob?.providerId ?? null,
})

const SILENT = { ...PLAIN, via: null, destination: null, address: null, recipient: null }

/** Takes rules out of use. They stay stored, for the decisions that name them. */
export const retireRules = (db: Connection, rules: readonly AnyRule[], by: Actor, now: Temporal.Instant) =>
  db.query(sql`
  with gone as (
    update rule
    set removed_at = ${now}, version = rule.version + 1
    from jsonb_array_elements(${asJson(rules.map(rule => ({ ...rule, removed: true })))}::jsonb) as told (rule)
    where company_id = (told.rule ->> 'companyId')::uuid and id = (told.rule ->> 'id')::uuid
    returning rule.company_id, rule.id, rule.version, told.rule as told
  )
  insert into rule_change (company_id, rule_id, version, by, at, rule)
  select company_id, id, version, ${by}, ${now}, told
  from gone`)

export const ownerExists = async (
  db: Connection,
  companyId: string,
  { kind, id }: Pick<Rule['owner'], 'kind' | 'id'>,
): Promise<boolean> => {
  const [row] = await db.query<{ found: boolean }>(sql`
    select case ${kind}
      when 'company' then ${id} = ${companyId}
      when 'customer' then exists (select from customer x where x.company_id = ${companyId} and x.id = ${id})
      when 'alarm-company' then exists (select from alarm_company x where x.company_id = ${companyId} and x.id = ${id})
      when 'site' then exists (select from site x where x.company_id = ${companyId} and x.id = ${id})
      when 'provider' then exists (select from provider x where x.company_id = ${companyId} and x.id = ${id})
      when 'region' then exists (select from region x where x.company_id = ${companyId} and x.id = ${id})
      when 'status' then exists (select from status x where x.company_id = ${companyId} and x.id = ${id})
    end as found`)
  return row!.found
}

/** Whether the company has all of these. */
export async function allExist(
  db: Connection,
  companyId: string,
  { kind, ids }: { kind: 'service_type' | 'status'; ids: readonly string[] },
): Promise<boolean> {
  const distinct = [...new Set(ids)]
  const rows = await db.query(sql`
    select from ${raw(kind)} where company_id = ${companyId} and id = any (${distinct}::uuid[])`)
  return rows.length === distinct.length
}

/** The names of providers that a rule by this channel could not reach, at most `limit`. */
export const providersWithout = (db: Connection, companyId: string, channel: Channel, limit: number) =>
  db.query<{ name: string }>(sql`
    select name
    from provider
    where company_id = ${companyId} and case ${channel} when 'email' then email else mobile end is null
    order by name
    limit ${limit}`)

/** Customers, one or those of a region, without an address for this channel or with no will to be told; at most `limit`. */
export const customersSilent = (
  db: Connection,
  { companyId, id, regionId, lacks }: { companyId: string; id?: string; regionId?: string; lacks: Channel | 'will' },
  limit: number,
) =>
  db.query<{ name: string }>(sql`
    select name
    from customer
    where company_id = ${companyId} and (id = ${id ?? null} or region_id = ${regionId ?? null})
      and case ${lacks} when 'will' then not takes_notifications when 'email' then email is null else phone is null end
    order by name
    limit ${limit}`)

export const companiesOf = (db: Connection, companyIds: readonly string[]) =>
  db.query<Pick<Company, 'id' | 'country' | 'deferralMutes'>>(sql`
    select id, country, deferral_mutes
    from company
    where id = any (${companyIds}::uuid[])`)

import sql, { join, type Sql } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import { asJson, type Connection } from '#db/sql.ts'
import type { Actor, Company } from '#directory/directory.ts'
import type { ToldBefore } from './plan.ts'
import { type Occasion, type Owner, type Rule, type TellRule, viaOf } from './rule.ts'
import type { Reach, Target } from './wish.ts'

const COLUMNS = sql`
  rule.company_id, rule.id, rule.version, rule.owner_kind, rule.owner_id, rule.does, rule.occasion,
  rule.service_type_id, rule.via, rule.destination, rule.address, rule.recipient, rule.leaves_out_cancelled, rule.active,
  rule.every_days, rule.times, rule.details, rule.groups_invoice, rule.gathers_minutes`

type RuleRow = Record<string, unknown> & { ownerKind: Owner['kind']; ownerId: string; does: Rule['does'] }

function asRule({ ownerKind, ownerId, ...row }: RuleRow): Rule {
  const { companyId, id, version, serviceTypeId, active, does, occasion, ...telling } = row
  const owner = { kind: ownerKind, id: ownerId }
  const common = { companyId, id, version, owner, serviceTypeId, active, does, occasion }
  return (does === 'mute' ? common : { ...common, ...telling }) as Rule
}

export type OwnerKey = Owner & { companyId: string }

/** The rules of these owners that speak of these occasions, and every "don't notify" of theirs. */
export async function rulesOf(
  db: Connection,
  owners: readonly OwnerKey[],
  occasions: readonly Occasion[],
): Promise<Rule[]> {
  const rows = await db.query<RuleRow>(sql`
    select ${COLUMNS}
    from unnest(
      ${owners.map(owner => owner.companyId)}::uuid[],
      ${owners.map(owner => owner.kind)}::text[],
      ${owners.map(owner => owner.id)}::uuid[]
    ) as owner (company_id, kind, id)
    join rule on rule.company_id = owner.company_id and rule.owner_kind = owner.kind and rule.owner_id = owner.id
    where rule.removed_at is null
      and (rule.does = 'mute' or rule.occasion = any (${occasions}))
    order by rule.id`)
  return rows.map(asRule)
}

export type FormerProvider = Readonly<{ companyId: string; jobId: string; version: number; providerId: string }>

/** The rules that told each of these providers of his job before that version, and where they reached him. */
export async function toldProviders(
  db: Connection,
  asked: readonly FormerProvider[],
): Promise<(ToldBefore & { ask: number })[]> {
  const rows = await db.query<RuleRow & { ask: number; target: Target; reached: string; by: Channel }>(sql`
    select distinct on (ask.position, rule.id, decision.target)
           ask.position::int - 1 as ask, decision.target, notice.address as reached, notice.channel as by,
           ${COLUMNS}
    from unnest(
      ${asked.map(ask => ask.companyId)}::uuid[], ${asked.map(ask => ask.jobId)}::uuid[],
      ${asked.map(ask => ask.version)}::int[], ${asked.map(ask => ask.providerId)}::uuid[]
    ) with ordinality as ask (company_id, job_id, version, provider_id, position)
    join decision
      on decision.company_id = ask.company_id and decision.job_id = ask.job_id and decision.version < ask.version
    join job_event event
      on event.company_id = decision.company_id and event.job_id = decision.job_id and event.version = decision.version
    join notice on notice.company_id = decision.company_id and notice.id = decision.notice_id
    join rule on rule.company_id = decision.company_id and rule.id = decision.rule_id
    where notice.dropped_because is null and decision.occasion <> 'reassigned'
      and event.job ->> 'providerId' = ask.provider_id::text
      and (decision.target = 'provider' or (rule.owner_kind = 'provider' and rule.owner_id = ask.provider_id))
    order by ask.position, rule.id, decision.target, decision.version desc`)
  // The rule may have been changed since, even into one that tells nobody: he is told the way he was reached.
  return rows.map(({ ask, target, reached, by: channel, ...row }) => ({
    ask,
    target,
    address: reached,
    rule: { ...asRule({ ...(row as RuleRow), does: 'tell' }), via: viaOf({ channel, pdf: false }) } as TellRule,
  }))
}

export type RulesAsked = Readonly<{ companyId: string; limit: number; after?: string; owner?: Owner }>

export async function listRules(db: Connection, { companyId, limit, after, owner }: RulesAsked): Promise<Rule[]> {
  const conditions = [
    sql`rule.company_id = ${companyId}`,
    sql`rule.removed_at is null`,
    ...(after ? [sql`rule.id > ${after}`] : []),
    ...(owner ? [sql`rule.owner_kind = ${owner.kind}`, sql`rule.owner_id = ${owner.id}`] : []),
  ]
  const rows = await db.query<RuleRow>(sql`
    select ${COLUMNS}
    from rule
    where ${join(conditions, ' and ')}
    order by rule.id
    limit ${limit}`)
  return rows.map(asRule)
}

/** The rules in use that tell this address by this way. */
export async function rulesByAddress(
  db: Connection,
  companyId: string,
  { via, address }: Pick<TellRule, 'via' | 'address'>,
): Promise<Rule[]> {
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

const wanted = (companyId: string, id: string) => sql`company_id = ${companyId} and id = ${id} and removed_at is null`

async function ruleBy(db: Connection, condition: Sql): Promise<Rule | undefined> {
  const rows = await db.query<RuleRow>(sql`
    select ${COLUMNS}
    from rule
    where ${condition}`)
  return rows.map(asRule)[0]
}

/** Writes rules as they now are, with who made them so and when. */
export const writeRules = (db: Connection, rules: readonly Rule[], by: Actor, now: Temporal.Instant) =>
  db.query(sql`
  with kept as (
    insert into rule (company_id, id, version, owner_kind, owner_id, does, occasion, service_type_id, via,
                      destination, address, recipient, leaves_out_cancelled, active, every_days, times, details,
                      groups_invoice, gathers_minutes)
    select company_id, id, version, owner_kind, owner_id, does, occasion, service_type_id, via,
           destination, address, recipient, leaves_out_cancelled, active, every_days, times, details, groups_invoice,
           gathers_minutes
    from jsonb_populate_recordset(null::rule, ${asJson(rules.map(asRow))}::jsonb)
    on conflict (company_id, id) do update
    set (version, owner_kind, owner_id, does, occasion, service_type_id, via, destination, address, recipient,
         leaves_out_cancelled, active, every_days, times, details, groups_invoice, gathers_minutes, spread_at)
      = (excluded.version, excluded.owner_kind, excluded.owner_id, excluded.does, excluded.occasion,
         excluded.service_type_id, excluded.via, excluded.destination, excluded.address, excluded.recipient,
         excluded.leaves_out_cancelled, excluded.active, excluded.every_days, excluded.times, excluded.details,
         excluded.groups_invoice, excluded.gathers_minutes, null)
    returning company_id, id, version
  )
  insert into rule_change (company_id, rule_id, version, by, at, rule)
  select kept.company_id, kept.id, kept.version, ${by}, ${now}, told.rule
  from kept
  join jsonb_array_elements(${asJson(rules)}::jsonb) as told (rule) on (told.rule ->> 'id')::uuid = kept.id`)

const asRow = (rule: Rule) => ({
  company_id: rule.companyId,
  id: rule.id,
  version: rule.version,
  owner_kind: rule.owner.kind,
  owner_id: rule.owner.id,
  does: rule.does,
  occasion: rule.occasion,
  service_type_id: rule.serviceTypeId,
  active: rule.active,
  leaves_out_cancelled: false,
  details: [],
  groups_invoice: false,
  gathers_minutes: 0,
  ...(rule.does === 'tell' && {
    via: rule.via,
    destination: rule.destination,
    address: rule.address,
    recipient: rule.recipient,
    leaves_out_cancelled: rule.leavesOutCancelled,
    every_days: rule.everyDays,
    times: rule.times,
    details: rule.details,
    groups_invoice: rule.groupsInvoice,
    gathers_minutes: rule.gathersMinutes,
  }),
})

/** Takes a rule out of use. It stays stored, for the decisions that name it. */
export const retireRule = (db: Connection, rule: Rule, by: Actor, now: Temporal.Instant) =>
  db.query(sql`
  with gone as (
    update rule
    set removed_at = ${now}, version = version + 1
    where company_id = ${rule.companyId} and id = ${rule.id}
    returning company_id, id, version
  )
  insert into rule_change (company_id, rule_id, version, by, at, rule)
  select company_id, id, version, ${by}, ${now}, ${asJson({ ...rule, removed: true })}::jsonb
  from gone`)

export const ownerExists = async (db: Connection, companyId: string, { kind, id }: Owner): Promise<boolean> => {
  const [row] = await db.query<{ found: boolean }>(sql`
    select case ${kind}
      when 'company' then ${id} = ${companyId}
      when 'customer' then exists (select from customer x where x.company_id = ${companyId} and x.id = ${id})
      when 'alarm-company' then exists (select from alarm_company x where x.company_id = ${companyId} and x.id = ${id})
      when 'site' then exists (select from site x where x.company_id = ${companyId} and x.id = ${id})
      when 'provider' then exists (select from provider x where x.company_id = ${companyId} and x.id = ${id})
    end as found`)
  return row!.found
}

export const serviceTypeExists = async (db: Connection, companyId: string, id: string): Promise<boolean> => {
  const rows = await db.query(sql`select 1 from service_type where company_id = ${companyId} and id = ${id}`)
  return rows.length > 0
}

/** The names of providers that a rule by this channel could not reach, at most `limit`. */
export const providersWithout = (db: Connection, companyId: string, channel: Channel, limit: number) =>
  db.query<{ name: string }>(sql`
    select name
    from provider
    where company_id = ${companyId} and case ${channel} when 'email' then email else mobile end is null
    order by name
    limit ${limit}`)

export const reachesOf = (db: Connection, providers: readonly { companyId: string; id: string }[]) =>
  db.query<Reach & { companyId: string; id: string }>(sql`
    select provider.company_id, provider.id, provider.email, provider.mobile
    from provider
    join unnest(${providers.map(provider => provider.companyId)}::uuid[], ${providers.map(provider => provider.id)}::uuid[])
      as ask (company_id, id)
      on ask.company_id = provider.company_id and ask.id = provider.id`)

export const companiesOf = (db: Connection, companyIds: readonly string[]) =>
  db.query<Pick<Company, 'id' | 'country' | 'deferralMutes'>>(sql`
    select id, country, deferral_mutes
    from company
    where id = any (${companyIds}::uuid[])`)

import sql, { join, type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Contact, ContactChannel } from '#directory/contact.ts'
import type { Occasion } from '#rules/rule.ts'

/** Who names an address: a rule, whose report it is sent, or an entry of the directory. */
export type Use = Readonly<{
  kind: 'rule' | 'report-schedule' | 'provider' | 'person'
  id: string
  name: string
  /** Of a rule: what it tells of. */
  occasion: Occasion | null
  /** Whether urgent messages go there: they do, whatever is known of the address (W9). */
  urgent: boolean
}>

export type ContactSeen = Omit<Contact, 'companyId'> & Readonly<{ wasReached: boolean; uses: readonly Use[] }>

/** Its owner wants no messages; messages to it came back; nothing has ever gone there. */
export const TROUBLES = ['opted-out', 'dead', 'never-reached'] as const
export type Trouble = (typeof TROUBLES)[number]

export type ContactsAsked = Readonly<{
  companyId: string
  only?: 'in-trouble' | Trouble
  after?: Readonly<{ channel: string; address: string }>
  limit: number
}>

/** Addresses that are known or used, in their order, one page of them; those in trouble or all. */
export const selectContacts = (db: Connection, { companyId, only, after, limit }: ContactsAsked) =>
  contactsWhere(
    db,
    companyId,
    [
      ...(only ? [WHERE[only]] : []),
      ...(after ? [sql`(channel, address) > (${after.channel}, ${after.address})`] : []),
    ],
    limit,
  )

const WHERE: Record<NonNullable<ContactsAsked['only']>, Sql> = {
  'in-trouble': sql`(opted_out_at is not null or dead_since is not null or (not was_reached and uses is not null))`,
  'opted-out': sql`opted_out_at is not null`,
  dead: sql`dead_since is not null`,
  'never-reached': sql`(not was_reached and uses is not null and dead_since is null and opted_out_at is null)`,
}

/** One address, if it is known or used. */
export const selectSeen = async (db: Connection, companyId: string, { channel, address }: Key) =>
  (await contactsWhere(db, companyId, [sql`channel = ${channel}`, sql`address = ${address}`], 1))[0]

type Key = Readonly<{ channel: ContactChannel; address: string }>

const contactsWhere = (db: Connection, companyId: string, conditions: readonly Sql[], limit: number) =>
  db.query<ContactSeen>(sql`
  with used as materialized (${usesIn(companyId)}),
  named as (
    select channel, address from used
    union
    select channel, address from contact where company_id = ${companyId}
  ),
  seen as (
    select named.channel, named.address, contact.quiet_from, contact.quiet_until, contact.opted_out_at,
           contact.opted_out_because, contact.dead_since, contact.dead_because,
           coalesce(contact.failures, 0) as failures, contact.failed_at, contact.reached_at,
           contact.reached_at is not null or exists (
             select from delivery
             where delivery.channel = named.channel and delivery.address = named.address
               and delivery.ended_at is not null and delivery.company_id = ${companyId}
               and delivery.state in ('accepted', 'delivered')
           ) as was_reached,
           uses.uses
    from named
    left join contact
      on contact.company_id = ${companyId} and contact.channel = named.channel and contact.address = named.address
    left join (
      select channel, address,
             jsonb_agg(jsonb_build_object('kind', kind, 'id', id, 'name', name, 'occasion', occasion, 'urgent', urgent)
                       order by kind desc, name, id) as uses
      from used
      group by channel, address
    ) uses on uses.channel = named.channel and uses.address = named.address
  )
  select channel, address, quiet_from, quiet_until, opted_out_at, opted_out_because, dead_since, dead_because, failures,
         failed_at, reached_at, was_reached, coalesce(uses, '[]'::jsonb) as uses
  from seen
  where ${join([sql`true`, ...conditions], ' and ')}
  order by channel, address
  limit ${limit}`)

const VIA = sql`(
  values ('sms', 'sms'), ('text-email', 'email'), ('pdf-email', 'email'), ('call', 'voice')
) as by (via, channel)`

/** Every address that rules, report schedules, providers and people of a company name. */
const usesIn = (companyId: string): Sql => sql`
  select by.channel, rule.address, 'rule' as kind, rule.id, coalesce(rule.recipient, rule.occasion) as name,
         rule.occasion, rule.occasion = 'dispatched' as urgent
  from rule
  join ${VIA} on by.via = rule.via
  -- Whoever was named for one job is not used for good.
  where rule.company_id = ${companyId} and rule.removed_at is null and rule.active and rule.does = 'tell'
    and rule.address is not null and rule.owner_kind <> 'job'
  union all
  select 'email', address, 'report-schedule', id, name, null, false
  from report_schedule, unnest(addresses) as address
  where company_id = ${companyId} and removed_at is null and active
  union all
  select way.channel, way.address, 'provider', provider.id, provider.name, null, exists (
           select from rule
           join ${VIA} on by.via = rule.via
           where rule.company_id = ${companyId} and rule.removed_at is null and rule.active and rule.owner_kind <> 'job'
             and rule.occasion = 'dispatched' and rule.destination <> 'address' and by.channel = way.channel
         )
  from provider
  cross join lateral (values ('email', provider.email), ('sms', provider.mobile)) as way (channel, address)
  where provider.company_id = ${companyId} and way.address is not null
  union all
  select way.channel, way.address, 'person', person.id, person.name, null, false
  from person
  cross join lateral (values ('email', person.email), ('sms', person.mobile)) as way (channel, address)
  where person.company_id = ${companyId} and way.address is not null`

import sql, { type Sql } from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import type { ToldBefore } from './plan.ts'
import { type Target, type TellRule, viaOf } from './rule.ts'
import { asRule, COLUMNS, type RuleRow } from './rules.sql.ts'

/**
 * What was told of a job and must be told of again: of which job, by saves before which version. `providerId`: to this
 * former provider. `taken`: of the save that set the status which was taken back. `report`: of any earlier report while the
 * job was of this site and customer.
 */
export type Recalled = Readonly<{ companyId: string; jobId: string; version: number }> &
  Readonly<
    { providerId: string } | { taken: number } | { report: Readonly<{ siteId: string; customerId: string | null }> }
  >

/** Which rules told whom of these, and where they reached them; of a notice not written yet nothing was told. */
export async function toldOf(db: Connection, asked: readonly Recalled[]): Promise<(ToldBefore & { ask: number })[]> {
  const [provided, taken, reported] = [
    asked.filter(ask => 'providerId' in ask),
    asked.filter(ask => 'taken' in ask),
    asked.filter(ask => 'report' in ask),
  ]
  if (taken.length > 0) await waitForWriters(db, taken)
  const rows = await Promise.all([
    select(db, provided, { asked, recalls: 'reassigned', where: TO_PROVIDER, each: sql`decision.target` }),
    select(db, taken, { asked, recalls: 'corrected', where: OF_STATUS, each: sql`notice.address` }),
    select(db, reported, { asked, recalls: 'job-report', where: OF_REPORT, each: sql`notice.address` }),
  ])
  // The rule may have been changed since, even into one that tells nobody: they are told the way they were reached.
  return rows.flat().map(({ ask, recalls, target, reached, by: channel, printed: pdf, spoken: language, ...row }) => ({
    ask,
    recalls,
    target,
    address: reached,
    rule: { ...asRule({ ...(row as RuleRow), does: 'tell' }), language, via: viaOf({ channel, pdf }) } as TellRule,
  }))
}

/** A notice that is being written this moment was told by the time this ends, or was not. */
const waitForWriters = (db: Connection, taken: readonly { companyId: string; jobId: string; taken: number }[]) =>
  db.query(sql`
  select
  from unnest(
    ${taken.map(ask => ask.companyId)}::uuid[], ${taken.map(ask => ask.jobId)}::uuid[],
    ${taken.map(ask => ask.taken)}::int[]
  ) as ask (company_id, job_id, version)
  join notice using (company_id, job_id, version)
  for share of notice`)

const TO_PROVIDER = sql`
  notice.dropped_because is null and decision.version < ask.version
  and decision.occasion not in ('reassigned', 'corrected')
  and event.job ->> 'providerId' = ask.provider_id::text
  and (decision.target = 'provider' or (rule.owner_kind = 'provider' and rule.owner_id = ask.provider_id))`
const OF_STATUS = sql`
  notice.settled_at is not null and notice.dropped_because is null and decision.version = ask.taken
  and decision.occasion = 'status-set'`
const OF_REPORT = sql`
  notice.dropped_because is null and decision.version < ask.version and decision.occasion = 'job-report'
  -- To whoever had it while the job was another customer's, the correction is none of his business.
  and event.job ->> 'siteId' = ask.site_id::text and event.job ->> 'customerId' is not distinct from ask.customer_id::text`

type Told = RuleRow & {
  ask: number
  recalls: ToldBefore['recalls']
  target: Target
  reached: string
  by: Channel
  printed: boolean
  spoken: TellRule['language']
}
/** `each`: of what there may be several that are told, beside the rule. */
type Wanted = Readonly<{ asked: readonly Recalled[]; recalls: ToldBefore['recalls']; where: Sql; each: Sql }>

async function select(
  db: Connection,
  these: readonly Recalled[],
  { asked: all, recalls, where, each }: Wanted,
): Promise<readonly Told[]> {
  if (these.length === 0) return []
  const asked = these.map(ask => ({ ...NOTHING, ...ask, position: all.indexOf(ask) }))
  const rows = await db.query<Omit<Told, 'recalls'>>(sql`
    select distinct on (ask.position, rule.id, ${each})
           ask.position as ask, decision.target, notice.address as reached, notice.channel as by, notice.language as spoken,
           notice.pdf as printed, ${COLUMNS}
    from unnest(
      ${asked.map(ask => ask.position)}::int[], ${asked.map(ask => ask.companyId)}::uuid[],
      ${asked.map(ask => ask.jobId)}::uuid[], ${asked.map(ask => ask.version)}::int[],
      ${asked.map(ask => ask.providerId)}::uuid[], ${asked.map(ask => ask.taken)}::int[],
      ${asked.map(ask => ask.report?.siteId ?? null)}::uuid[], ${asked.map(ask => ask.report?.customerId ?? null)}::uuid[]
    ) as ask (position, company_id, job_id, version, provider_id, taken, site_id, customer_id)
    join decision on decision.company_id = ask.company_id and decision.job_id = ask.job_id
    join job_event event
      on event.company_id = decision.company_id and event.job_id = decision.job_id and event.version = decision.version
    join notice on notice.company_id = decision.company_id and notice.id = decision.notice_id
    join rule on rule.company_id = decision.company_id and rule.id = decision.rule_id
    where ${where}
    order by ask.position, rule.id, ${each}, decision.version desc`)
  return rows.map(row => ({ ...row, recalls }) as Told)
}

const NOTHING = { providerId: null, taken: null, report: null }

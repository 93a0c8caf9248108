import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import { type Rota, shareOf, theirTurn, whoseTurn } from '#db/turns.ts'
import type { Decision, Lane, Notice } from './notice.ts'
import { OWNER_NAME } from './owners.sql.ts'
import type { ReportNotice } from './reports.ts'
import type { ResendAs } from './resend.ts'
import { type Owner, REMINDERS, type Via } from './rule.ts'

/** A notice of a job or of a report, and what has come true meanwhile of the job it speaks of. */
export type DueNotice = ((Notice & Readonly<{ reportId: null }>) | ReportNotice) &
  Resent &
  Readonly<{
    jobIsDeferred: boolean
    jobHasMovedOn: 'no-longer-incomplete' | 'reopened' | 'undone' | 'moved-on' | 'muted-for-job' | null
  }>

/** The message a notice sends again, and how; nulls when it sends none again. */
export type Resent = Readonly<{ resendOf: string | null; resendAs: ResendAs | null }>

// Notices and decisions are named by their cause, so that planning an event a second time adds nothing.
export const insertNotices = (db: Connection, notices: readonly (Notice | ReportNotice)[]) =>
  db.query(sql`
  insert into notice (company_id, id, job_id, version, report_id, occasions, about, channel, address, pdf, lane, due_at, use_by,
                      gathers, first_version, quiet_until, face, worded_by, language)
  select "companyId", id, "jobId", version, "reportId", occasions, about, channel, address, pdf, lane, "dueAt", "useBy",
         gathers, "firstVersion", "quietUntil", face, "wordedBy", language
  from jsonb_to_recordset(${asJson(notices)}::jsonb) as r (
    "companyId" uuid, id uuid, "jobId" uuid, version int, "reportId" uuid, occasions text[], about text[],
    channel text, address text, pdf boolean, lane text, "dueAt" timestamptz, "useBy" timestamptz, gathers boolean,
    "firstVersion" int, "quietUntil" timestamptz, face text, "wordedBy" uuid[], language text
  )
  on conflict (company_id, id) do nothing`)

export const insertDecisions = (db: Connection, decisions: readonly Decision[], now: Temporal.Instant) =>
  db.query(sql`
  insert into decision (company_id, job_id, version, rule_id, occasion, target, ordinal, because, notice_id, at)
  select "companyId", "jobId", version, "ruleId", occasion, target, ordinal, because, "noticeId", ${now}
  from jsonb_to_recordset(${asJson(decisions)}::jsonb) as r (
    "companyId" uuid, "jobId" uuid, version int, "ruleId" uuid, occasion text, target text, ordinal int, because text,
    "noticeId" uuid
  )
  on conflict (company_id, job_id, version, rule_id, occasion, target, ordinal) do nothing`)

export type DueAsked = Readonly<{
  lane: Lane
  now: Temporal.Instant
  /** At most 150, as where deliveries are taken. */
  limit: number
  /** Who had the last turn. */
  rota: Rota
}>

/**
 * Due notices of a lane, a few of each company in turn, oldest first, locked until this transaction ends; and whether
 * their job is put off now (S1.41) or there is nothing left to remind of (S1.39).
 */
export async function lockDueNotices(db: Connection, asked: DueAsked): Promise<readonly DueNotice[]> {
  const { lane, now } = asked
  const where = sql`lane = ${lane} and settled_at is null`
  const companies = await whoseTurn(db, { table: 'notice', where, due: 'due_at', until: now }, asked)
  return companies.length > 0 ? lockOf(db, companies, asked) : []
}

// Somebody has muted for this job, while the notice waited, everything it came from. A farewell is not silenced.
const IS_MUTED = sql`
  not notice.occasions && '{reassigned,corrected}'
  and exists (
    select from rule
    where rule.company_id = notice.company_id and rule.owner_kind = 'job' and rule.owner_id = notice.job_id
      and rule.does = 'mute-one' and rule.removed_at is null
  )
  and (
    select bool_and(exists (
      select from rule mute
      where mute.company_id = decision.company_id and mute.owner_kind = 'job' and mute.owner_id = decision.job_id
        and mute.removed_at is null and mute.of_rule_id = decision.rule_id and mute.of_target = decision.target
        and (mute.only_provider_id is null or mute.only_provider_id = job.provider_id)
    ))
    from decision
    where decision.company_id = notice.company_id and decision.job_id = notice.job_id and decision.notice_id = notice.id
  )`

const lockOf = (db: Connection, companies: readonly string[], { lane, now, limit }: DueAsked) =>
  db.query<DueNotice>(sql`
    with due as (
      select turn.place, mine.*
      from ${theirTurn(companies)}
      cross join lateral (
        select company_id, id
        from notice
        where lane = ${lane} and company_id = turn.company_id and settled_at is null and due_at <= ${now}
        order by due_at, id
        limit ${shareOf(limit, companies)}
        for update skip locked
      ) mine
      -- A number, and no parameter: it tells the planner how few they are, so that it looks each up and reads no table.
      limit 200
    )
    select notice.company_id, notice.id, notice.job_id, notice.version, notice.report_id, notice.occasions, notice.about, notice.channel, notice.address,
           notice.pdf, notice.lane, notice.due_at, notice.use_by, notice.gathers, notice.first_version, notice.quiet_until,
           notice.resend_of, notice.resend_as, notice.face, notice.worded_by, notice.language,
           coalesce(job.deferred_because is not null and (
             company.deferral_mutes = 'everything' or notice.occasions && ${[...REMINDERS]}
           ), false) as job_is_deferred,
           case
             when 'incomplete' = any (notice.occasions)
               and (job.off_site_at is not null or status.category <> 'in-progress') then 'no-longer-incomplete'
             when 'follow-up' = any (notice.occasions) and job.closed_at is null then 'reopened'
             -- S5.11: the tap it tells of was taken back.
             when 'status-set' = any (notice.occasions) and notice.lane <> 'urgent' and not exists (
               select from jsonb_array_elements(job.applied) as each (entry)
               where each.entry ->> 'version' = any (notice.about) or each.entry ->> 'over' = any (notice.about)
             ) then 'undone'
             when notice.face in ('on-the-way', 'on-site') and status.category <> 'in-progress' then 'moved-on'
             when ${IS_MUTED} then 'muted-for-job'
           end as job_has_moved_on
    from due
    join notice on notice.company_id = due.company_id and notice.id = due.id
    join company on company.id = notice.company_id
    left join job on job.company_id = notice.company_id and job.id = notice.job_id
    left join status on status.company_id = job.company_id and status.id = job.status_id
    order by due.place, notice.due_at, notice.id`)

export const settle = (
  db: Connection,
  settled: readonly { companyId: string; id: string; droppedBecause: string | null }[],
  now: Temporal.Instant,
) =>
  db.query(sql`
  update notice
  set settled_at = ${now}, dropped_because = r."droppedBecause"
  from (
    -- The limit tells the planner how few they are: it then looks each up instead of reading the table.
    select *
    from jsonb_to_recordset(${asJson(settled)}::jsonb) as r ("companyId" uuid, id uuid, "droppedBecause" text)
    limit ${settled.length}
  ) r
  where notice.company_id = r."companyId" and notice.id = r.id`)

/** Makes one notice due later, so that the others need not wait for it. */
export const postpone = (
  db: Connection,
  { companyId, id }: Pick<Notice, 'companyId' | 'id'>,
  until: Temporal.Instant,
) =>
  db.query(sql`
  update notice
  set due_at = ${until}
  where company_id = ${companyId} and id = ${id} and settled_at is null`)

export type DecisionRow = Decision & {
  seq: number
  at: Temporal.Instant
  ownerKind: Owner['kind']
  ownerName: string
  recipient: string | null
  via: Via
  address: string | null
  pdf: boolean | null
  droppedBecause: string | null
  /** Until when its notice waits, because it is quiet there or so that changes can join it; null when it does not. */
  waitsUntil: Temporal.Instant | null
  quietUntil: Temporal.Instant | null
  jobNumber: number
  /** Who has the job now. */
  providerId: string | null
  zone: string
}

const DECISIONS = sql`
  select decision.company_id, decision.job_id, decision.version, decision.rule_id, decision.occasion, decision.target, decision.ordinal,
         decision.because, decision.notice_id, decision.at, event.seq, rule.owner_kind, rule.recipient,
         -- The way he was reached before, if the rule has changed since (S1.19).
         case
           when notice.channel = 'email' and rule.via not in ('text-email', 'pdf-email') then 'text-email'
           when notice.channel = 'sms' then 'sms'
           when notice.channel = 'voice' then 'call'
           when notice.channel = 'webhook' then 'webhook'
           else rule.via
         end as via,
         coalesce(notice.address, case decision.target when 'address' then rule.address end) as address, notice.pdf, notice.dropped_because,
         case when notice.settled_at is null and (notice.gathers or notice.quiet_until is not null) then notice.due_at end
           as waits_until,
         notice.quiet_until, job.number as job_number, job.provider_id,
         site.time_zone as zone,
         ${OWNER_NAME} as owner_name
  from decision
  join job_event event
    on event.company_id = decision.company_id and event.job_id = decision.job_id and event.version = decision.version
  join job on job.company_id = decision.company_id and job.id = decision.job_id
  join site on site.company_id = job.company_id and site.id = job.site_id
  -- The rule as it was when this was decided: it may name somebody else by now.
  cross join lateral (
    select change.company_id, change.rule #>> '{owner,kind}' as owner_kind, (change.rule #>> '{owner,id}')::uuid as owner_id,
           change.rule ->> 'recipient' as recipient, change.rule ->> 'via' as via, change.rule ->> 'address' as address
    from rule_change change
    where change.company_id = decision.company_id and change.rule_id = decision.rule_id
    order by change.at > decision.at or change.rule ->> 'does' = 'mute', change.version desc
    limit 1
  ) rule
  left join notice on notice.company_id = decision.company_id and notice.id = decision.notice_id`

/** Why and why not: every decision about one job, oldest first (W1). */
export const decisionsOfJob = (db: Connection, companyId: string, jobId: string) =>
  db.query<DecisionRow>(sql`
  ${DECISIONS}
  where decision.company_id = ${companyId} and decision.job_id = ${jobId}
  order by decision.version, decision.at, decision.ordinal, decision.occasion, decision.rule_id, decision.target`)

/** A moment at which a save, or a reminder of it, was decided about. */
export type DecidedAt = Pick<DecisionRow, 'at' | 'seq'>

/** The company's latest decisions, newest first, those of one moment about one save together; from before `before`. */
export const latestDecisions = (
  db: Connection,
  { companyId, before, moments }: { companyId: string; before?: DecidedAt; moments: number },
) =>
  db.query<DecisionRow>(sql`
  with latest as materialized (
    select distinct decision.at, event.seq, decision.job_id, decision.version
    from decision
    join job_event event
      on event.company_id = decision.company_id and event.job_id = decision.job_id and event.version = decision.version
    where decision.company_id = ${companyId} and decision.at <= ${before?.at ?? 'infinity'}
      and (decision.at, event.seq) < (${before?.at ?? 'infinity'}::timestamptz, ${before?.seq ?? 0}::bigint)
    order by decision.at desc, event.seq desc
    limit ${moments}
  )
  ${DECISIONS}
  join latest
    on latest.job_id = decision.job_id and latest.version = decision.version and latest.at = decision.at
  where decision.company_id = ${companyId}
  order by decision.at desc, event.seq desc, decision.ordinal desc, decision.occasion, decision.rule_id,
           decision.target`)

import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Lane } from '#rules/notice.ts'

type Instant = Temporal.Instant

/** One message that is promised from the moment its row is committed. */
export type Promised = Readonly<{
  companyId: string
  id: string
  channel: 'email' | 'sms' | 'webhook'
  lane: Lane
  address: string
  /** The job it speaks of, and at which version. */
  jobId: string
  version: number
}>

export const jobIdsOf = async (db: Connection, companyId: string): Promise<string[]> =>
  (
    await db.query<{ id: string }>(sql`
    select id
    from job
    where company_id = ${companyId}
    order by number`)
  ).map(({ id }) => id)

/** Notices that are due at once. One that is there already stays as it is. */
export const insertPromised = (db: Connection, promised: readonly Promised[], now: Instant) =>
  db.query(sql`
  insert into notice (company_id, id, job_id, version, occasions, channel, address, pdf, lane, due_at, use_by)
  select "companyId", id, "jobId", version, array[case lane when 'urgent' then 'dispatched' else 'completed' end],
         channel, address, false, lane, ${now}, ${now.add({ hours: 12 })}
  from jsonb_to_recordset(${asJson(promised)}::jsonb) as r (
    "companyId" uuid, id uuid, "jobId" uuid, version int, channel text, lane text, address text
  )
  on conflict do nothing`)

/** The jobs of a company with these numbers; none until the transaction that added them is on disk. */
export const jobsNumbered = (
  db: Connection,
  { companyId, first, count }: { companyId: string; first: number; count: number },
) =>
  db.query<{ id: string }>(sql`
  select id
  from job
  where company_id = ${companyId} and number between ${first}::int and ${first + count - 1}::int`)

/** What became of a notice that planning made of a job. */
export const noticesOfJobs = (db: Connection, jobIds: readonly string[]) =>
  db.query<{ companyId: string; id: string; jobId: string }>(sql`
  select company_id, id, job_id
  from notice
  where job_id = any (${jobIds}::uuid[])`)

/**
 * Lets nobody wait for minutes: what waits for its next try is due now. Only what has rested for so many seconds, as an
 * answer may still be on its way, and nothing that somebody holds: its due time is never further off than a lease.
 */
export const hurry = (db: Connection, { now, lease, rest }: { now: Instant; lease: number; rest: number }) =>
  db.query(sql`
  update delivery
  set due_at = ${now}
  where ended_at is null and state in ('failed-for-now', 'unknown') and due_at > ${now.add({ seconds: lease + 1 })}
    and not exists (
      select from attempt
      where attempt.company_id = delivery.company_id and attempt.delivery_id = delivery.id
        and (attempt.ended_at is null or attempt.ended_at > ${now.subtract({ seconds: rest })})
    )`)

/** How much is still on its way, at each step. */
export async function undone(db: Connection): Promise<{ events: number; notices: number; deliveries: number }> {
  const [row] = await db.query<{ events: number; notices: number; deliveries: number }>(sql`
    select (select count(*) from job_event where planned_at is null) as events,
           (select count(*) from notice where settled_at is null) as notices,
           (select count(*) from delivery where ended_at is null) as deliveries`)
  return row!
}

/** A delivery as it ended. */
export type Ended = Readonly<{
  id: string
  lane: Lane
  channel: string
  state: string
  dueAt: Instant | null
  endedAt: Instant | null
  attempts: number
}>

export const deliveriesEnded = (db: Connection) =>
  db.query<Ended>(sql`
  select id, lane, channel, state, due_at, ended_at, attempts
  from delivery`)

/** One try as it was recorded. */
export type Tried = Readonly<{
  deliveryId: string
  number: number
  startedAt: Instant
  handedOverAt: Instant | null
  endedAt: Instant | null
  outcome: string | null
  code: string | null
  words: string | null
}>

export const attemptsMade = (db: Connection) =>
  db.query<Tried>(sql`
  select delivery_id, number, started_at, handed_over_at, ended_at, outcome, code, words
  from attempt
  order by delivery_id, number`)

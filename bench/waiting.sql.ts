import sql from 'sql-template-tag'
import type { Connection, Database } from '#db/sql.ts'
import type { Lane } from '#rules/notice.ts'

export type Waiting = Readonly<{ companyId: string; count: number; lane: Lane; now: Temporal.Instant }>

/** So many written e-mails of a company's first job that wait to be sent, due since an hour. */
export async function insertWaiting(db: Database, { companyId, count, lane, now }: Waiting): Promise<void> {
  const dueAt = now.subtract({ hours: 1 })
  await db.begin(async tx => {
    // A million rows whose keys are known to be there: looking each up would take minutes.
    await tx.script('set local session_replication_role = replica')
    await tx.query(sql`
      with job as (
        select job_id, version
        from job_event
        where company_id = ${companyId}
        order by seq
        limit 1
      ),
      notices as (
        insert into notice (company_id, id, job_id, version, occasions, channel, address, pdf, lane, due_at, use_by, settled_at)
        select ${companyId}, gen_random_uuid(), job_id, version, '{incomplete}', 'email', 'office' || n || '@example.com', false,
               ${lane}, ${dueAt}, ${now.add({ hours: 72 })}, ${dueAt}
        from job
        cross join generate_series(1, ${count}::int) n
        returning company_id, id, address, lane, due_at, use_by
      ),
      messages as (
        insert into message (company_id, id, subject, body, at)
        select company_id, id, 'Job SCR-1 is not completed', 'Zone 4, roller door. Nobody answers on site.', due_at
        from notices
      )
      insert into delivery (company_id, id, lane, channel, address, state, due_at, use_by, attempts)
      select company_id, id, lane, 'email', address, 'waiting', due_at, use_by, 0
      from notices`)
  })
}

/** As if nothing had been taken. */
export async function forgetTaking(db: Connection): Promise<void> {
  await db.script('truncate attempt, receipt')
  // Not a move that a delivery may make.
  await db.script('alter table delivery disable trigger delivery_move')
  await db.query(sql`
    update delivery
    set state = 'waiting', attempts = 0, ended_at = null, due_at = message.at
    from message
    where message.company_id = delivery.company_id and message.id = delivery.id
      and (delivery.attempts > 0 or delivery.due_at <> message.at)`)
  await db.script('alter table delivery enable trigger delivery_move')
}

/** Takes rows that are due and ends them, with nothing around it: what PostgreSQL itself can do with this table. */
export const claimAndFinish = (db: Connection, { limit, now }: { limit: number; now: Temporal.Instant }) =>
  db.query(sql`
  with due as (
    select company_id, id
    from delivery
    where lane = 'normal' and channel = 'email' and ended_at is null and due_at <= ${now}
    order by lane, channel, company_id, due_at, id
    limit ${limit}
    for update skip locked
  )
  update delivery
  set state = 'accepted', ended_at = ${now}, attempts = 1
  from due
  where delivery.company_id = due.company_id and delivery.id = due.id
  returning 1`)

export async function countIn(db: Connection, state: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`select count(*) as count from delivery where state = ${state}`)
  return row!.count
}

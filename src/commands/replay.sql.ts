import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** What is still on its way: events nobody planned, notices without words, messages not yet handed over. */
export async function stillDue(db: Connection, now: Temporal.Instant): Promise<number> {
  const [row] = await db.query<{ due: number }>(sql`
    select (select count(*) from job_event where planned_at is null)
         + (select count(*) from notice where settled_at is null and due_at <= ${now})
         + (select count(*) from delivery where ended_at is null) as due`)
  return row!.due
}

export type Tally = Readonly<{
  jobs: number
  events: number
  technicians: number
  told: readonly { channel: string; pdf: boolean; messages: number; handedOver: number }[]
  notTold: readonly { because: string; decisions: number }[]
  duplicatesAvoided: number
  p50: number | null
  p99: number | null
}>

/** The figures of one company's replay, as the database has them. Times are seconds from save to hand-over. */
export async function tally(db: Connection, companyId: string): Promise<Tally> {
  const [counts] = await db.query<Pick<Tally, 'jobs' | 'events' | 'technicians' | 'duplicatesAvoided'>>(sql`
    select (select count(*) from job where company_id = ${companyId}) as jobs,
           (select count(*) from job_event where company_id = ${companyId}) as events,
           (select count(*) from visit_technician where company_id = ${companyId}) as technicians,
           -- Of one thing told by several rules, and of one visit told by several technicians (W2).
           (
             select count(*) - count(distinct notice_id)
             from decision
             where company_id = ${companyId} and because in ('told', 'told-this-visit', 'not-the-lead', 'not-the-last')
           ) as duplicates_avoided`)
  const told = await db.query<Tally['told'][number]>(sql`
    select notice.channel, notice.pdf, count(*) as messages, count(*) filter (where delivery.state = 'accepted') as handed_over
    from notice
    left join delivery on delivery.company_id = notice.company_id and delivery.id = notice.id
    where notice.company_id = ${companyId}
    group by notice.channel, notice.pdf
    order by notice.channel, notice.pdf`)
  const notTold = await db.query<Tally['notTold'][number]>(sql`
    select because, count(*) as decisions
    from decision
    where company_id = ${companyId} and because <> 'told'
    group by because
    order by decisions desc, because`)
  const [times] = await db.query<{ p50: number | null; p99: number | null }>(sql`
    select percentile_cont(0.5) within group (order by seconds) as p50,
           percentile_cont(0.99) within group (order by seconds) as p99
    from (
      select extract(epoch from attempt.ended_at - event.at)::float8 as seconds
      from attempt
      join notice on notice.company_id = attempt.company_id and notice.id = attempt.delivery_id
      join job_event event
        on event.company_id = notice.company_id and event.job_id = notice.job_id and event.version = notice.version
      where attempt.company_id = ${companyId} and attempt.outcome = 'accepted'
    ) handed_over`)
  return { ...counts!, told, notTold, ...times! }
}

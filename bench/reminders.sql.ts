import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** Sends out every job: the first `due` at one time, the others at another. */
export const dispatchAll = (
  db: Connection,
  companyId: string,
  { due, first, rest }: { due: number; first: Temporal.Instant; rest: Temporal.Instant },
) =>
  db.query(sql`
  update job
  set version = 2, dispatched_at = case when number <= ${due} then ${first}::timestamptz else ${rest} end,
      times_dispatched = 1
  where company_id = ${companyId}`)

/** Gives every customer a rule that reminds, and every job its reminder. */
export async function insertReminders(db: Connection, companyId: string, everyDays: number): Promise<void> {
  await db.query(sql`
    insert into rule (company_id, id, version, owner_kind, owner_id, does, occasion, via, destination, address,
                      leaves_out_cancelled, active, every_days, times, spread_at)
    select ${companyId}, gen_random_uuid(), 1, 'customer', id, 'tell', 'incomplete', 'text-email', 'address',
           'facilities' || row_number() over () || '@example.com', false, true, ${everyDays}, 100, '2026-01-01'
    from customer
    where company_id = ${companyId}`)
  await db.query(sql`
    insert into reminder (company_id, job_id, rule_id, base, past, sent, turn, due_at)
    select job.company_id, job.id, rule.id, job.dispatched_at, job.dispatched_at, 0, 0,
           job.dispatched_at + make_interval(days => ${everyDays})
    from job
    join rule on rule.company_id = job.company_id and rule.owner_kind = 'customer' and rule.owner_id = job.customer_id
    where job.company_id = ${companyId}
    order by job.number`)
}

/** As if none of the reminders that fell due had been looked at. */
export async function forgetReminders(db: Connection): Promise<void> {
  await db.script('truncate notice, decision cascade')
  await db.query(sql`
    update reminder
    set past = base, sent = 0, turn = 0, due_at = base + make_interval(days => rule.every_days)
    from rule
    where rule.company_id = reminder.company_id and rule.id = reminder.rule_id and reminder.turn > 0`)
}

export async function countReminded(db: Connection): Promise<{ reminded: number; pending: number }> {
  const [row] = await db.query<{ reminded: number; pending: number }>(sql`
    select (select count(*) from reminder where turn > 0) as reminded,
           (select count(*) from reminder where due_at is not null) as pending`)
  return row!
}

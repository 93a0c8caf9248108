import sql, { raw, type Sql } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/**
 * What happened in one company: to which jobs, or was said of them alone; to messages about which jobs; and whether to
 * rules or the directory.
 */
export type News = Readonly<{
  jobs: readonly string[]
  messages: readonly string[]
  rules: boolean
  directory: boolean
}>

/** What can be seen now: a PostgreSQL snapshot, which knows the transactions that were under way. */
export async function seenNow(db: Connection): Promise<string> {
  const [row] = await db.query<{ seen: string }>(sql`select pg_current_snapshot()::text as seen`)
  return row!.seen
}

/** What could not be seen then and can be now, and what is seen now: one statement, so that nothing falls between. */
export async function newsSince(db: Connection, companyId: string, seen: string): Promise<News & { seen: string }> {
  const isNew = (table: string): Sql => {
    const writtenIn = raw(`${table}.written_in`)
    // Between the oldest transaction that was under way and the youngest that is: few rows, found by their index. A
    // database that was copied to another server may hold higher numbers than are given there yet.
    return sql`${raw(table)}.company_id = ${companyId}
      and ${writtenIn} >= pg_snapshot_xmin(${seen}::pg_snapshot)
      and ${writtenIn} < pg_snapshot_xmax(pg_current_snapshot())
      and not pg_visible_in_snapshot(${writtenIn}, ${seen}::pg_snapshot)`
  }
  const [row] = await db.query<News & { seen: string }>(sql`
    select pg_current_snapshot()::text as seen,
      array(
        select distinct job_id
        from job_event
        where ${isNew('job_event')}
        union
        select rule.owner_id
        from rule_change
        join rule on rule.company_id = rule_change.company_id and rule.id = rule_change.rule_id
        where ${isNew('rule_change')} and rule.owner_kind = 'job'
      ) as jobs,
      array(
        select notice.job_id
        from notice
        where ${isNew('notice')} and notice.job_id is not null
        union
        select notice.job_id
        from delivery
        join notice on notice.company_id = delivery.company_id and notice.id = delivery.id
        where ${isNew('delivery')} and notice.job_id is not null
      ) as messages,
      exists (select from rule_change where ${isNew('rule_change')}) as rules,
      exists (select from directory_change where ${isNew('directory_change')}) as directory`)
  return row!
}

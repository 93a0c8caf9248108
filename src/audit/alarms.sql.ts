import sql from 'sql-template-tag'
import { type Instant, later } from '#base/time.ts'
import { asJson, type Connection } from '#db/sql.ts'
import { type Alarm, OVER_AFTER } from './alarms.ts'
import type { Finding } from './findings.ts'

const KEPT = sql`id, key, severity, words, since, seen_at, told_at, told_by, over_at`

/**
 * Opens an alarm for each finding that has none; the others were seen again. What becomes worse is told anew. Ends those
 * that nobody on any machine has seen for two looks.
 */
export async function recordFindings(db: Connection, findings: readonly Finding[], now: Instant): Promise<void> {
  await db.query(sql`
  insert into alarm (key, severity, words, since, seen_at)
  select key, severity, words, ${now}, ${now}
  from jsonb_to_recordset(${asJson(findings)}::jsonb) as r (key text, severity text, words text)
  -- In one order on every machine: then two of them never wait for each other both at once.
  order by key
  on conflict (key) where over_at is null do update
  set seen_at = greatest(alarm.seen_at, excluded.seen_at),
      words = excluded.words,
      severity = excluded.severity,
      told_at = case when excluded.severity = 'alarm' and alarm.severity = 'warning' then null else alarm.told_at end`)
  await db.query(sql`
  update alarm
  set over_at = ${now}
  where over_at is null and seen_at <= ${later(now, -OVER_AFTER)}`)
}

/** Those that are not over. */
export const openAlarms = (db: Connection) =>
  db.query<Alarm>(sql`
  select ${KEPT}
  from alarm
  where over_at is null
  order by severity, since, id`)

/** Those of which something may have to be told: what is not over, and what is over without the operators knowing. */
export const untoldAlarms = (db: Connection) =>
  db.query<Alarm>(sql`
  select ${KEPT}
  from alarm
  where over_at is null or told_at < over_at`)

/** Those that are not over, then the newest of the others. */
export const latestAlarms = (db: Connection, limit: number) =>
  db.query<Alarm>(sql`
  select ${KEPT}
  from alarm
  order by over_at is not null, since desc, id desc
  limit ${limit}`)

/** That the operators were told of these, and how. */
export const markTold = (db: Connection, ids: readonly number[], { by, now }: { by: string; now: Instant }) =>
  db.query(sql`
  update alarm
  set told_at = ${now}, told_by = ${by}
  where id = any (${[...ids]}::bigint[])`)

/** Whether this process may tell now: of several on one database one does, until the end of its transaction. */
export async function mayTell(tx: Connection): Promise<boolean> {
  const [row] = await tx.query<{ ours: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCK}) as ours`)
  return row!.ours
}
// Any number that no other lock of ours has.
const LOCK = 4_100_881

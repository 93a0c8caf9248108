import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import type { Account } from './account.ts'

type Instant = Temporal.Instant

/** Makes accounts known. One that was paused is given another chance: somebody may have mended it before this start. */
export const knowAccounts = (db: Connection, names: readonly string[]) =>
  db.query(sql`
  insert into carrier_account (name)
  select name
  from unnest(${names}::text[]) as known (name)
  order by name
  on conflict (name) do update
  set paused_at = null, paused_because = null
  where carrier_account.paused_at is not null`)

export const accountsNamed = (db: Connection, names: readonly string[]) =>
  db.query<Account>(sql`
  select name, paused_at, paused_because, failures, broken_until, busy_until
  from carrier_account
  where name = any (${names}::text[])`)

export const pause = (db: Connection, { name, because, now }: { name: string; because: string; now: Instant }) =>
  db.query(sql`
  update carrier_account
  set paused_at = ${now}, paused_because = ${because}, failed_at = ${now}, failed_because = ${because}
  where name = ${name} and paused_at is null`)

export const resume = (db: Connection, name: string) =>
  db.query(sql`
  update carrier_account
  set paused_at = null, paused_because = null
  where name = ${name}`)

/** One more hand-over found it down. Says how often in a row that was, over all who send through it. */
export const countFailure = async (
  db: Connection,
  { name, because, now }: { name: string; because: string; now: Instant },
): Promise<number> => {
  const [row] = await db.query<{ failures: number }>(sql`
    update carrier_account
    set failures = failures + 1, failed_at = ${now}, failed_because = ${because}
    where name = ${name}
    returning failures`)
  return row?.failures ?? 0
}

export const leaveAlone = (db: Connection, name: string, until: Instant) =>
  db.query(sql`
  update carrier_account
  set broken_until = ${until}
  where name = ${name}`)

export const itWorks = (db: Connection, name: string, now: Instant) =>
  db.query(sql`
  update carrier_account
  set failures = 0, broken_until = null, worked_at = ${now}
  where name = ${name}`)

/**
 * Uses up the time that so many messages take at this rate, in messages a second. Says from when on they may go, one after
 * the other. What is used up beyond `farthest` was put there by a wrong clock.
 */
export const useUp = async (
  db: Connection,
  { name, count, rate, farthest, now }: { name: string; count: number; rate: number; farthest: Instant; now: Instant },
): Promise<Instant> => {
  const [row] = await db.query<{ start: Instant }>(sql`
    update carrier_account
    set busy_until = make_interval(secs => ${count / rate}::float8)
          + case when busy_until between ${now} and ${farthest} then busy_until else ${now}::timestamptz end
    where name = ${name}
    returning busy_until - make_interval(secs => ${count / rate}::float8) as start`)
  return row?.start ?? now
}

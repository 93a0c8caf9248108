import sql, { raw, type Sql } from 'sql-template-tag'
import type { Connection } from './sql.ts'

/** Which of several queues in one table: an index must begin with these columns, then company_id, then the due column. */
export type Queue = Readonly<{
  table: 'delivery' | 'notice' | 'job_event'
  /** What the partial index holds, and the values of the columns it begins with. */
  where: Sql
  /** The column that says when, or in which order, a row falls due. */
  due: 'due_at' | 'seq'
  /** Only rows that are due by this; null: all of them. */
  until: Temporal.Instant | null
}>

/** Who had the last turn. Whoever takes keeps one from one taking to the next. */
export type Rota = { last: string }
export const newRota = (): Rota => ({ last: NOBODY })

/** Before the first company. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

// Companies that have a turn in one taking.
const MOST = 20

export type Turn = Readonly<{
  rota: Rota
  /** How many rows are wanted; so many companies have a turn at most. */
  limit: number
  /** Companies that have no turn now. */
  without?: readonly string[]
}>

/**
 * The next companies that have something due, in order of id, and noted as having had their turn; after the last of all the
 * round begins anew. It hops through the index from company to company, so it costs a few look-ups for each and
 * nothing for their rows: whoever has 900,000 waiting has one turn like everybody else.
 */
export async function whoseTurn(db: Connection, queue: Queue, turn: Turn): Promise<readonly string[]> {
  const { rota, limit, without = [] } = turn
  const most = Math.min(MOST, limit)
  const found = await db.query<{ companyId: string }>(sql`
    with recursive hop as (
      ${first(queue, sql`company_id > ${rota.last}`)}
      union all
      select next.company_id, next.due
      from hop
      cross join lateral (${first(queue, sql`company_id > hop.company_id`)}) next
    )
    select company_id
    from hop
    where ${queue.until === null ? sql`true` : sql`due <= ${queue.until}`}
      and company_id <> all (${without}::uuid[])
    limit ${most}`)
  if (found.length === 0 && rota.last !== NOBODY) {
    rota.last = NOBODY
    return whoseTurn(db, queue, turn)
  }
  rota.last = found.length === most ? found.at(-1)!.companyId : NOBODY
  return found.map(({ companyId }) => companyId)
}

const first = ({ table, where, due }: Queue, who: Sql): Sql => sql`(
      select company_id, ${raw(due)} as due
      from ${raw(table)}
      where ${where} and ${who}
      order by company_id, ${raw(due)}
      limit 1
    )`

/** These companies as a table `turn (company_id, place)`. */
export const theirTurn = (companies: readonly string[]): Sql =>
  sql`unnest(${companies}::uuid[]) with ordinality as turn (company_id, place)`

/** How many rows each of these companies may give, so that together they are about `limit`. */
export const shareOf = (limit: number, companies: readonly string[]): number => Math.ceil(limit / companies.length)

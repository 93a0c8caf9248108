import sql, { raw, type Sql } from 'sql-template-tag'

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

export type Turn = Readonly<{
  /** The company that had the last turn; those after it are asked first. */
  after: string
  /** Companies that have no turn now. */
  without?: readonly string[]
  /** How many companies have a turn at most. */
  most: number
}>

/** Before the first company. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Common table expressions, the last of them `turn (company_id, place)`: the companies that have something due, each once,
 * going round by id. To be used after `with recursive`. It hops through the index from company to company, so it costs a
 * few look-ups for each company and nothing for its rows: whoever has 900,000 waiting has one turn like everybody else.
 */
export const turns = (queue: Queue, { after, without = [], most }: Turn): Sql => sql`
  onward as (
    ${first(queue, sql`company_id > ${after}`)}
    union all
    select next.company_id, next.due
    from onward
    cross join lateral (${first(queue, sql`company_id > onward.company_id`)}) next
  ),
  from_the_start as (
    ${first(queue, sql`company_id <= ${after}`)}
    union all
    select next.company_id, next.due
    from from_the_start
    cross join lateral (${first(queue, sql`company_id > from_the_start.company_id and company_id <= ${after}`)}) next
  ),
  turn as materialized (
    select company_id, row_number() over () as place
    from (
      select company_id
      from (
        select company_id, due
        from onward
        union all
        select company_id, due
        from from_the_start
      ) everybody
      where ${queue.until === null ? sql`true` : sql`due <= ${queue.until}`}
        and company_id <> all (${without}::uuid[])
      limit ${most}
    ) chosen
  )`

const first = ({ table, where, due }: Queue, who: Sql): Sql => sql`(
      select company_id, ${raw(due)} as due
      from ${raw(table)}
      where ${where} and ${who}
      order by company_id, ${raw(due)}
      limit 1
    )`

/** How many rows each company of `turn` may give, so that together they are about `limit`. */
export const share = (limit: number): Sql => sql`(select ceil(${limit}::numeric / count(*)) from turn)`

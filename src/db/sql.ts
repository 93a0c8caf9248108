import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Sql } from 'sql-template-tag'

/** A connection or a transaction. Everything that reads or writes takes one first. */
export type Connection = Readonly<{
  /** Runs one statement; rows come back with camelCase names, instants and dates as `Temporal` values. */
  query: <Row = never>(statement: Sql) => Promise<Row[]>
  /** Runs several statements without parameters as they are (migrations). */
  script: (text: string) => Promise<void>
}>

export type Database = Connection &
  Readonly<{
    /** Runs `work` in one transaction. Whatever it returns is returned only after COMMIT was acknowledged. */
    begin: <Result>(work: (transaction: Connection) => Promise<Result>) => Promise<Result>
    close: () => Promise<void>
  }>

/** Many rows as one parameter, for `jsonb_to_recordset`. */
export const asJson = (value: unknown): string => JSON.stringify(value)

/** Opens a pool. `connection` is what `pg` takes: a URL, or a socket folder, user and database. */
export function connect(connection: pg.PoolConfig, max = 10): Database {
  // Pipelined: statements that do not need each other's answers go out together, in order, and wait once.
  const pool = new pg.Pool({
    ...connection,
    max,
    pipeline: true,
    // A process that hangs in the middle of a transaction must not keep its rows for ever. Printing may take a minute.
    idle_in_transaction_session_timeout: 180_000,
    types: { getTypeParser: typeParser } as pg.CustomTypesConfig,
  })
  // An idle connection that breaks (the database restarts) is replaced by the pool; without a listener it would end us.
  pool.on('error', () => {})
  // Nor may one that breaks in the middle of a transaction: its statement fails, and that is enough.
  pool.on('connect', client => client.on('error', () => {}))
  return { ...over(pool), begin: work => transact(pool, work), close: () => pool.end() }
}

/** A plain pool whose statements see one schema: for a library that brings its own. */
export function poolIn(connection: pg.PoolConfig, schema: string, max: number): pg.Pool {
  const pool = new pg.Pool({ ...connection, max, options: `-c search_path=${schema}` })
  pool.on('error', () => {})
  return pool
}

const over = (on: pg.Pool | pg.PoolClient): Connection => ({
  query: statement => run(on, statement),
  script: async text => {
    await on.query(text)
  },
})

async function transact<Result>(pool: pg.Pool, work: (transaction: Connection) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  let broken = true
  try {
    const begun = client.query('begin')
    const [result] = await Promise.all([work(over(client)), begun])
    await client.query('commit')
    broken = false
    return result
  } finally {
    if (broken) broken = await client.query('rollback').then(...settled)
    client.release(broken)
  }
}

/** Whether a rollback failed: then the connection itself is gone and must not be used again. */
const settled = [() => false, () => true] as const

async function run<Row>(on: pg.Pool | pg.PoolClient, statement: Sql): Promise<Row[]> {
  const values = statement.values.map(parameter)
  const result = await on.query({ name: nameOf(statement.text), text: statement.text, values, rowMode: 'array' })
  const names = result.fields.map(field => camel(field.name))
  return result.rows.map((row: unknown[]) => {
    const named: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) named[names[i]!] = row[i]
    return named as Row
  })
}

// Named statements are planned once per connection; the name must be short and follow from the text.
const names = new Map<string, string>()
function nameOf(text: string): string {
  let name = names.get(text)
  if (!name) {
    name = createHash('sha1').update(text).digest('base64url')
    names.set(text, name)
  }
  return name
}

const camels = new Map<string, string>()
function camel(name: string): string {
  let value = camels.get(name)
  if (value === undefined) {
    value = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    camels.set(name, value)
  }
  return value
}

function parameter(value: unknown): unknown {
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString()
  return Array.isArray(value) ? value.map(parameter) : value
}

const PARSERS: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.TIMESTAMPTZ]: text => Temporal.Instant.from(text),
  [pg.types.builtins.DATE]: text => Temporal.PlainDate.from(text),
  [pg.types.builtins.INT8]: Number,
}
const typeParser = (oid: number, format: 'text' | 'binary' = 'text') =>
  (format === 'text' && PARSERS[oid]) || pg.types.getTypeParser(oid, format as 'text')

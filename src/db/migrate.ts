import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import sql from 'sql-template-tag'
import type { Connection, Database } from './sql.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)

export class MigrationError extends Error {}

/**
 * Brings the database to this version, forward only, and says which files it ran. Two processes that start
 * together wait for each other. A database made by a newer version, or a file changed after it was run, is refused.
 */
export async function migrate(db: Database, now: Temporal.Instant): Promise<string[]> {
  await db.script(
    'create table if not exists migration (name text primary key, hash text not null, at timestamptz not null)',
  )
  const ran: string[] = []
  for (const file of files()) {
    const fresh = await db.begin(async transaction => {
      await transaction.query(sql`lock table migration in exclusive mode`)
      if (await isDone(transaction, file)) return false
      await transaction.script(file.text)
      await transaction.query(sql`insert into migration (name, hash, at) values (${file.name}, ${file.hash}, ${now})`)
      return true
    })
    if (fresh) ran.push(file.name)
  }
  await refuseNewer(db)
  return ran
}

type File = { name: string; text: string; hash: string }

const files = (): File[] =>
  readdirSync(FOLDER)
    .filter(name => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map(name => {
      const text = readFileSync(new URL(name, FOLDER), 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    })

async function isDone(db: Connection, { name, hash }: File): Promise<boolean> {
  const [done] = await db.query<{ hash: string }>(sql`select hash from migration where name = ${name}`)
  if (done && done.hash !== hash) {
    throw new MigrationError(`${name} was changed after it was run on this database. Put it back and add a new file.`)
  }
  return done !== undefined
}

async function refuseNewer(db: Connection): Promise<void> {
  const known = files().map(file => file.name)
  const [newer] = await db.query<{ name: string }>(sql`select name from migration where name <> all (${known}) limit 1`)
  if (newer) {
    throw new MigrationError(
      `This database was made by a newer Callout (it has ${newer.name}). Run that version or a later one.`,
    )
  }
}

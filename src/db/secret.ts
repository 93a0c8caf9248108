import sql from 'sql-template-tag'
import type { Connection } from './sql.ts'

/** A secret that was made with the database and stays in it. */
export async function serverSecret(db: Connection, name: 'links' | 'accounts'): Promise<string> {
  const [row] = await db.query<{ value: string }>(sql`select value from server_secret where name = ${name}`)
  if (!row) throw new Error(`There is no secret "${name}" in server_secret.`)
  return row.value
}

import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** The migrations this database has been through. */
export const migrationsDone = async (db: Connection): Promise<string[]> =>
  (await db.query<{ name: string }>(sql`select name from migration`)).map(({ name }) => name)

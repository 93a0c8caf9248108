import sql, { raw } from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

export async function settingOf(db: Connection, name: string): Promise<string> {
  const [row] = await db.query<{ setting: string }>(sql`select current_setting(${name}) as setting`)
  return row!.setting
}

export const makeTemplate = (db: Connection, from: string, name: string) =>
  db.query(sql`create database ${raw(name)} template ${raw(from)}`)

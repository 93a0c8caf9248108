import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

/** What a call has to say, and whether it was reported that a machine listens to this attempt of it. */
export type CallRow = Readonly<{ company: string; language: string; words: string; machine: boolean }>

export const callToSpeak = (
  db: Connection,
  { companyId, id, attempt }: Readonly<{ companyId: string; id: string; attempt: number }>,
) =>
  db.query<CallRow>(sql`
  select c.name as company, c.locale as language, m.body as words,
         exists (
           select from receipt r
           where r.company_id = ${companyId} and r.delivery_id = ${id} and r.attempt = ${attempt} and r.says = 'machine'
         ) as machine
  from message m
  join delivery d on d.company_id = m.company_id and d.id = m.id and d.channel = 'voice'
  join company c on c.id = m.company_id
  where m.company_id = ${companyId} and m.id = ${id}`)

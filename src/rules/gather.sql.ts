import sql, { type Sql } from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { ToldAlready, Whom } from './gather.ts'
import type { Notice } from './notice.ts'
import { GATHERED } from './rule.ts'

const these = (whom: readonly (Whom & Pick<Notice, 'version'>)[]): Sql => {
  const keys = whom.map(({ companyId, jobId, version, channel, address }) => ({
    companyId,
    jobId,
    version,
    channel,
    address,
  }))
  return sql`
    jsonb_to_recordset(${asJson(keys)}::jsonb)
      as ask ("companyId" uuid, "jobId" uuid, version int, channel text, address text)`
}

/** The notices that wait to tell these people of these jobs, kept from others; without any that is being written now. */
export const lockWaiting = (db: Connection, whom: readonly (Whom & Pick<Notice, 'version'>)[]) =>
  db.query<Notice>(sql`
  select notice.company_id, notice.id, notice.job_id, notice.version, notice.occasions, notice.about, notice.channel,
         notice.address, notice.pdf, notice.lane, notice.due_at, notice.use_by, notice.gathers, notice.first_version,
         notice.quiet_until, notice.face, notice.worded_by, notice.language
  from (select distinct "companyId", "jobId", channel, address from ${these(whom)}) ask
  join notice on notice.company_id = ask."companyId" and notice.job_id = ask."jobId"
    and notice.channel = ask.channel and notice.address = ask.address
  where notice.gathers and notice.settled_at is null
  order by notice.company_id, notice.id
  for update of notice skip locked`)

/** Which of these saves were told to these people already, and by which notice. */
export const toldAlready = (db: Connection, whom: readonly (Whom & Pick<Notice, 'version'>)[]) =>
  db.query<ToldAlready>(sql`
  select distinct ask."companyId" as company_id, ask."jobId" as job_id, ask.version, ask.channel, ask.address,
         notice.id as notice_id
  from ${these(whom)}
  join decision on decision.company_id = ask."companyId" and decision.job_id = ask."jobId"
    and decision.version = ask.version and decision.ordinal = 0
  join notice on notice.company_id = decision.company_id and notice.id = decision.notice_id
    and notice.channel = ask.channel and notice.address = ask.address
  where notice.first_version is not null and decision.occasion = any (${[...GATHERED]})`)

/** Lets notices that wait tell of more. */
export const updateWaiting = (db: Connection, notices: readonly Notice[]) =>
  db.query(sql`
  update notice
  set version = r.version, first_version = r."firstVersion", occasions = r.occasions, about = r.about, pdf = r.pdf,
      due_at = r."dueAt", use_by = r."useBy", quiet_until = r."quietUntil", face = r.face, worded_by = r."wordedBy"
  from jsonb_to_recordset(${asJson(notices)}::jsonb) as r (
    "companyId" uuid, id uuid, version int, "firstVersion" int, occasions text[], about text[], pdf boolean,
    "dueAt" timestamptz, "useBy" timestamptz, "quietUntil" timestamptz, face text, "wordedBy" uuid[]
  )
  where notice.company_id = r."companyId" and notice.id = r.id and notice.settled_at is null`)

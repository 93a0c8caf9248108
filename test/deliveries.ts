import sql from 'sql-template-tag'
import { idFrom } from '#base/id.ts'
import { asJson, type Connection } from '#db/sql.ts'
import { at, type Place, SAM } from './rows.ts'

/** Midnight on the night on which the messages of these tests are due. */
export const NIGHT = at('2026-11-21T00:00:00Z')

/** A job of this place with one save, for notices to be about. Says its id. */
export async function insertJob(db: Connection, place: Place, number = 1): Promise<string> {
  const { companyId, siteId, burglaryId, status } = place
  const id = idFrom('test', companyId, 'job', number)
  await db.query(sql`
    insert into job (company_id, id, number, version, site_id, service_type_id, status_id, priority, initial_request,
                     opened_at, times_dispatched, incident_raised)
    values (${companyId}, ${id}, ${number}, 1, ${siteId}, ${burglaryId}, ${status.DISP}, 5, 'Alarm in zone 3',
            ${NIGHT}, 1, false)`)
  await db.query(sql`
    insert into job_event (company_id, job_id, version, by, at, changed, job, planned_at)
    values (${companyId}, ${id}, 1, ${asJson(SAM)}, ${NIGHT}, '[]', '{}', ${NIGHT})`)
  return id
}

export type MessageRow = Readonly<{
  /** Makes the id; the same name in one company is the same message. */
  name: string
  channel?: 'email' | 'sms'
  lane?: 'urgent' | 'normal' | 'slow'
  address?: string
  subject?: string | null
  body?: string
  paper?: { name: string; bytes: Uint8Array }
  at?: Temporal.Instant
  dueAt?: Temporal.Instant
  useBy?: Temporal.Instant
}>

/** Messages of one job that were written and wait to be sent, as if rules and messages had made them. Says their ids. */
export async function insertMessages(
  db: Connection,
  { companyId }: { companyId: string },
  jobId: string,
  messages: readonly MessageRow[],
): Promise<string[]> {
  const rows = messages.map(message => {
    const id = idFrom('test', companyId, 'message', message.name)
    const { paper, dueAt = NIGHT } = message
    return {
      id,
      channel: message.channel ?? 'email',
      lane: message.lane ?? 'normal',
      address: message.address ?? `${message.name.replaceAll(' ', '.')}@example.com`,
      subject: message.subject === undefined ? `Job ${message.name}` : message.subject,
      body: message.body ?? 'Alarm in zone 3',
      paperId: paper && idFrom(id, 'paper'),
      paperName: paper?.name,
      paper: paper && Buffer.from(paper.bytes).toString('base64'),
      at: message.at ?? dueAt,
      dueAt,
      useBy: message.useBy ?? dueAt.add({ hours: 12 }),
    }
  })
  const these = sql`jsonb_to_recordset(${asJson(rows)}::jsonb) as r (
    id uuid, channel text, lane text, address text, subject text, body text, "paperId" uuid, "paperName" text,
    paper text, at timestamptz, "dueAt" timestamptz, "useBy" timestamptz
  )`
  await db.query(sql`
    insert into notice (company_id, id, job_id, version, occasions, channel, address, pdf, lane, due_at, use_by, settled_at)
    select ${companyId}, id, ${jobId}, 1, '{dispatched}', channel, address, paper is not null, lane, "dueAt", "useBy", at
    from ${these}`)
  await db.query(sql`
    insert into paper (company_id, id, name, bytes, at)
    select ${companyId}, "paperId", "paperName", decode(paper, 'base64'), at from ${these} where paper is not null`)
  await db.query(sql`
    insert into message (company_id, id, subject, body, paper_id, at)
    select ${companyId}, id, subject, body, "paperId", at from ${these}`)
  await db.query(sql`
    insert into delivery (company_id, id, lane, channel, address, state, due_at, use_by, attempts)
    select ${companyId}, id, lane, channel, address, 'waiting', "dueAt", "useBy", 0 from ${these}`)
  return rows.map(({ id }) => id)
}

/** So many names, each a little different. */
export const names = (count: number, word = 'message'): string[] =>
  Array.from({ length: count }, (_, i) => `${word} ${i + 1}`)

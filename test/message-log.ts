import assert from 'node:assert/strict'
import sql from 'sql-template-tag'
import { idFrom } from '#base/id.ts'
import { asJson, type Connection } from '#db/sql.ts'
import type { State } from '#delivery/state.ts'
import { CALLOUT } from '#directory/directory.ts'
import type { Town } from '../src/commands/town.ts'
import type { House } from '../src/house.ts'
import { insertMessages } from './deliveries.ts'

type Fate = Readonly<{
  state: State
  channel: 'email' | 'sms'
  address: string
  outcome?: 'accepted' | 'refused' | 'unreachable' | 'unknown'
  code?: string
  words?: string
}>

const YARD = '+61491570157'
const DESK = 'facilities@hargreaves.example'
const accepted = { outcome: 'accepted', code: '250', words: 'OK, queued' } as const
const FATES: readonly Fate[] = [
  { state: 'delivered', channel: 'email', address: DESK, ...accepted },
  { state: 'delivered', channel: 'sms', address: YARD, ...accepted, words: 'SM0f42 queued' },
  { state: 'accepted', channel: 'email', address: 'operators@sentinel.example', ...accepted },
  {
    state: 'failed-for-good',
    channel: 'email',
    address: 'desk@bluegum.example',
    outcome: 'refused',
    code: '550',
    words: 'No such user here',
  },
  { state: 'delivered', channel: 'email', address: 'director@bluegum.example', ...accepted },
  { state: 'unknown', channel: 'sms', address: '+61491570158', outcome: 'unknown', words: 'the connection broke' },
  {
    state: 'failed-for-now',
    channel: 'email',
    address: DESK,
    outcome: 'unreachable',
    code: '421',
    words: 'Try again later',
  },
  { state: 'expired', channel: 'sms', address: YARD, outcome: 'unreachable', words: 'connection refused' },
  { state: 'held', channel: 'email', address: DESK },
  { state: 'waiting', channel: 'email', address: 'director@bluegum.example' },
]

/** A job at the mill that somebody was sent to. */
export async function openAtTheMill({ desk }: House, { companyId, id }: Town) {
  const opening = { siteId: id('Hargreaves Mill'), serviceTypeId: id('Burglar alarm'), initialRequest: 'Zone 4' }
  const opened = await desk.open({ companyId, by: CALLOUT, ...opening })
  assert.ok(opened.ok)
  const sent = { do: 'dispatch', providerId: id('Night Owl Patrols') } as const
  const saved = await desk.save({ companyId, jobId: opened.job.id, change: sent, by: CALLOUT })
  assert.ok(saved.ok)
  return saved.job
}

/** So many messages about a job, written one minute after the other up to now, each with another fate. */
export async function insertLog(db: Connection, job: { companyId: string; id: string }, count: number) {
  const { companyId } = job
  const now = Temporal.Now.instant()
  const rows = Array.from({ length: count }, (_, i) => {
    const { channel, address } = FATES[i % FATES.length]!
    const body = `Job SCR-1 dispatched: Hargreaves Mill, 12 Mill Road, Orange NSW. Night Owl Patrols, ${i}.`
    const subject = channel === 'email' ? `SCR-1 dispatched: Hargreaves Mill (${i})` : null
    const at = now.subtract({ minutes: i + 1 })
    return {
      name: `log ${i}`,
      channel,
      address,
      subject,
      body,
      at,
      dueAt: now.add({ hours: 2 }),
      useBy: now.add({ hours: 9 }),
    }
  })
  await insertMessages(db, { companyId }, job.id, rows)
  const fates = rows.map((row, i) => ({
    id: idFrom('test', companyId, 'message', row.name),
    at: row.at,
    ...FATES[i % FATES.length]!,
  }))
  await meet(db, companyId, fates)
}

type Met = Fate & Readonly<{ id: string; at: Temporal.Instant }>

async function meet(db: Connection, companyId: string, fates: readonly Met[]): Promise<void> {
  const these = sql`jsonb_to_recordset(${asJson(fates)}::jsonb) as r (
    id uuid, at timestamptz, state text, outcome text, code text, words text
  )`
  await db.query(sql`
    insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome, code, words)
    select ${companyId}, id, 1, 'relay', at, at + interval '2 seconds', outcome, code, words
    from ${these}
    where outcome is not null`)
  await db.query(sql`
    update delivery
    set state = r.state, attempts = case when r.outcome is null then 0 else 1 end,
        due_at = case when r.state = 'held' then null else delivery.due_at end,
        ended_at = case when r.state in ('waiting', 'held', 'failed-for-now') then null else at + interval '2 seconds' end
    from ${these}
    where company_id = ${companyId} and delivery.id = r.id and r.state <> 'waiting'`)
}

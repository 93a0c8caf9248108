import { newId } from '#base/id.ts'
import type { Connection, Database } from '#db/sql.ts'
import { findCompany, findEntry } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import { checkSchedule, nextRun, type Schedule, type ScheduleFault } from './schedule.ts'
import * as q from './schedules.sql.ts'

export { findSchedule, type KeptSchedule, listSchedules } from './schedules.sql.ts'

/** What a schedule is to be; without a time zone it takes the company's. */
export type ScheduleDraft = Omit<Schedule, 'id' | 'version' | 'timeZone'> & Readonly<{ timeZone?: string }>

export type ScheduleSaved =
  | { ok: true; schedule: q.KeptSchedule }
  | { ok: false; because: ScheduleFault | 'no-such-schedule' | 'stale'; field?: string }

/** Adds a schedule, if it can work (S1.8). Its first report falls due at its next time from now. */
export const addSchedule = (db: Database, draft: ScheduleDraft, by: Actor, now: Temporal.Instant) =>
  db.begin(tx => write(tx, { ...draft, id: newId(), version: 1 }, by, now))

/** Changes a schedule into what is given. `version` is the one its author was looking at. */
export const changeSchedule = (
  db: Database,
  changed: ScheduleDraft & Pick<Schedule, 'id' | 'version'>,
  by: Actor,
  now: Temporal.Instant,
): Promise<ScheduleSaved> =>
  db.begin(async tx => {
    const current = await q.lockSchedule(tx, changed.companyId, changed.id)
    if (!current) return { ok: false, because: 'no-such-schedule' }
    if (current.version !== changed.version) return { ok: false, because: 'stale' }
    return write(tx, { ...changed, version: changed.version + 1 }, by, now)
  })

/** Takes a schedule out of use. Its reports stay on record. False when there is no such schedule. */
export const removeSchedule = (
  db: Database,
  { companyId, id }: Pick<Schedule, 'companyId' | 'id'>,
  by: Actor,
  now: Temporal.Instant,
): Promise<boolean> =>
  db.begin(async tx => {
    const schedule = await q.lockSchedule(tx, companyId, id)
    if (schedule) await q.retireSchedule(tx, schedule, by, now)
    return schedule !== undefined
  })

async function write(
  tx: Connection,
  draft: ScheduleDraft & Pick<Schedule, 'id' | 'version'>,
  by: Actor,
  now: Temporal.Instant,
): Promise<ScheduleSaved> {
  const { companyId, customerId } = draft
  const checked = checkSchedule({ ...draft, timeZone: draft.timeZone ?? (await findCompany(tx, companyId))!.timeZone })
  if (!checked.ok) return checked
  if (customerId && !(await findEntry(tx, 'customer', { companyId, id: customerId }))) {
    return { ok: false, because: 'no-such-customer', field: 'customerId' }
  }
  const schedule = { ...checked.schedule, nextAt: nextRun(checked.schedule, now) }
  await q.writeSchedule(tx, schedule, by, now)
  return { ok: true, schedule }
}

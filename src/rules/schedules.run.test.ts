import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { reportOnce } from './reports.run.ts'
import { takeDueSchedules } from './reports.sql.ts'
import { settleNotices, takeDueNotices } from './rules.run.ts'
import {
  addSchedule,
  changeSchedule,
  findSchedule,
  listSchedules,
  removeSchedule,
  type ScheduleDraft,
} from './schedules.run.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
// Monday 2 March 2026, 06:00 in Sydney: an hour before a report is due.
const now = at('2026-03-01T19:00:00Z')
const DUE = at('2026-03-01T20:00:00Z')
const WEEK = 7 * 86_400

before(async () => {
  house = await freshDatabase(8)
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
})
after(() => house.drop())
beforeEach(() => house.db.script('truncate report_schedule, notice cascade'))

const draft = (more: Partial<ScheduleDraft> = {}): ScheduleDraft => ({
  ...{ companyId: here.companyId, name: 'Weekly jobs', customerId: null, every: 'week', onDay: 1, atMinute: 420 },
  ...{ addresses: ['a@example.com', ' B@Example.com'], active: true },
  ...more,
})
async function add(more: Partial<ScheduleDraft> = {}, moment = now) {
  const saved = await addSchedule(house.db, draft(more), SAM, moment)
  assert.ok(saved.ok, JSON.stringify(saved))
  return saved.schedule
}
const change = (schedule: Awaited<ReturnType<typeof add>>, more: object, moment = now) =>
  changeSchedule(house.db, { ...schedule, ...more }, SAM, moment)
const fall = (moment = DUE) => reportOnce(house.db, { now: moment })

type ReportRow = { id: string; fromAt: Temporal.Instant; untilAt: Temporal.Instant; at: Temporal.Instant; name: string }
const reports = () =>
  house.db.query<ReportRow>(sql`select id, name, from_at, until_at, at from report order by from_at`)
const notices = () =>
  house.db.begin(tx => takeDueNotices(tx, { lane: 'slow', now: later(now, 90 * 86_400), limit: 100 }))

test('a schedule is kept in normal form, in the time zone of the company, and read back as it was saved', async () => {
  const schedule = await add()
  assert.deepEqual([schedule.timeZone, schedule.addresses], ['Australia/Sydney', ['a@example.com', 'b@example.com']])
  assert.deepEqual([schedule.version, schedule.nextAt], [1, DUE])
  assert.deepEqual(await findSchedule(house.db, here.companyId, schedule.id), schedule)
  assert.deepEqual(await listSchedules(house.db, { companyId: here.companyId, limit: 10 }), [schedule])
})

test('schedules are listed page by page, and of one customer', async () => {
  const all = [await add(), await add({ customerId: here.customerId }), await add()]
  const list = (more: object) => listSchedules(house.db, { companyId: here.companyId, limit: 2, ...more })
  const [first, second] = await list({})
  assert.deepEqual([first, second, ...(await list({ after: second!.id }))], all)
  assert.deepEqual(await list({ customerId: here.customerId }), [all[1]])
})

test('every change is on record with who and when, removal too; a stale save is refused', async () => {
  const schedule = await add()
  const changed = await change(schedule, { atMinute: 480 }, later(now, 60))
  assert.ok(changed.ok)
  assert.deepEqual([changed.schedule.version, changed.schedule.nextAt], [2, later(DUE, 3600)])
  assert.deepEqual(await change(schedule, { name: 'Other' }), { ok: false, because: 'stale' })
  const { companyId, id } = schedule
  assert.equal(await removeSchedule(house.db, { companyId, id }, SAM, later(now, 120)), true)
  assert.equal(await removeSchedule(house.db, { companyId, id }, SAM, now), false)
  assert.deepEqual(await change(schedule, {}), { ok: false, because: 'no-such-schedule' })
  assert.equal(await findSchedule(house.db, companyId, id), undefined)
  const rows = await house.db.query(sql`
    select version, by ->> 'id' as by, at, schedule ->> 'atMinute' as minute, schedule ->> 'removed' as removed
    from report_schedule_change
    where schedule_id = ${id}
    order by version`)
  assert.deepEqual(rows, [
    { version: 1, by: 'sam', at: now, minute: '420', removed: null },
    { version: 2, by: 'sam', at: later(now, 60), minute: '480', removed: null },
    { version: 3, by: 'sam', at: later(now, 120), minute: '480', removed: 'true' },
  ])
  assert.equal(await fall(later(DUE, WEEK)), false)
})

test('a schedule that cannot work is refused and nothing is kept', async () => {
  const strangers = await addSchedule(house.db, draft({ customerId: elsewhere.customerId }), SAM, now)
  assert.deepEqual(strangers, { ok: false, because: 'no-such-customer', field: 'customerId' })
  const badly = await addSchedule(house.db, draft({ addresses: ['nobody'] }), SAM, now)
  assert.deepEqual(badly, { ok: false, because: 'not-an-email-address', field: 'addresses.0' })
  assert.deepEqual(await listSchedules(house.db, { companyId: here.companyId, limit: 10 }), [])
})

test('another company neither sees a schedule nor changes or removes it', async () => {
  const { id } = await add()
  const { companyId } = elsewhere
  assert.equal(await findSchedule(house.db, companyId, id), undefined)
  assert.deepEqual(await listSchedules(house.db, { companyId, limit: 10 }), [])
  assert.deepEqual(await change(await add(), { id, companyId }), { ok: false, because: 'no-such-schedule' })
  assert.equal(await removeSchedule(house.db, { companyId, id }, SAM, now), false)
})

test('S1.8: when its time has come, a schedule leads to one report and a notice for each address, once', async () => {
  const { id } = await add()
  assert.equal(await fall(later(DUE, -1)), false)
  assert.equal(await fall(), true)
  assert.equal(await fall(), false)
  const [report, ...others] = await reports()
  assert.deepEqual(others, [])
  assert.deepEqual(
    [report!.name, report!.fromAt, report!.untilAt],
    ['Weekly jobs', at('2026-02-22T13:00:00Z'), at('2026-03-01T13:00:00Z')],
  )
  const due = await notices()
  assert.deepEqual(due.map(({ address }) => address).sort(), ['a@example.com', 'b@example.com'])
  for (const notice of due) {
    const { jobId, version, reportId, lane, channel, occasions, dueAt, useBy, jobIsDeferred, jobHasMovedOn } = notice
    assert.deepEqual(
      [jobId, version, reportId, lane, channel, occasions],
      [null, null, report!.id, 'slow', 'email', []],
    )
    assert.deepEqual([dueAt, useBy, jobIsDeferred, jobHasMovedOn], [DUE, later(DUE, WEEK), false, null])
  }
  assert.deepEqual((await findSchedule(house.db, here.companyId, id))!.nextAt, later(DUE, WEEK))
})

test('S1.44: after three weeks of standstill there is one report, of the newest week, and the grid goes on', async () => {
  const { id } = await add()
  const back = later(DUE, 3 * WEEK + 5000)
  assert.equal(await fall(back), true)
  assert.equal(await fall(back), false)
  const [report, ...others] = await reports()
  assert.deepEqual([report!.untilAt, report!.at, others], [at('2026-03-22T13:00:00Z'), back, []])
  assert.deepEqual((await findSchedule(house.db, here.companyId, id))!.nextAt, later(DUE, 4 * WEEK))
})

test('W2: a schedule that falls due a second time for the same moment adds nothing', async () => {
  await add()
  await fall()
  await house.db.query(sql`update report_schedule set next_at = ${DUE}`)
  assert.equal(await fall(later(DUE, 60)), true)
  assert.equal((await reports()).length, 1)
  assert.equal((await notices()).length, 2)
})

test('W2: many stations at once report every schedule once', async () => {
  for (let i = 0; i < 12; i++) await add({ name: `Report ${i}` })
  await Promise.all(Array.from({ length: 8 }, () => reportOnce(house.db, { now: DUE, limit: 2 })))
  while (await reportOnce(house.db, { now: DUE, limit: 2 }));
  assert.equal((await reports()).length, 12)
  assert.equal((await notices()).length, 24)
})

test('a schedule that is not active reports nothing; made active again, it begins with its next time', async () => {
  const schedule = await add({ active: false })
  assert.equal(await fall(later(DUE, WEEK)), false)
  const woken = await change(schedule, { active: true }, later(DUE, WEEK + 60))
  assert.ok(woken.ok)
  assert.equal(await fall(later(DUE, WEEK + 120)), false)
  assert.equal(await fall(later(DUE, 2 * WEEK)), true)
})

test('a notice of a report is settled like any other', async () => {
  await add({ addresses: ['a@example.com'] })
  await fall()
  await house.db.begin(async tx => {
    const due = await takeDueNotices(tx, { lane: 'slow', now: DUE, limit: 10 })
    await settleNotices(
      tx,
      due.map(notice => ({ ...notice, droppedBecause: null })),
      DUE,
    )
  })
  assert.deepEqual(await notices(), [])
})

test('while nothing is due, the station asks an index once and reads no table', async () => {
  await house.db.query(sql`
    insert into report_schedule
    select ${here.companyId}, gen_random_uuid(), 1, 'Later', null, 'week', 1, 420, 'Australia/Sydney', '{a@example.com}',
           true, ${later(DUE, WEEK)}::timestamptz + n * interval '1 minute'
    from generate_series(1, 5000) n`)
  await house.db.script('analyze report_schedule')
  type Reads = { seqScan: number; idxScan: number; idxTupFetch: number }
  await house.db.begin(async tx => {
    const reads = async () => {
      const [row] = await tx.query<Reads>(sql`
        select seq_scan, idx_scan, idx_tup_fetch from pg_stat_xact_user_tables where relname = 'report_schedule'`)
      return row!
    }
    const earlier = await reads()
    assert.deepEqual(await takeDueSchedules(tx, DUE, 20), [])
    assert.deepEqual(await reads(), { ...earlier, idxScan: earlier.idxScan + 1 })
  })
})

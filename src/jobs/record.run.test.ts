import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { asText } from '../../test/saves.ts'
import { alterations } from './altered.ts'
import { invoiced } from './invoiced.ts'
import type { Job } from './job.ts'
import { type Desk, findJob, jobEvents, openDesk } from './jobs.run.ts'
import { statusesOf } from './jobs.sql.ts'
import { lockAndLoad, recordSaves } from './record.run.ts'
import type { Saved } from './saved.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let desk: Desk
const now = at('2026-03-02T02:14:00Z')

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  desk = openDesk(house.db, () => now)
})
after(() => house.drop())

async function completeJob(): Promise<Job> {
  const { companyId, siteId, burglaryId: serviceTypeId } = here
  const opened = await desk.open({ companyId, siteId, serviceTypeId, initialRequest: 'Zone 4', by: SAM })
  assert.ok(opened.ok)
  const saved = await desk.save({ companyId, jobId: opened.job.id, change: { do: 'complete' }, by: SAM })
  assert.ok(saved.ok)
  return saved.job
}

const invoice = (jobs: readonly Job[], number: string, meanwhile = async () => {}) =>
  house.db.begin(async tx => {
    const loaded = await lockAndLoad(
      tx,
      jobs.map(({ companyId, id: jobId }) => ({ companyId, jobId })),
    )
    await meanwhile()
    const statuses = await statusesOf(tx, [here.companyId])
    const saves = loaded.map(({ job }) => {
      const decided = invoiced(job, number, statuses)
      assert.ok(decided.ok)
      const next = { ...decided.job, version: job.version + 1 }
      return { job: next, changed: alterations(job, next), by: SAM, at: now }
    })
    await recordSaves(tx, saves)
    return saves.map(({ job }) => job)
  })

test('S1.25: jobs put on an invoice are recorded as they have become, with an event each', async () => {
  const jobs = [await completeJob(), await completeJob()]
  for (const job of await invoice(jobs, 'INV-1')) {
    const read = await findJob(house.db, here.companyId, job.id)
    assert.deepEqual(asText(read?.job), asText(job))
    assert.deepEqual([job.invoiceNumber, job.category, job.version], ['INV-1', 'invoiced', 3])
    const [, , event] = await jobEvents(house.db, here.companyId, job.id)
    assert.deepEqual(asText(event!.job), asText(job))
    assert.deepEqual(
      event!.changed.map(({ field }) => field),
      ['statusId', 'category', 'invoiceNumber'],
    )
  }
})

test('a save that comes while jobs are being put on an invoice waits, and finds them on it', async () => {
  const job = await completeJob()
  let saved: Promise<Saved> | undefined
  await invoice([job], 'INV-2', async () => {
    const change = { do: 'change', set: { notes: 'paid' } } as const
    let answered = false
    saved = desk.save({ companyId: here.companyId, jobId: job.id, change, by: SAM })
    void saved.then(() => (answered = true))
    while (!answered && !(await somebodyWaits())) {}
    assert.equal(answered, false)
  })
  assert.ok((await saved)?.ok)
  const read = (await findJob(house.db, here.companyId, job.id))!.job
  assert.deepEqual([read.invoiceNumber, read.notes, read.version], ['INV-2', 'paid', 4])
})

const somebodyWaits = async () => {
  const waiting = await house.db.query(sql`
    select pid
    from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`)
  return waiting.length > 0
}

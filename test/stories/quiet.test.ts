import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import sql from 'sql-template-tag'
import type { CompanySettable } from '#directory/company.ts'
import { setQuiet } from '#directory/contacts.run.ts'
import { changeCompany } from '#directory/directory.run.ts'
import { setHolidays } from '#directory/holidays.run.ts'
import { expectationOf, sentenceFor } from '#http/sentences.ts'
import type { Job } from '#jobs/job.ts'
import { wouldBe } from '#rules/explain.run.ts'
import { decisionsOfJob } from '#rules/rules.run.ts'
import { openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

// The town wakes on a Monday at 22:30 in Sydney; it is quiet there from 22:00 to 07:00.
let town: Awaited<ReturnType<typeof openTown>>
before(async () => {
  town = await openTown('2026-03-02T11:30:00Z')
  await set({ quietFrom: 22 * 60, quietUntil: 7 * 60 })
  await town.rule('customer', { address: DESK })
  await town.rule('customer', { address: DESK, occasion: 'updated-incomplete' })
  await town.rule('customer', { address: DESK, occasion: 'completed' })
})
after(() => town.close())
afterEach(() => assert.deepEqual(town.heard(), []))

const DESK = 'desk@mill.example'
const HOUR = 3600
async function set(values: CompanySettable): Promise<void> {
  const changed = await changeCompany(town.house.db, town.place.companyId, values, SAM, town.now())
  assert.ok(changed.ok, JSON.stringify(changed))
}
const clockAt = async (wall: string) => {
  const then = Temporal.ZonedDateTime.from(`${wall}[Australia/Sydney]`).toInstant()
  await town.forward(then.since(town.now()).total('seconds'))
}
const sentences = async (job: Job) =>
  (await decisionsOfJob(town.house.db, town.place.companyId, job.id)).map(row => sentenceFor(row))
const expected = async (job: Job, what: 'completed' | 'dispatched') => {
  const would = await wouldBe(town.house.db, { job, what, by: SAM, now: town.now() })
  assert.ok(would.ok)
  return would.expected.map(each => expectationOf(each))
}

test('W5: at night a dispatch is told at once; what can wait is told in the morning, in the order of the saves', async () => {
  const jobs = [await town.open(), await town.open(), await town.open()]
  assert.ok((await expected(jobs[0]!, 'dispatched')).every(line => !line.includes('waits')))
  await town.save(jobs[0]!, { do: 'dispatch' })
  assert.equal(town.heard().length, 1)
  const morning = '2026-03-02T20:00:00Z'
  const waits = `Will tell ${DESK} by e-mail; waits until ${morning} (quiet hours).`
  assert.deepEqual(await expected(jobs[2]!, 'completed'), [waits])
  const saved = [2, 0, 1]
  for (const i of saved) await town.save(jobs[i]!, { do: 'complete', outcome: 'ok' })
  assert.deepEqual(town.heard(), [])
  assert.deepEqual(await sentences(jobs[2]!), [waits])
  await clockAt('2026-03-03T06:59:59')
  assert.deepEqual(town.heard(), [])
  await clockAt('2026-03-03T07:00:01')
  assert.deepEqual(
    town.heard().map(line => line.split(' ').slice(2, 5).join(' ')),
    ['ABC-1 now Complete:', 'ABC-2 now Complete:', 'ABC-3 now Complete:'],
  )
  assert.deepEqual(await sentences(jobs[2]!), [`Told ${DESK} by e-mail.`])
  const notices = await town.house.db.query<{ number: number; useBy: Temporal.Instant; at: Temporal.Instant }>(sql`
    select job.number, notice.use_by, event.at
    from notice
    join job on job.id = notice.job_id
    join job_event event on event.job_id = notice.job_id and event.version = notice.version
    where notice.quiet_until is not null
    order by notice.due_at`)
  assert.deepEqual(
    notices.map(({ number }) => number),
    saved.map(i => i + 1),
  )
  // W4: what waited eight and a half hours is worth having so much longer.
  for (const { useBy, at } of notices) assert.equal(Math.floor(useBy.since(at).total('hours') * 2), 2 * 72 + 17)
})

test('W5: a public holiday of the company is quiet all day, and so is a day it has named itself', async () => {
  await set({ quietHolidays: true, holidaysOf: 'AU-NSW' })
  const { db } = town.house
  const holidays = [{ day: '2026-04-07', name: 'The day after Easter' }]
  assert.ok((await setHolidays(db, { companyId: town.place.companyId, holidays, by: SAM }, town.now())).ok)
  await clockAt('2026-04-03T12:00')
  town.heard()
  const job = await town.open()
  // Good Friday to Easter Monday are holidays in New South Wales.
  await town.save(job, { do: 'change', set: { outcome: 'Broken window' } })
  await clockAt('2026-04-08T06:59')
  assert.deepEqual(town.heard(), [])
  await clockAt('2026-04-08T07:01')
  assert.equal(town.heard().length, 1)
  await set({ quietHolidays: false })
})

test('W5: an address with hours of its own is left in peace by those, and not by those of the company', async () => {
  const contact = { companyId: town.place.companyId, channel: 'email', address: DESK, by: SAM } as const
  await setQuiet(town.house.db, contact, { from: 12 * 60, until: 13 * 60 }, town.now())
  const job = await town.open()
  await clockAt('2026-04-08T12:30')
  await town.save(job, { do: 'change', set: { outcome: 'Broken window' } })
  assert.deepEqual(town.heard(), [])
  await clockAt('2026-04-08T13:00:01')
  assert.equal(town.heard().length, 1)
  await clockAt('2026-04-08T23:00')
  await town.save(job, { do: 'change', set: { outcome: 'Broken door' } })
  assert.equal(town.heard().length, 1)
  await setQuiet(town.house.db, contact, null, town.now())
})

test('W5: a reminder that falls due at night comes in the morning', async () => {
  await town.rule('site', { address: 'boss@mill.example', occasion: 'incomplete', everyDays: 1, times: 1 })
  const job = await town.open()
  await town.save(job, { do: 'on-site' })
  town.heard()
  await town.forward(25 * HOUR)
  assert.deepEqual(town.heard(), [`email ${DESK}: ABC-6 updated: Hargreaves Mill, 12 Mill Rd, Orange`])
  await clockAt('2026-04-10T07:00:01')
  assert.deepEqual(town.heard(), [
    'email boss@mill.example: ABC-6 not completed after 1 day: Hargreaves Mill, 12 Mill Rd, Orange',
  ])
})

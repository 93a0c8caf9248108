import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { newId } from '#base/id.ts'
import { CATEGORIES, STARTING_STATUSES } from '#directory/directory.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { countBoard, listBoard } from './board.run.ts'
import { glance, VIEWS } from './board.ts'
import { OPEN } from './due.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
const now = at('2026-11-20T15:00:00Z')
before(async () => {
  house = await freshDatabase()
  place = await insertPlace(house.db)
  await everyCase()
})
after(() => house.drop())

/** A job for every way in which a job can stand to its targets, to the minute and to the second around them. */
async function everyCase(): Promise<void> {
  const { companyId, siteId, status } = place
  const types = [
    [newId(), 5, 35],
    [newId(), 5, null],
    [newId(), null, 35],
    [newId(), null, null],
  ] as const
  for (const [id, dispatchWithin, onSiteWithin] of types)
    await house.db.query(sql`
      insert into service_type values (${companyId}, ${id}, 'Alarm', 'alarm', ${dispatchWithin}, ${onSiteWithin})`)
  const before = (seconds: number) => now.subtract({ seconds })
  const statuses = CATEGORIES.map(category => STARTING_STATUSES.find(each => each.category === category)!.code)
  const jobs = types.flatMap(([serviceTypeId]) =>
    statuses.flatMap(code =>
      [299, 300, 301, 10_000].flatMap(opened =>
        [null, 0, 2100, 2101].flatMap(dispatched =>
          [null, '2026-11-01', '2026-11-21', '2026-12-01'].flatMap(deferredUntil =>
            ['', 'on', 'off', 'both'].map(reached => ({
              id: newId(),
              service_type_id: serviceTypeId,
              status_id: status[code],
              opened_at: before(opened),
              dispatched_at: dispatched === null ? null : before(dispatched),
              on_site_at: reached === 'on' || reached === 'both' ? now : null,
              off_site_at: reached === 'off' || reached === 'both' ? now : null,
              deferred_until: deferredUntil,
            })),
          ),
        ),
      ),
    ),
  )
  await house.db.query(sql`
    insert into job (company_id, id, number, version, site_id, service_type_id, status_id, priority, initial_request, opened_at,
                     dispatched_at, on_site_at, off_site_at, times_dispatched, incident_raised, deferred_because, deferred_until)
    select ${companyId}, id, row_number() over (), 1, ${siteId}, service_type_id, status_id, 5, 'Zone 4', opened_at,
           dispatched_at, on_site_at, off_site_at, 0, false, case when deferred_until is not null then 'no key' end, deferred_until
    from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as r (
      id uuid, service_type_id uuid, status_id uuid, opened_at timestamptz, dispatched_at timestamptz, on_site_at timestamptz,
      off_site_at timestamptz, deferred_until date
    )`)
  await house.db.query(sql`
    insert into job_event (company_id, job_id, version, by, at, changed, job)
    select company_id, id, 1, ${JSON.stringify(SAM)}, ${now}, '[]', '{}'
    from job`)
}

const listed = (view: (typeof VIEWS)[number]) =>
  listBoard(house.db, { companyId: place.companyId, view, now, limit: 100_000 })

test('what the database calls late is what the board calls late, in every case', async () => {
  const open = await listed('open')
  const late = new Set((await listed('late')).map(({ id }) => id))
  assert.deepEqual([open.length, late.size], [3072, 12])
  for (const row of open) assert.equal(late.has(row.id), glance(row, now).late, JSON.stringify(row))
})

test('jobs whose review day has come are those that the board would have reviewed', async () => {
  const today = new Set((await listed('deferred-today')).map(({ id }) => id))
  const open = (await listed('open')).filter(({ category }) => category === 'in-progress')
  for (const row of open) assert.equal(today.has(row.id), glance(row, now).next === 'review', JSON.stringify(row))
})

test('every view is counted as it is listed, and holds open jobs alone', async () => {
  const counts = await countBoard(house.db, place.companyId, now)
  for (const view of VIEWS) {
    const rows = await listed(view)
    assert.equal(counts[view], rows.length, view)
    if (view !== 'complete') assert.ok(rows.every(({ category }) => OPEN.includes(category)) && rows.length > 0, view)
  }
})

test('the page is found by the index of what is not closed, however many jobs are complete', async () => {
  const { companyId, siteId, burglaryId, status } = place
  await house.db.query(sql`
    insert into job (company_id, id, number, version, site_id, service_type_id, status_id, priority, initial_request, opened_at,
                     times_dispatched, incident_raised, closed_at)
    select ${companyId}, gen_random_uuid(), 100000 + n, 1, ${siteId}, ${burglaryId}, ${status.COMP}, 5, 'Zone 4', ${now}, 0, false, ${now}
    from generate_series(1, 20000) n`)
  await house.db.query(sql`analyze job`)
  for (const view of ['open', 'late', 'complete'] as const) {
    const plans: string[] = []
    const query = async (statement: ReturnType<typeof sql>) => {
      const plan = await house.db.query<object>(sql`explain ${statement}`)
      plans.push(plan.flatMap(Object.values).join('\n'))
      return []
    }
    await listBoard({ ...house.db, query }, { companyId, view, now, limit: 51 })
    assert.match(plans[0]!, view === 'complete' ? /job_closed/ : /job_not_closed/)
    assert.doesNotMatch(plans[0]!, /Seq Scan on job\b/)
  }
})

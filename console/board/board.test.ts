import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { assertAccessible, type ConsoleTown, openConsoleTown, PRIYA } from '../../test/console-town.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown('the very beginning')
})
after(() => town.close())

/** The job numbers on the board, from the top. */
const numbers = `[...document.querySelectorAll('[data-job]')].map(row => row.dataset.job)`

const openJob = (site: string, more: object = {}) =>
  town.ask('POST /jobs', {
    siteId: town.town.id(site),
    serviceTypeId: town.town.id('Burglar alarm'),
    initialRequest: 'Zone 4',
    ...more,
  })

test('an empty board says how it looks when it is full, and how to begin', async () => {
  const { page, complaints } = await town.open('/board')
  await page.getByRole('heading', { name: 'No job is open' }).waitFor()
  await assertAccessible(page)
  await page.getByRole('link', { name: 'Open a job' }).click()
  await page.getByRole('combobox', { name: 'Site' }).fill('mill')
  await page.getByRole('option', { name: 'Hargreaves Mill' }).click()
  await page.getByRole('combobox', { name: 'Service type' }).click()
  await page.getByRole('option', { name: 'Burglar alarm' }).click()
  await page.getByLabel('Initial request').fill('Zone 4, roller door')
  await page.getByRole('button', { name: 'Open job' }).click()
  await page.getByRole('heading', { name: 'SCR-1 Hargreaves Mill' }).waitFor()
  assert.deepEqual(complaints, [])
})

test('jobs come by themselves, the most urgent first; nothing moves under the mouse until it leaves', async () => {
  const { page } = await town.open('/board', { as: PRIYA })
  await page.getByRole('row', { name: /SCR-1/ }).waitFor()
  await openJob('Kestrel Depot', { priority: 2 })
  await page.getByRole('row', { name: /SCR-2/ }).waitFor()
  assert.deepEqual(await page.evaluate(numbers), ['SCR-2', 'SCR-1'])

  await page.getByRole('row', { name: /SCR-1/ }).hover()
  await openJob('Banksia Penrith', { priority: 1 })
  await page.getByRole('button', { name: '1 new here. Show' }).waitFor()
  assert.deepEqual(await page.evaluate(numbers), ['SCR-2', 'SCR-1'])
  await page.getByRole('searchbox').hover()
  await page.getByRole('row', { name: /SCR-3/ }).waitFor()
  assert.deepEqual(await page.evaluate(numbers), ['SCR-3', 'SCR-2', 'SCR-1'])

  await page.getByRole('button', { name: 'Site' }).click()
  await page.waitForURL(/sort=site/)
  await page
    .getByRole('columnheader', { name: 'Site', exact: true })
    .and(page.locator('[aria-sort=ascending]'))
    .waitFor()
  assert.deepEqual(await page.evaluate(numbers), ['SCR-3', 'SCR-1', 'SCR-2'])
})

test('the board is worked by the keyboard: search, views, up and down, and a job beside it', async () => {
  const { page } = await town.open('/board', { as: PRIYA })
  await page.getByRole('row', { name: /SCR-1/ }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'SCR-1 Hargreaves Mill' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'SCR-1 Hargreaves Mill' }).waitFor({ state: 'detached' })
  await page.keyboard.press('/')
  await page.keyboard.type('penrith')
  await page.waitForURL(/search=penrith/)
  await page.getByRole('row', { name: /SCR-1/ }).waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /SCR-3/ }).waitFor()
  assert.deepEqual(await page.evaluate(numbers), ['SCR-3'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('4')
  await page.waitForURL(/view=late/)
  await page.getByText('No job here matches').waitFor()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('kestrel')
  await page.getByRole('option', { name: /SCR-2 Kestrel Depot/ }).click()
  await page.waitForURL(/jobs\/SCR-2/)
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page.waitForURL(/board/)
})

for (const options of [{ colorScheme: 'dark' }, { viewport: { width: 390, height: 844 } }] as const) {
  test(`the board with a job beside it can be used by everybody (${JSON.stringify(options)})`, async () => {
    const { page } = await town.open('/board', options)
    await page.getByRole('row', { name: /Kestrel Depot/ }).waitFor()
    await assertAccessible(page)
    await page.goto(`${town.address}/board/SCR-2?do=dispatch`)
    await page.getByRole('region', { name: 'Who will be told' }).getByText('Will tell').first().waitFor()
    await assertAccessible(page)
  })
}

test('ten thousand open jobs are scrolled through: few lines are drawn, and the last one is reached', async () => {
  const { companyId } = town.town
  await town.house.db.query(sql`
    with made as (
      insert into job
      select (jsonb_populate_record(job, jsonb_build_object(
        'id', gen_random_uuid(), 'number', 1000 + n, 'priority', 1 + n % 9))).*
      from job, generate_series(1, 10000) n
      where company_id = ${companyId}
      and number = 1
      returning *)
    insert into job_event (company_id, job_id, version, by, at, changed, job, planned_at)
    select made.company_id, made.id, made.version, event.by, event.at, event.changed, event.job, event.at
    from made
    join job_event event on event.company_id = made.company_id and event.version = 1
    join job on job.company_id = event.company_id and job.id = event.job_id and job.number = 1`)
  const { page } = await town.open('/board')
  await page.locator('[role=grid][aria-rowcount="10004"]').waitFor({ timeout: 40_000 })
  assert.ok((await page.getByRole('row').count()) < 80)
  await page
    .getByRole('row', { name: /Hargreaves Mill/ })
    .first()
    .focus()
  await page.keyboard.press('End')
  await page.getByRole('row', { name: /SCR-10998/ }).waitFor()
  assert.ok((await page.getByRole('row').count()) < 80)
  await page.screenshot({ path: '/tmp/x/tenk.png' })
})

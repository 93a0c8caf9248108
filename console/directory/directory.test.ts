import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { assertAccessible, type ConsoleTown, openConsoleTown, PRIYA } from '../../test/console-town.ts'
import { jpeg } from '../../test/pictures.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown()
})
after(() => town.close())

const rows = (page: Page, kind: string) => page.getByRole('grid', { name: kind }).getByRole('row')
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const panel = (page: Page, one: string) => page.getByRole('complementary', { name: one, exact: true })
const fact = (page: Page, name: string) => page.getByRole('button', { name: `Edit ${name}:` })
const said = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor()

test('every kind has its list, says who cannot be reached, and can be used by everybody', async () => {
  const { page, complaints } = await town.open('/directory')
  await page.waitForURL(/\/directory\/customers$/)
  await row(page, 'Bluegum Early Learning').getByText('Blue Mountains').waitFor()
  for (const kind of ['Sites', 'Providers', 'People', 'Alarm companies', 'Regions', 'Service types', 'Statuses']) {
    await page.getByRole('navigation', { name: 'Kinds' }).getByRole('link', { name: kind }).click()
    await rows(page, kind).nth(1).waitFor()
  }
  await assertAccessible(page)
  await link(page, 'Providers').click()
  await row(page, 'Tap & Tile Plumbing').getByText('no mobile').waitFor()
  await link(page, 'Night Owl Patrols').click()
  await panel(page, 'Provider').getByRole('link', { name: 'Josh Alder' }).waitFor()
  await panel(page, 'Provider').getByText('When a job of provider Night Owl Patrols').waitFor()
  await assertAccessible(page)
  assert.deepEqual(complaints, [])
})

test('an entry is opened by keys and edited where it stands; who did it is told, and it can be taken back', async () => {
  const { page } = await town.open('/directory/customers?search=kestrel')
  await rows(page, 'Customers').nth(1).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await panel(page, 'Customer').getByRole('heading', { name: 'Kestrel Freight' }).waitFor()
  await fact(page, 'E-mail').click()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('nobody')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('This is not an e-mail address').waitFor()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('night@kestrel.example')
  await page.keyboard.press('Enter')
  await said(page, 'E-mail saved.')
  const changes = panel(page, 'Customer').getByRole('region', { name: 'What changed' })
  await changes.getByText('E-mail: duty@kestrel.example → night@kestrel.example').waitFor()
  await changes.getByText('Dana Whitcombe').first().waitFor()
  await row(page, 'Kestrel Freight').getByText('night@kestrel.example').waitFor()
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await said(page, 'Taken back.')
  await row(page, 'Kestrel Freight').getByText('duty@kestrel.example').waitFor()

  await fact(page, 'Region').click()
  await page.getByRole('option', { name: 'Sydney west' }).click()
  await said(page, 'Region saved.')
  await row(page, 'Kestrel Freight').getByText('Sydney west').waitFor()
  await page.getByRole('switch', { name: 'Must be advised' }).click()
  await said(page, 'Must be advised saved.')
  const [kestrel] = (await town.ask('GET /customers?search=kestrel')).items
  assert.deepEqual([kestrel.mustBeAdvised, kestrel.regionId], [false, town.town.id('Sydney west')])
  await page.keyboard.press('Escape')
  await page.waitForURL(/\/directory\/customers\?search=kestrel$/)
})

test('a new entry says at its fields what is wrong, and is opened when it was added', async () => {
  const { page } = await town.open('/directory/providers')
  await rows(page, 'Providers').nth(1).waitFor()
  await page.keyboard.press('n')
  const form = page.getByRole('form', { name: 'New provider' })
  await form.getByRole('textbox', { name: 'Name' }).fill('Quayside Guards')
  await form.getByRole('textbox', { name: 'Mobile' }).fill('02 9999 1111')
  await page.keyboard.press('Enter')
  await form.getByText('This number cannot receive a text').first().waitFor()
  await assertAccessible(page)
  await form.getByRole('textbox', { name: 'Mobile' }).fill('0491 570 006')
  await page.keyboard.press('Enter')
  await said(page, 'Quayside Guards was added.')
  await panel(page, 'Provider').getByRole('heading', { name: 'Quayside Guards' }).waitFor()
  await row(page, 'Quayside Guards').getByText('+61491570006').waitFor()
})

test('a list is narrowed to what belongs to one entry, and all are shown again', async () => {
  const { page } = await town.open(`/directory/sites?customerId=${town.town.id('Kestrel Freight')}`)
  await page.getByText('Of the customer Kestrel Freight').waitFor()
  assert.equal(await rows(page, 'Sites').count(), 3)
  await page.getByRole('button', { name: 'Show all' }).click()
  await row(page, 'Bluegum Centre').waitFor()
  await page.getByRole('searchbox', { name: 'Search sites' }).fill('mill road')
  await row(page, 'Bluegum Centre').waitFor({ state: 'detached' })
  await row(page, 'Hargreaves Mill').waitFor()
  await page.getByRole('searchbox', { name: 'Search sites' }).fill('nowhere')
  await page.getByRole('heading', { name: 'No site matches' }).waitFor()
})

test('a complaint of a customer is written down and closed', async () => {
  const { page } = await town.open(`/directory/customers/${town.town.id('St Columba Hospital')}`)
  const complaints = panel(page, 'Customer').getByRole('region', { name: 'Complaints' })
  await complaints.getByRole('button', { name: 'Write down a complaint' }).click()
  await complaints.getByRole('textbox', { name: 'What they complain of' }).fill('Nobody rang back')
  await complaints.getByRole('button', { name: 'Write down' }).click()
  await complaints.getByText('Nobody rang back').waitFor()
  await complaints.getByRole('button', { name: 'Close' }).click()
  await complaints.getByText(/closed by Dana Whitcombe/).waitFor()
})

test('a picture of a person is shown and removed, which can be taken back', async () => {
  const { page } = await town.open(`/directory/people/${town.town.id('Josh Alder')}`)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add a picture' }).click(),
  ])
  await chooser.setFiles({ name: 'josh.jpg', mimeType: 'image/jpeg', buffer: jpeg() })
  const picture = page.getByRole('img', { name: 'How Josh Alder looks' })
  await picture.waitFor()
  await page.getByRole('button', { name: 'Remove' }).click()
  await picture.waitFor({ state: 'detached' })
  await page.getByRole('status').filter({ hasText: 'removed' }).getByRole('button', { name: 'Undo' }).click()
  await picture.waitFor()
})

test('who dispatches sees everything and changes nothing', async () => {
  const { page } = await town.open(`/directory/sites/${town.town.id('Hargreaves Mill')}`, { as: PRIYA })
  await panel(page, 'Site').getByText('Sentinel Monitoring').waitFor()
  assert.equal(await fact(page, 'Address').count(), 0)
  assert.equal(await page.getByRole('button', { name: 'Add', exact: true }).count(), 0)
  await page.getByRole('button', { name: 'Files' }).click()
  await page.getByRole('menuitem', { name: 'Export all as CSV' }).waitFor()
  assert.equal(await page.getByRole('menuitem', { name: 'Import a file' }).count(), 0)
})

const FILE = `name,email,region,colour
Hargreaves Timber,new@hargreaves.example,,red
Quayside Foods,office@quayside.example,Sydney west,
Bad,nobody,,
`

test('a file says first what every line would do; faults stop it unless they are left out', async () => {
  const { page } = await town.open('/directory/customers/import')
  await page.getByRole('link', { name: 'An empty file to fill in' }).waitFor()
  await assertAccessible(page)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a file' }).click(),
  ])
  await chooser.setFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
  await page.getByText('no column is called that: colour').waitFor()
  const lines = rows(page, 'Lines of the file')
  await lines.nth(1).getByText('email "nobody": This is not an e-mail address').waitFor()
  await lines.nth(3).getByText('office@hargreaves.example → new@hargreaves.example').waitFor()
  await assertAccessible(page)
  const store = page.getByRole('button', { name: 'Import 2 lines' })
  assert.ok(await store.isDisabled())
  await page.getByRole('checkbox', { name: 'Leave out the line with a fault' }).check()
  await store.click()
  await page.getByText('Of 3 lines: 1 added, 1 changed, 1 with a fault.').waitFor()
  await page.getByRole('link', { name: 'Show customers' }).click()
  await row(page, 'Quayside Foods').getByText('Sydney west').waitFor()
})

test('what was pasted and is no such file is said plainly', async () => {
  const { page } = await town.open('/directory/regions/import')
  await page.getByRole('textbox', { name: 'Or paste rows of a spreadsheet' }).fill('colour\nred')
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('button', { name: 'Choose a file' }).waitFor()
})

test('a kind of which there is nothing yet says what it is for; no such kind and no such entry are said plainly', async () => {
  const { page } = await town.open('/directory/customers/019abc00-0000-7000-8000-000000000001')
  await panel(page, 'Customer').getByRole('alert').getByText('There is no such entry').waitFor()
  await page.goto(`${town.address}/directory/horses`)
  await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
})

test('five thousand customers scroll, and only those in sight are drawn', async () => {
  await town.house.db.query(sql`
    insert into customer (company_id, id, name, must_be_advised, takes_notifications)
    select ${town.town.companyId}, gen_random_uuid(), 'Zz ' || lpad(i::text, 4, '0'), false, true
    from generate_series(0, 4999) as i`)
  const { page } = await town.open('/directory/customers?search=zz')
  await rows(page, 'Customers').nth(1).focus()
  const started = Date.now()
  while ((await link(page, 'Zz 4999').count()) === 0) {
    await page.keyboard.press('End')
    assert.ok(Date.now() - started < 40_000, 'the end was not reached')
    await page.waitForTimeout(20)
  }
  assert.ok((await rows(page, 'Customers').count()) < 80)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, type ConsoleTown, openConsoleTown, PRIYA } from '../../test/console-town.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown('the very beginning')
})
after(() => town.close())

const EXAMPLE = new URL('../../examples/notifications.csv', import.meta.url).pathname

test("SMART's rows are tried first, every line with what becomes of it; then the good ones are made", async () => {
  const { page, complaints } = await town.open('/rules/import')
  await page.getByRole('heading', { name: "Import SMART's rows" }).waitFor()
  await assertAccessible(page)
  const before = (await town.ask('GET /rules?limit=200')).items.length
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'CSV file' }).click()
  await (await choosing).setFiles(EXAMPLE)
  await page.getByText('Of 8 rows: 6 would be made, 1 there already, 1 refused.').waitFor()
  await page.getByRole('row', { name: /^8 .*There is no service provider "Night Patrol": did you mean/ }).waitFor()
  await assertAccessible(page)
  assert.equal((await town.ask('GET /rules?limit=200')).items.length, before)
  await page.getByRole('button', { name: 'Make these 6 rules' }).click()
  await page.getByRole('row', { name: /^2 .*made.*Facilities desk/ }).waitFor()
  assert.equal((await town.ask('GET /rules?limit=200')).items.length, before + 6)
  await page.getByRole('link', { name: /is invoiced, e-mail a PDF to Accounts/ }).click()
  await page.getByRole('heading', { name: 'Hargreaves Timber' }).waitFor()
  assert.deepEqual(complaints, [])
})

test('a file that is none of these is refused with what to do', async () => {
  const { page } = await town.open('/rules/import')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'CSV file' }).click()
  const file = { name: 'jobs.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') }
  await (await choosing).setFiles(file)
  await page.getByRole('alert').waitFor()
  await assertAccessible(page)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`reports by schedule: looked at, switched off, added, changed and deleted (${colorScheme})`, async () => {
    const { page, complaints } = await town.open('/rules/reports', { colorScheme })
    const row = page.getByRole('row', { name: /Weekly jobs/ })
    await row.getByText('Every Monday at 07:00').waitFor()
    await assertAccessible(page)
    await row.getByRole('switch', { name: 'Weekly jobs is sent' }).click()
    await row.getByText('is off').waitFor()
    const changed = page.getByRole('status').filter({ hasText: 'The schedule was changed.' })
    await changed.getByRole('button', { name: 'Undo' }).click()
    await row.getByText('is off').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Add a report' }).click()
    const form = page.getByRole('form', { name: 'New report' })
    await form.getByRole('textbox', { name: 'Name' }).fill('Month of Kestrel')
    await form.getByRole('combobox', { name: 'Jobs of' }).fill('kestrel')
    await page.getByRole('option', { name: 'Kestrel Freight' }).click()
    await form.getByRole('combobox', { name: 'Sent' }).click()
    await page.getByRole('option', { name: 'every month' }).click()
    await form.getByRole('combobox', { name: 'To' }).fill('duty@')
    await form.getByRole('button', { name: 'Add this report' }).click()
    await form.getByRole('alert').getByText('This is not an e-mail address').waitFor()
    await form.getByRole('combobox', { name: 'To' }).press('Backspace')
    await form.getByRole('combobox', { name: 'To' }).fill('duty@kestrel.example')
    await form.getByRole('button', { name: 'Add this report' }).click()
    await page.getByRole('link', { name: 'Month of Kestrel' }).click()
    const newest = page.getByRole('link', { name: 'Look at the newest (PDF)' })
    const printed = await page.request.get(town.address + (await newest.getAttribute('href')))
    assert.equal(printed.headers()['content-type'], 'application/pdf')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('link', { name: 'Month of Kestrel' }).waitFor({ state: 'detached' })
    // What was refused on purpose a browser complains of, too.
    assert.deepEqual(
      complaints.filter(words => !words.includes('422')),
      [],
    )
  })
}

test('whoever dispatches sees when reports go, and can change nothing', async () => {
  const { page } = await town.open('/rules/reports', { as: PRIYA })
  await page.getByRole('link', { name: 'Weekly jobs' }).click()
  await page.getByRole('link', { name: 'Spreadsheet' }).waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Name' }).isEnabled(), false)
  assert.equal(await page.getByRole('switch').count(), 0)
  assert.equal(await page.getByRole('button', { name: /Save|Delete|Add/ }).count(), 0)
  await page.setViewportSize({ width: 390, height: 844 })
  await assertAccessible(page)
})

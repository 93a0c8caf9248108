import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, type ConsoleTown, openConsoleTown, PRIYA } from '../../test/console-town.ts'
import { insertLog, openAtTheMill } from '../../test/message-log.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown()
  await insertLog(town.house.db, await openAtTheMill(town.house, town.town), 60)
})
after(() => town.close())

const question = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true })

test('every question is answered in a sentence, a drawing and figures, for everybody', async () => {
  const { page, complaints } = await town.open('/reports', { as: PRIYA })
  const waited = question(page, 'How long until somebody was on site?')
  await waited.getByText(/^Of \d+ jobs half had somebody on site within .* of being dispatched/).waitFor()
  await waited.getByRole('img').first().waitFor()
  await question(page, 'How many jobs?')
    .getByText(/jobs were opened and/)
    .waitFor()
  await question(page, 'How were people told?')
    .getByText(/^Of \d+ messages: arrived 18/)
    .waitFor()
  await question(page, 'What failed, and why?').getByText('550 No such user here', { exact: false }).first().waitFor()
  await question(page, 'By provider').getByRole('link', { name: 'Night Owl Patrols' }).waitFor()
  await question(page, 'How many jobs?').getByRole('button', { name: 'Show the figures' }).click()
  await question(page, 'How many jobs?').getByRole('columnheader', { name: 'Completed' }).waitFor()
  await assertAccessible(page)
  assert.deepEqual(complaints, [])
})

test('other moments, ways, days and customers are chosen, and stand in the address', async () => {
  const { page } = await town.open('/reports')
  const waited = question(page, 'How long until somebody was on site?')
  await waited.getByText('Opening to dispatch').click()
  await waited.getByText(/half were dispatched within .* of being opened/).waitFor()
  await question(page, 'How were people told?').getByText('Text', { exact: true }).click()
  await question(page, 'How were people told?')
    .getByText(/not known 6/)
    .waitFor()
  await page.getByText('7 days', { exact: true }).click()
  await page.waitForURL(/period=7-days/)
  await page.getByRole('combobox', { name: 'Customer' }).fill('kestrel')
  await page.getByRole('option', { name: 'Kestrel Freight' }).click()
  await page.waitForURL(/customerId=/)
  await question(page, 'By customer').getByText('1 customer had jobs; Kestrel Freight had most').waitFor()
  const csv = await question(page, 'By customer').getByRole('link', { name: /^CSV/ }).getAttribute('href')
  const answer = await page.request.get(town.address + csv)
  assert.match(await answer.text(), /^\uFEFFCustomer,Jobs/)
  assert.match(csv!, /customerId=/)
})

test('a table is sorted by what somebody asks, and a reason leads to its messages', async () => {
  const { page } = await town.open('/reports')
  const customers = question(page, 'By customer')
  await customers.getByRole('button', { name: 'Failed' }).click()
  await customers.getByRole('columnheader', { name: 'Failed' }).and(page.locator('[aria-sort=descending]')).waitFor()
  await customers.getByRole('row').nth(1).getByText('Hargreaves Timber').waitFor()
  const failed = question(page, 'What failed, and why?').getByRole('listitem').filter({ hasText: 'No such user' })
  await failed.getByRole('link', { name: 'Show the messages' }).click()
  await page.waitForURL(/\/messages\?.*state=failed-for-good/)
  await page.getByRole('row').filter({ hasText: 'desk@bluegum.example' }).first().waitFor()
})

test('days in which nothing happened say so, and offer more; days that cannot be are said plainly', async () => {
  const { page } = await town.open('/reports?period=own&from=2024-01-01&until=2024-01-09')
  await page.getByRole('heading', { name: 'Nothing happened in these days' }).waitFor()
  await assertAccessible(page)
  await page.getByRole('textbox', { name: 'Until' }).or(page.getByLabel('Until')).first().fill('2023-01-01')
  await page.getByRole('alert').waitFor()
  await page.goto(`${town.address}/reports?period=own&from=2024-01-01&until=2024-01-09`)
  await page.getByRole('link', { name: 'Look at 12 months' }).click()
  await question(page, 'How many jobs?').waitFor()
})

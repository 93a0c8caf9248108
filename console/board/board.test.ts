import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, type ConsoleTown, openConsoleTown } from '../../test/console-town.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown('the very beginning')
})
after(() => town.close())

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
  await page.screenshot({ path: '/tmp/x/one.png' })
  assert.deepEqual(complaints, [])
})

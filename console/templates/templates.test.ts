import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, type ConsoleTown, openConsoleTown } from '../../test/console-town.ts'
import { openAtTheMill } from '../../test/message-log.ts'

let town: ConsoleTown
let reference: string
before(async () => {
  town = await openConsoleTown()
  reference = `SCR-${(await openAtTheMill(town.house, town.town)).number}`
})
after(() => town.close())

// A page keeps a connection for what happens, and a browser has only six.
let opened: Page | undefined
afterEach(() => opened?.close())
async function open(path: string): Promise<Page> {
  const { page } = await town.open(path)
  opened = page
  return page
}
const deed = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const words = (page: Page) => page.getByRole('textbox', { name: 'Words' })
const shown = (page: Page) => page.getByRole('region', { name: 'The message' })

test('every template stands under who reads it, with its languages', async () => {
  const page = await open('/templates')
  const customers = page.getByRole('region', { name: 'For customers' })
  await customers.getByText('We are on the way: ‹number›').waitFor()
  assert.equal(await customers.getByRole('link', { name: 'Español' }).count(), 23)
  await assertAccessible(page)
  await customers.getByRole('link', { name: 'On the way' }).nth(1).click()
  await page.getByRole('heading', { name: 'On the way Text' }).waitFor()
})

test('what is typed is shown on a real job as it is typed, with its weight; a field is put in by a click', async () => {
  const page = await open(`/templates/on-the-way.sms/en?job=${reference}`)
  await shown(page).getByText(`on the way to you (${reference})`).waitFor()
  await words(page).fill('Coming: ')
  await deed(page, '{{site}}').click()
  await shown(page).getByText('Coming: Hargreaves Mill').waitFor()
  await page.getByText('One segment: 23 signs in GSM-7').waitFor()
  await words(page).fill(`Ж ${'Coming soon. '.repeat(10)}`)
  await page.getByText(/segments: .* in UCS-2/).waitFor()
  await assertAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await assertAccessible(page)
})

test('a fault is said at the words it is in; what is typed outlasts leaving the page', async () => {
  const page = await open(`/templates/closed/en?job=${reference}`)
  await words(page).fill('Dear customer,\n{{nmber}} is done.')
  await page.getByText('Line 2: There is no tag {{nmber}}. Did you mean {{number}}?').waitFor()
  await page.getByRole('link', { name: 'All templates' }).click()
  await page.goBack()
  await page.getByText('Not saved yet').waitFor()
  assert.match(await words(page).inputValue(), /nmber/)
  await deed(page, 'Undo changes').click()
  await shown(page).getByText(reference).first().waitFor()
})

test('Ctrl-S saves; the version stands there with who wrote it; Undo and older versions bring words back', async () => {
  const page = await open(`/templates/on-site.sms/de?job=${reference}`)
  const versions = page.getByRole('region', { name: 'Versions' })
  await versions.getByText('in use').waitFor()
  await words(page).fill('Wir sind da ({{number}}).')
  await page.keyboard.press('Control+s')
  await page.getByText('The template is saved.').waitFor()
  await versions.getByText(/Dana Whitcombe/).waitFor()
  await page.getByRole('link', { name: 'Deutsch own words' }).waitFor()
  await deed(page, 'Undo').click()
  await page.getByText('Taken back.').waitFor()
  await shown(page)
    .getByText(/sind da \(/)
    .waitFor({ state: 'detached' })
  await deed(page, 'Bring back: Version 1').click()
  await page.getByText('Version 1 is back.').waitFor()
  await shown(page).getByText(`Wir sind da (${reference}).`).waitFor()
})

test('whoever was slower keeps what he typed, and saves it over the other', async () => {
  const page = await open(`/templates/status.sms/en?job=${reference}`)
  await shown(page).waitFor()
  await words(page).fill('Mine {{number}}')
  await town.ask('PUT /templates/status.sms/en', { version: 0, subject: null, body: 'Theirs {{number}}' })
  await deed(page, 'Save').click()
  await page.getByText('It has changed since you saw it').waitFor()
  assert.equal(await words(page).inputValue(), 'Mine {{number}}')
  await deed(page, 'Save').click()
  await page.getByText('The template is saved.').waitFor()
  await page.getByText('Version 2').first().waitFor()
})

test('what is printed is chosen and put in order, and can be taken back', async () => {
  const page = await open('/templates/sheet')
  const fields = page.getByRole('list', { name: 'Fields' })
  await fields.getByRole('checkbox', { name: 'Alarm company' }).uncheck()
  await deed(page, 'Move Status down').click()
  await assertAccessible(page)
  await page.keyboard.press('Control+s')
  await page.getByText('From now on it is printed so.').waitFor()
  const layout = await town.ask('GET /sheet-layout')
  const names = layout.fields
  assert.deepEqual([names.slice(0, 3), names.includes('alarmCompany')], [['number', 'site', 'status'], false])
  await deed(page, 'Undo').click()
  await page.getByText('Taken back.').waitFor()
  await page.getByRole('checkbox', { name: 'Alarm company', checked: true }).waitFor()
})

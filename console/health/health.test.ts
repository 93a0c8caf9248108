import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { noteFailures, optOut } from '#directory/contacts.run.ts'
import { assertAccessible, type ConsoleTown, openConsoleTown } from '../../test/console-town.ts'

const DESK = 'facilities@hargreaves.example'
const COLE = '+61491570158'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown()
  const { companyId } = town.town
  const at = Temporal.Now.instant()
  const because = 'refused: 550 No such user here'
  await noteFailures(
    town.house.db,
    [{ companyId, channel: 'email', address: DESK, at, because, certain: 'certain' }],
    at,
  )
  await optOut(town.house.db, { companyId, channel: 'sms', address: COLE }, 'answered "STOP"', at)
})
after(() => town.close())

// A page keeps a connection for what happens, and a browser has only six.
let opened: Page | undefined
afterEach(() => opened?.close())
async function open(path: string) {
  const { page, complaints } = await town.open(path)
  opened = page
  return { page, complaints }
}

test('at a glance: all is well, what is captured, what waits, and that every part is at work', async () => {
  const { page } = await open('/health')
  await page.getByText(/All is well\. Everything is captured/).waitFor({ timeout: 30_000 })
  await page.getByText('Captured: nothing leaves this server until SMTP_URL is set.').waitFor()
  await page.getByRole('row', { name: /Dispatches 0 nothing is due/ }).waitFor()
  await page.getByText(/All \d+ are at work/).waitFor()
  await assertAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await assertAccessible(page)
})

test('who cannot be reached stands there with why and who names it, and is tried again or opted in', async () => {
  const { page } = await open('/health')
  const reach = page.getByRole('region', { name: 'Who cannot be reached' })
  await reach.getByText('refused: 550 No such user here').waitFor()
  await reach.getByText(/Named by 3 rules for Facilities desk/).waitFor()
  await page.getByRole('button', { name: `Try again: ${DESK}` }).click()
  await page.getByText(`The next message to ${DESK} is sent again.`).waitFor()
  await page.getByRole('button', { name: `Opt in again: ${COLE}` }).click()
  await page.getByRole('textbox', { name: 'How do you know?' }).fill('asked so on the phone')
  await page.getByRole('button', { name: 'Opt in', exact: true }).click()
  await page.getByText(`${COLE} gets messages again.`).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await reach.getByText('answered "STOP"').waitFor()
})

/** What the banner would say if these were the alarms. */
async function openWith(alarms: readonly object[], path: string): Promise<Page> {
  const { page } = await open('/health')
  await page.route('**/api/v1/health', async route => {
    const health = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...health, alarms } })
  })
  await page.goto(town.address + path)
  return page
}
const since = Temporal.Now.instant().toString()
const WARNING = { id: 1, severity: 'warning', words: 'The disk is nearly full.', since }
const ALARM = { id: 2, severity: 'alarm', words: 'The account "smtp" is paused.', since }

test('an alarm stands on every page and cannot be hidden; under Health it is explained', async () => {
  const page = await openWith([ALARM, WARNING], '/messages?view=held')
  const banner = page.getByRole('alert').filter({ hasText: 'Sending is in trouble.' })
  await banner.getByText('The account "smtp" is paused. And 1 more.').waitFor()
  assert.equal(await banner.getByRole('button', { name: 'Hide' }).count(), 0)
  await assertAccessible(page)
  await banner.getByRole('link', { name: 'Look' }).click()
  await page.getByText('People are not told what they should be: one alarm.').waitFor()
  await page.getByRole('list', { name: 'What is wrong' }).getByText('The disk is nearly full.').waitFor()
  await assertAccessible(page)
})

test('a warning moves nothing when it comes, and is hidden until there is another', async () => {
  const page = await openWith([], '/messages?view=held')
  const main = page.getByRole('main')
  const before = await main.boundingBox()
  await page.unroute('**/api/v1/health')
  await page.route('**/api/v1/health', async route => {
    const health = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...health, alarms: [WARNING] } })
  })
  await page.goto(`${town.address}/messages?view=held`)
  const banner = page.getByRole('status').filter({ hasText: 'Have a look.' })
  await banner.waitFor()
  assert.equal((await main.boundingBox())!.y, before!.y)
  await banner.getByRole('button', { name: 'Hide' }).click()
  await banner.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('heading', { name: 'No message is held back.' }).waitFor()
  assert.equal(await banner.count(), 0)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { codeOf } from '../../test/authenticator.ts'
import { assertAccessible, type ConsoleTown, DANA, openConsoleTown, PRIYA } from '../../test/console-town.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown('the very beginning')
})
after(() => town.close())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const said = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).first().waitFor()

async function assertAccessibleInBoth(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await assertAccessible(page)
  }
}

test('a company is set up where its settings stand, and what was changed is taken back', async () => {
  const { page, complaints } = await town.open('/settings/company')
  await button(page, 'Edit Quiet hours: None: messages go out at any hour').click()
  await page.getByLabel('Quiet hours from').fill('22:00')
  await button(page, 'Save').click()
  await page.getByRole('alert').getByText('Fill in both times').waitFor()
  await page.getByLabel('Quiet hours until').fill('06:30')
  await page.getByLabel('Quiet hours until').press('Enter')
  await button(page, 'Edit Quiet hours: From 22:00 until 06:30').waitFor()
  await button(page, 'Undo').click()
  await button(page, 'Edit Quiet hours: None: messages go out at any hour').waitFor()

  await page.getByRole('switch', { name: 'Public holidays are quiet' }).click({ force: true })
  await page.getByText('Quiet all day.', { exact: true }).waitFor()
  await page.getByLabel('Day', { exact: true }).fill('2026-12-01')
  await box(page, 'What the day is called').fill('Show Day')
  await button(page, 'Add').click()
  await button(page, 'Remove Show Day').click()
  await said(page, 'Show Day is not quiet any more.')

  await page.getByRole('button', { name: 'Edit Answers to e-mail go to' }).click()
  await box(page, 'Answers to e-mail go to').fill('desk@')
  await button(page, 'Save').click()
  await page.getByRole('alert').getByText('This is not an e-mail address').waitFor()
  assert.equal(await box(page, 'Answers to e-mail go to').inputValue(), 'desk@')
  await button(page, 'Back').click()

  await page.getByRole('button', { name: 'Edit Price of one text' }).click()
  await box(page, 'Price of one text').fill('0.0795 aud')
  await box(page, 'Price of one text').press('Enter')
  await button(page, 'Edit Price of one text: 0.0795 AUD').waitFor()
  await page.getByRole('combobox', { name: 'Time zone' }).fill('perth')
  await page.getByRole('option', { name: 'Australia/Perth' }).click()
  await said(page, 'Time zone saved.')
  assert.equal((await town.ask('GET /company')).timeZone, 'Australia/Perth')
  await assertAccessibleInBoth(page)
  assert.deepEqual(
    complaints.filter(words => !words.includes('422')),
    [],
  )
})

test('who signs in is seen, given another role and let in no longer', async () => {
  const { page } = await town.open('/settings/people')
  await page.getByRole('link', { name: 'Priya Nair' }).click()
  await page.getByRole('heading', { level: 2, name: 'Priya Nair' }).waitFor()
  await page.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Read-only' }).click()
  await said(page, 'Priya Nair is read-only now.')
  await button(page, 'Undo').click()
  await page.getByRole('row', { name: /Priya Nair Dispatcher/ }).waitFor()
  await button(page, 'Make a password link').click()
  const link = page.getByRole('region', { name: 'Link' }).locator('code')
  await link.getByText('/new-password#code=').waitFor()
  await assertAccessibleInBoth(page)

  await page.getByRole('link', { name: 'Invite somebody' }).click()
  await page.getByText('In the directory').click()
  await page.getByRole('combobox', { name: 'Person' }).fill('dana')
  await page.getByRole('option', { name: 'Dana Whitcombe' }).click()
  await button(page, 'Invite').click()
  await page.getByRole('alert').getByText('This person signs in already').waitFor()
  await page.getByText('Somebody new').click()
  await box(page, 'Name').fill('Sam Kerr')
  await box(page, 'E-mail').fill('sam@southerncross.example')
  await assertAccessibleInBoth(page)
  await button(page, 'Invite').click()
  await button(page, 'Withdraw the invitation of Sam Kerr').click()
  await said(page, 'The invitation of Sam Kerr opens nothing any more.')

  await page.getByRole('link', { name: 'Dana Whitcombe' }).click()
  await page.getByText('This is you.').waitFor()
  assert.equal(await button(page, 'Let in no longer').count(), 0)
})

test('a key is made for a program, shown once and revoked for good', async () => {
  const { page } = await town.open('/settings/keys/new')
  await box(page, 'For which program').fill('Old board')
  await page.getByRole('radio', { name: 'Look' }).check()
  await assertAccessibleInBoth(page)
  await button(page, 'Make key').click()
  await page.getByText(/^callout_/).waitFor()
  await page.getByRole('link', { name: 'I have copied it' }).click()
  const row = page.getByRole('row', { name: /Old board Look/ })
  await row.getByRole('button', { name: 'Revoke' }).click()
  await assertAccessibleInBoth(page)
  await button(page, 'Revoke for good').click()
  await page.getByRole('row', { name: /Old board Look .*revoked/ }).waitFor()
})

test('a program is added, tried, switched off and on, and removed', async () => {
  const { page } = await town.open('/settings/programs')
  await page.getByRole('heading', { name: 'No program is told' }).waitFor()
  await assertAccessibleInBoth(page)
  await page.getByRole('link', { name: 'Add a program' }).click()
  await box(page, 'Address').fill('https://127.0.0.1:9/in')
  await button(page, 'Add program').click()
  await page
    .getByRole('region', { name: 'Secret' })
    .getByText(/^whsec_/)
    .waitFor()
  await page.getByRole('link', { name: 'I have copied it' }).click()
  await button(page, 'Try it').click()
  await page.getByText('It did not take the example.').waitFor()
  await button(page, 'Switch off for now').click()
  await page.getByText('Dana Whitcombe switched it off.').waitFor()
  await button(page, 'Undo').click()
  await button(page, 'Switch off for now').waitFor()
  await button(page, 'Send again').click()
  await said(page, 'Everything since then has reached it.')
  await assertAccessibleInBoth(page)
  await button(page, 'Remove').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('heading', { name: 'No program is told' }).waitFor()
})

test('a dispatcher sets up a second factor, and comes in by it or by a backup code', async () => {
  const { page } = await town.open('/settings/people', { as: PRIYA })
  await page.getByRole('heading', { name: 'An administrator sees this' }).waitFor()
  assert.equal(await page.getByRole('navigation', { name: 'Settings' }).count(), 0)
  await page.getByRole('main').getByRole('link', { name: 'You' }).click()
  await page.getByText('Chrome on Linux').waitFor()
  await button(page, 'Set up').click()
  await box(page, 'Your password').fill(PRIYA.password)
  const [begun] = await Promise.all([page.waitForResponse('**/api/v1/two-factor/start'), button(page, 'Go on').click()])
  const { uri } = await begun.json()
  await page.getByRole('img', { name: /The key for your authenticator/ }).waitFor()
  await box(page, 'Code').fill('000000')
  await button(page, 'Switch on').click()
  await page.getByRole('alert').getByText('The code is wrong').waitFor()
  await box(page, 'Code').fill(codeOf(uri))
  await assertAccessibleInBoth(page)
  await button(page, 'Switch on').click()
  const codes = page.getByRole('region', { name: 'Backup codes' }).getByRole('listitem')
  await codes.first().waitFor()
  const backup = (await codes.first().textContent())!
  await assertAccessibleInBoth(page)
  await button(page, 'I have kept them').click()
  await button(page, 'Switch off').waitFor()

  await page.getByRole('button', { name: 'Priya Nair' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await box(page, 'E-mail').fill(PRIYA.email)
  await box(page, 'Password').fill(PRIYA.password)
  await button(page, 'Sign in').click()
  await box(page, 'Code').fill('123')
  await assertAccessibleInBoth(page)
  await button(page, 'Sign in').click()
  await page.getByRole('alert').getByText('The code is wrong').waitFor()
  await button(page, 'Use a backup code').click()
  await box(page, 'Backup code').fill(backup)
  await button(page, 'Sign in').click()
  await page.getByRole('heading', { level: 1, name: 'Board' }).waitFor()
})

test('a session that ends leaves what was typed, and goes on after signing in again', async () => {
  const { page } = await town.open('/settings/people/invite')
  await box(page, 'Name').fill('Kim Okafor')
  await box(page, 'E-mail').fill('kim@southerncross.example')
  await page.context().clearCookies()
  await button(page, 'Invite').click()
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.getByRole('textbox', { name: 'Password' }).fill('not my password')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.getByRole('alert').getByText('the password is wrong').waitFor()
  await assertAccessibleInBoth(page)
  await dialog.getByRole('textbox', { name: 'Password' }).fill(DANA.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('region', { name: 'Link' }).waitFor()
  const { invitations } = await town.ask('GET /accounts')
  assert.deepEqual(
    invitations.map(({ name }: { name: string }) => name),
    ['Kim Okafor'],
  )
})

test('one changes the password, ends a session elsewhere, and keeps the colours on this machine', async () => {
  const { page } = await town.open('/settings/you', { viewport: { width: 390, height: 844 } })
  await button(page, 'Change password').click()
  await box(page, 'Present password').fill('not my password')
  await box(page, 'New password').fill('another long night')
  await button(page, 'Save password').click()
  await page.getByRole('alert').getByText('The password is wrong').waitFor()
  const data = { email: DANA.email, password: DANA.password }
  const headers = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1' }
  const elsewhere = await fetch(`${town.address}/api/v1/session`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(data),
  })
  assert.equal(elsewhere.status, 200)
  await page.reload()
  await button(page, 'Sign out: Safari on an iPhone').click()
  await said(page, 'Safari on an iPhone is signed out.')
  await assertAccessibleInBoth(page)
  await button(page, 'More').click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await assertAccessibleInBoth(page)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'You' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('data-mantine-color-scheme'), 'dark')
})

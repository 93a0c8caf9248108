import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { makePasswordLink } from '#directory/account-links.run.ts'
import { CALLOUT } from '#directory/directory.ts'
import { firstRunPath } from '#directory/first-run.run.ts'
import { assertAccessible, type ConsoleTown, type DANA, openConsoleTown } from '../../test/console-town.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown('before the first run')
})
after(() => town.close())

const outside = async (path: string) => (await town.open(path, { as: 'nobody' })).page
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

async function assertAccessibleInBoth(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await assertAccessible(page)
}

async function signIn(page: Page, { email, password }: typeof DANA): Promise<void> {
  await box(page, 'E-mail').fill(email)
  await box(page, 'Password').fill(password)
  await button(page, 'Sign in').click()
}

const RUTH = { email: 'ruth@harbour.example', password: 'a long walk home' }

test('the first administrator makes the company by the link of the server; without it one is told where it is', async () => {
  const page = await outside('/sign-in')
  await page.getByText('No administrator yet: open').waitFor()
  await assertAccessibleInBoth(page)
  await page.goto(town.address + (await firstRunPath(town.house.db)))
  await box(page, 'Name').fill('Harbour Monitoring')
  assert.equal(page.url(), `${town.address}/first-run`)
  assert.equal(await box(page, 'Code').inputValue(), 'HAR')
  await page.getByRole('combobox', { name: 'Country' }).fill('New Zea')
  await page.getByRole('option', { name: 'New Zealand' }).click()
  assert.equal(await page.getByRole('combobox', { name: 'Time zone' }).inputValue(), 'Pacific/Auckland')
  await box(page, 'Your name').fill('Ruth Adeyemi')
  await box(page, 'E-mail').fill('ruth@harbour')
  await box(page, 'Password').fill(RUTH.password)
  await assertAccessibleInBoth(page)
  await button(page, 'Begin').click()
  await page.getByRole('alert').getByText('This is not an e-mail address').waitFor()
  await box(page, 'E-mail').fill(RUTH.email)
  await button(page, 'Begin').click()
  await heading(page, 'Board')
  const { company } = await (await page.request.get(`${town.address}/api/v1/me`)).json()
  assert.deepEqual([company.code, company.country, company.locale], ['HAR', 'NZ', 'en-NZ'])

  const late = await outside('/first-run')
  await late.getByText('This server has its administrator already').waitFor()
  await late.getByRole('link', { name: 'Go to sign in' }).click()
  await heading(late, 'Sign in')
})

test('a wrong password is said, and after the right one people are where they wanted to go', async () => {
  const page = await outside('/messages?view=failed')
  await heading(page, 'Sign in')
  await signIn(page, { ...RUTH, password: 'not my password' })
  await page.getByRole('alert').getByText('The e-mail address or the password is wrong').waitFor()
  assert.equal(await box(page, 'E-mail').inputValue(), RUTH.email)
  await assertAccessibleInBoth(page)
  await box(page, 'Password').fill(RUTH.password)
  await button(page, 'Sign in').click()
  await page.waitForURL('**/messages?view=failed')
})

test('whoever tries too often is told how long to wait', async () => {
  const page = await outside('/sign-in')
  const data = { email: 'nobody@harbour.example', password: 'a guess' }
  for (let i = 0; i < 5; i++) await page.request.post(`${town.address}/api/v1/session`, { data })
  await signIn(page, data)
  await page
    .getByRole('alert')
    .getByText(/Wait \d+ seconds, and try again/)
    .waitFor()
})

test('who forgot the password is told that this server sends no e-mail, and whom to ask', async () => {
  const page = await outside('/sign-in')
  await page.getByRole('link', { name: 'Forgot the password?' }).click()
  await heading(page, 'Forgot the password?')
  await assertAccessibleInBoth(page)
  await box(page, 'E-mail').fill(RUTH.email)
  await button(page, 'Send link').click()
  await heading(page, 'This server sends no e-mail')
  await page.getByText('Ask an administrator of your company').waitFor()
})

test('an invitation says who invites whom, and opens once', async () => {
  const { page: desk } = await town.open('/settings/people/invite', { as: RUTH })
  await box(desk, 'Name').fill('Sam Kerr')
  await box(desk, 'E-mail').fill('sam@harbour.example')
  await button(desk, 'Invite').click()
  await desk.getByText('This server sends no e-mail').waitFor()
  const link = (await desk.getByRole('region', { name: 'Link' }).locator('code').textContent())!

  const page = await outside(new URL(link).pathname + new URL(link).hash)
  await heading(page, 'Welcome, Sam Kerr')
  await page.getByText('Harbour Monitoring invites you').waitFor()
  assert.equal(page.url(), `${town.address}/invitation`)
  await assertAccessibleInBoth(page)
  await box(page, 'Password').fill('four words and more')
  await button(page, 'Come in').click()
  await heading(page, 'Board')
  await page.getByRole('button', { name: 'Sam Kerr' }).waitFor()

  const again = await outside(new URL(link).pathname + new URL(link).hash)
  await again.getByRole('alert').getByText('This link opens nothing').waitFor()
  const without = await outside('/invitation')
  await without.getByText('This page opens by a link that you were given').waitFor()
  await assertAccessibleInBoth(without)
})

test('a new password is chosen by a link', async () => {
  const { db } = town.house
  const { page: desk } = await town.open('/board', { as: RUTH })
  const { person, company } = await (await desk.request.get(`${town.address}/api/v1/me`)).json()
  const made = await makePasswordLink(
    db,
    { companyId: company.id, personId: person.id, by: CALLOUT },
    Temporal.Now.instant(),
  )
  assert.ok(made.ok)
  const page = await outside(`/new-password#code=${made.link.code}`)
  await box(page, 'New password').fill('another long walk')
  await assertAccessibleInBoth(page)
  await button(page, 'Save password').click()
  await heading(page, 'The new password is saved')
  await page.getByRole('link', { name: 'Go to sign in' }).click()
  await signIn(page, { ...RUTH, password: 'another long walk' })
  await heading(page, 'Board')
})

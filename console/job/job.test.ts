import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, type ConsoleTown, openConsoleTown, PRIYA } from '../../test/console-town.ts'
import { jpeg } from '../../test/pictures.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown()
})
after(() => town.close())

/** The fact of this name, as it is shown. */
const fact = (page: Page, name: string) => page.getByRole('button', { name: `Edit ${name}:` })

/** Opens the page of a job as the dispatcher, when it is there. */
async function openJob(reference: string, more: object = {}): Promise<{ page: Page; complaints: string[] }> {
  const opened = await town.open(`/jobs/${reference}`, { as: PRIYA, ...more })
  await opened.page.getByRole('heading', { name: new RegExp(`^${reference}`) }).waitFor()
  return opened
}

test(`a job tells what happened and who was told of it, and can be used by everybody`, async () => {
  const { page, complaints } = await openJob('SCR-4')
  const timeline = page.getByRole('list', { name: 'Timeline' })
  await timeline.getByText('Told Duty manager (duty@kestrel.example) by e-mail with PDF.').waitFor()
  await timeline.getByRole('button', { name: 'captured' }).first().click()
  await page.getByRole('region', { name: 'Message' }).getByText('SCR-4').first().waitFor()
  await assertAccessible(page)
  assert.deepEqual(complaints, [])
})

test('a fact is edited where it stands: Enter saves, Escape undoes, and what was saved can be taken back', async () => {
  const { page } = await openJob('SCR-9')
  await fact(page, 'Order number').click()
  await page.getByRole('textbox', { name: 'Order number' }).fill('PO-1')
  await page.keyboard.press('Escape')
  assert.match((await fact(page, 'Order number').textContent()) ?? '', /None$/)

  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Order number' }).fill('PO-77')
  await page.keyboard.press('Enter')
  await page.getByText('Order number saved.').waitFor()
  assert.equal((await town.ask('GET /jobs/SCR-9')).orderNumber, 'PO-77')
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Taken back.').waitFor()
  assert.equal((await town.ask('GET /jobs/SCR-9')).orderNumber, null)
})

test('what somebody else saved elsewhere meanwhile is merged; in the same field both are shown, and one is chosen', async () => {
  const { page } = await openJob('SCR-7')
  const { version } = await town.ask('GET /jobs/SCR-7')
  await fact(page, 'Notes').click()
  await page.getByRole('textbox', { name: 'Notes' }).fill('Key is at the desk')
  await town.ask('PATCH /jobs/SCR-7', { version, orderNumber: 'PO-5' })
  await page.keyboard.press('Enter')
  await page.getByText('Notes saved. Merged with what Farsight desk saved meanwhile.').waitFor()

  await fact(page, 'Outcome').click()
  await page.getByRole('textbox', { name: 'Outcome' }).fill('Shutter oiled')
  await town.ask('PATCH /jobs/SCR-7', { version: version + 2, outcome: 'Shutter replaced' })
  await page.keyboard.press('Enter')
  const both = page.getByRole('alert').filter({ hasText: 'Somebody else was quicker' })
  await both.getByText('Shutter replaced').waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Outcome' }).inputValue(), 'Shutter oiled')
  await both.getByRole('button', { name: 'Keep mine' }).click()
  await page.getByText('Outcome saved.').waitFor()
  assert.equal((await town.ask('GET /jobs/SCR-7')).outcome, 'Shutter oiled')
})

test('beside the button stands who will be told; one is muted, one replaced and one added for this job only', async () => {
  const { page } = await openJob('SCR-9')
  await page.keyboard.press('d')
  const told = page.getByRole('region', { name: 'Who will be told' })
  await told.getByText('Will tell Duty manager (+61491570110) by text.').waitFor()
  await page.getByRole('combobox', { name: 'Provider' }).fill('western')
  await page.getByRole('option', { name: 'Western Guard' }).click()
  await told.getByText('Will tell Patrol car (+61491571266) by text.').waitFor()

  await told.getByRole('button', { name: 'For this job only: Duty manager' }).click()
  await page.getByRole('menuitem', { name: 'Mute for this job' }).click()
  await told.getByText(/Not telling Duty manager .*muted for this job by Priya Nair/).waitFor()

  await told.getByRole('button', { name: 'For this job only: Operators' }).click()
  await page.getByRole('menuitem', { name: 'Tell somebody else instead' }).click()
  const instead = page.getByRole('dialog')
  await instead.getByRole('textbox', { name: 'E-mail address' }).fill('nobody')
  await instead.getByRole('button', { name: 'Tell instead' }).click()
  await instead
    .getByText(/e-mail address/i)
    .nth(1)
    .waitFor()
  await instead.getByRole('textbox', { name: 'E-mail address' }).fill('night@farsight.example')
  await instead.getByRole('button', { name: 'Tell instead' }).click()
  await told.getByText('Will tell night@farsight.example by e-mail.').waitFor()

  await told.getByRole('button', { name: 'Also tell somebody of this job' }).click()
  await told.getByRole('textbox', { name: 'Phone number' }).fill('0491 570 159')
  await told.getByRole('textbox', { name: 'Who that is' }).fill('Site manager')
  await told.getByRole('button', { name: 'Tell', exact: true }).click()
  await told.getByText('Will tell Site manager (+61491570159) by text.').waitFor()
  await assertAccessible(page)

  await page.getByRole('form', { name: 'Dispatch' }).getByRole('button', { name: 'Dispatch' }).click()
  await page.getByText('SCR-9 dispatched.').waitFor()
  const timeline = page.getByRole('list', { name: 'Timeline' })
  await timeline.getByText('Told Site manager (+61491570159) by text.').waitFor()
  await timeline.getByText('Told night@farsight.example by e-mail.').waitFor()
})

test('a job is put off and taken up again, carried on and advised; what is missing is said and kept', async () => {
  const { page } = await openJob('SCR-5')
  await page.getByRole('button', { name: 'Defer' }).click()
  await page.getByRole('textbox', { name: 'Because' }).fill('Waiting for glass')
  await page.getByRole('form', { name: 'Defer' }).getByRole('button', { name: 'Defer' }).click()
  await page
    .getByText(/deferred until .*Waiting for glass/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText('SCR-5 taken up again.').waitFor()
  await page.keyboard.press('s')
  await page.getByText('SCR-5 on site.').waitFor()
  await page.getByRole('combobox', { name: /Status of Josh Alder/ }).click()
  await page.getByRole('option', { name: 'Off site' }).click()
  await page.getByText('Josh Alder: Off site.').waitFor()
  await page.getByRole('button', { name: 'Complete' }).click()
  await page.getByRole('textbox', { name: 'Outcome' }).fill('Window boarded up')
  await page.getByRole('form', { name: 'Complete' }).getByRole('button', { name: 'Complete' }).click()
  await page.getByText('SCR-5 completed.').waitFor()
  await page.getByRole('button', { name: 'Reopen' }).waitFor()
})

test('a photo is added to a job', async () => {
  const { page } = await openJob('SCR-3')
  await page.getByText('None yet. Those added here are printed').waitFor()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add a photo' }).click(),
  ])
  await chooser.setFiles({ name: 'lock.jpg', mimeType: 'image/jpeg', buffer: jpeg() })
  await page.getByRole('img', { name: 'lock.jpg' }).waitFor()
})

test('a job that does not exist is said plainly', async () => {
  const { page } = await town.open('/jobs/SCR-999')
  await page
    .getByRole('alert')
    .getByText(/no such job|does not exist/i)
    .first()
    .waitFor()
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, type ConsoleTown, openConsoleTown, PRIYA } from '../../test/console-town.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown()
})
after(() => town.close())

const of = (kind: string, name: string) => `/rules/${kind}/${town.town.id(name)}`
const rulesOf = async (kind: string, name: string) =>
  (await town.ask(`GET /rules?ownerKind=${kind}&ownerId=${town.town.id(name)}`)).items
const line = (page: Page, sentence: string | RegExp) => page.getByRole('listitem', { name: sentence })

/** Chooses a part of the sentence. */
async function choose(page: Page, part: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: part, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

const undo = async (page: Page, said: string) => {
  const told = page.getByRole('status').filter({ hasText: said })
  await told.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Taken back.').first().waitFor()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`whose rules there are, each as its sentence with what to know of it (${colorScheme})`, async () => {
    const { page, complaints } = await town.open('/rules', { colorScheme })
    await page.getByRole('heading', { name: 'Choose a customer' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: /^Bluegum Early Learning/ }).click()
    const rule = line(page, /is dispatched, text J. Cole/)
    await rule.getByText('Tap & Tile Plumbing has no mobile: this text would reach nobody there.').waitFor()
    await rule.getByRole('link', { name: 'Providers' }).waitFor()
    await page.getByText('No account is set up for texts').waitFor()
    await rule.getByRole('button', { name: 'Last 30 days' }).click()
    await rule.getByText(/^\d+ messages?/).waitFor()
    await assertAccessible(page)
    await rule.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('form', { name: 'Change the rule' }).waitFor()
    await page.getByRole('button', { name: 'More choices' }).click()
    await page.getByLabel('Only these priorities').first().waitFor()
    await assertAccessible(page)
    assert.deepEqual(complaints, [])
  })
}

test('a rule is written as a sentence: its words while it is typed, what it would have sent, saved, and taken back', async () => {
  const { page, complaints } = await town.open(of('customer', 'Kestrel Freight'))
  await page.getByRole('heading', { name: 'Kestrel Freight' }).waitFor()
  await page.keyboard.press('n')
  const form = page.getByRole('form', { name: 'New rule' })
  await choose(page, 'Via', 'e-mail a PDF to')
  await form.getByRole('textbox', { name: 'E-mail address' }).fill('control@kestrel')
  await form.getByText('This is not an e-mail address. Write it as name@example.com.').waitFor()
  await form.getByRole('textbox', { name: 'E-mail address' }).fill('Control@Kestrel.example')
  await form.getByRole('textbox', { name: 'Who that is' }).fill('Control')
  const sentence =
    'When a job of customer Kestrel Freight is dispatched, e-mail a PDF to Control (control@kestrel.example).'
  await form.getByText(sentence).waitFor()
  await form.getByRole('button', { name: 'What would it have sent in the last 30 days?' }).click()
  await form.getByText(/^[1-9]\d* messages?/).waitFor()
  await form.getByRole('figure', { name: /^Bars for 30 days/ }).waitFor()
  await form.getByText('Figures and reasons').click()
  await form.getByText(/To control@kestrel.example \(\d+\)/).waitFor()
  await assertAccessible(page)
  await page.keyboard.press('Control+s')
  await line(page, sentence).waitFor()
  assert.equal((await rulesOf('customer', 'Kestrel Freight')).length, 3)
  await undo(page, 'The rule is in force from now on.')
  await line(page, sentence).waitFor({ state: 'detached' })
  assert.equal((await rulesOf('customer', 'Kestrel Freight')).length, 2)
  assert.deepEqual(complaints, [])
})

test('what is missing is said at its field when it is saved; Escape leaves, and what was typed is kept', async () => {
  const { page } = await town.open(of('customer', 'St Columba Hospital'))
  await page.getByRole('button', { name: 'Add a rule' }).click()
  const form = page.getByRole('form', { name: 'New rule' })
  await form.getByText(/e-mail nobody yet/).waitFor()
  assert.equal(await form.getByText('Say where to send it.').count(), 0)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await form.getByRole('button', { name: 'Add this rule' }).click()
  await form.getByText('Say where to send it.').waitFor()
  await choose(page, 'Notify when', 'still lacks details')
  await form.getByRole('textbox', { name: 'Days' }).fill('900')
  await form.getByText('1 to 366').waitFor()
  await form.getByRole('textbox', { name: 'Days' }).press('Escape')
  await form.waitFor({ state: 'detached' })
  await page.keyboard.press('n')
  await form.getByText('This is what you typed before you left.').waitFor()
  assert.equal(await form.getByRole('textbox', { name: 'Days' }).inputValue(), '900')
  await form.getByRole('button', { name: 'Begin again' }).click()
  assert.equal(await form.getByRole('textbox', { name: 'Days' }).count(), 0)
})

test('a rule is switched off and on, changed and deleted, and each is taken back', async () => {
  const { page } = await town.open(of('provider', 'Western Guard'))
  const rule = line(page, /is dispatched, text Patrol car/)
  await rule.getByRole('switch', { name: 'In force' }).click()
  await page.getByText('Switched off: it tells nobody.').waitFor()
  assert.equal((await rulesOf('provider', 'Western Guard'))[0].active, false)
  await undo(page, 'Switched off')
  assert.equal((await rulesOf('provider', 'Western Guard'))[0].active, true)

  await rule.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'Phone number' }).fill('0491 571 491')
  await page.getByRole('textbox', { name: 'Phone number' }).press('Enter')
  await line(page, /\+61491571491/).waitFor()
  await undo(page, 'The rule was changed.')
  await line(page, /\+61491571266/).waitFor()

  await rule.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('heading', { name: 'Western Guard has no rules of its own' }).waitFor()
  await undo(page, 'The rule was deleted.')
  await rule.waitFor()
  assert.match((await rulesOf('provider', 'Western Guard'))[0].changedBy.name, /Dana/)
})

test('what somebody else changed meanwhile is said, and what was typed is kept', async () => {
  const { page } = await town.open(of('provider', 'Harbour Locksmiths'))
  await line(page, /text Van/)
    .getByRole('button', { name: 'Edit' })
    .click()
  const [{ id, version, ...rule }] = await rulesOf('provider', 'Harbour Locksmiths')
  const { ownerName: _, sentence: _s, changedBy: _b, changedAt: _a, ...body } = rule
  await page.getByRole('textbox', { name: 'Who that is' }).fill('The van')
  await town.ask(`PUT /rules/${id}`, { ...body, version, recipient: 'Van 2' })
  // The stream has told of it before that: then there is nothing to be said, and mine is the later one.
  await page.getByRole('button', { name: 'Save the rule' }).click()
  const stale = page.getByText('Somebody else has changed this rule meanwhile.')
  await stale.or(line(page, /text The van/)).waitFor()
  if (await stale.isVisible()) await page.getByRole('button', { name: 'Save the rule' }).click()
  await line(page, /text The van/).waitFor()
})

test('S1.56: at a site "don\'t notify" silences what others\' rules say, and the page shows which', async () => {
  const { page } = await town.open(of('site', 'Kestrel Depot'))
  const others = page.getByRole('region', { name: 'Rules of others' })
  await others.getByText('When a job of customer Kestrel Freight is completed').waitFor()
  assert.equal(await others.getByText('Silent here:').count(), 0)
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByText("Don't notify", { exact: true }).click()
  await choose(page, 'Notify when', 'when it is completed')
  await page.getByRole('button', { name: 'Add this rule' }).click()
  await others.getByText('Silent here:').waitFor()
  assert.equal(await others.getByText('Silent here:').count(), 1)
  await assertAccessible(page)
  await others.getByRole('link', { name: 'Open' }).first().click()
  await page.getByRole('heading', { name: 'Kestrel Freight' }).waitFor()
})

test('S3.13 to S3.19: a region tells its customers; what stands between them is a list of seven', async () => {
  const { page } = await town.open('/rules?kind=region')
  await page.getByRole('link', { name: /^Blue Mountains/ }).click()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await choose(page, 'Notify when', 'was closed some days ago')
  await page.getByRole('textbox', { name: 'Days' }).fill('2')
  await page.getByRole('textbox', { name: 'Times' }).fill('1')
  await page.getByRole('textbox', { name: 'Times' }).press('Enter')
  const rule = line(
    page,
    'When a job of a customer in region Blue Mountains was closed 2 days ago, e-mail the customer.',
  )
  const gates = rule.getByRole('region', { name: 'Would a customer hear of it?' })
  await gates.getByRole('combobox', { name: 'Customer' }).fill('banksia')
  await page.getByRole('option', { name: 'Banksia Retail Group' }).click()
  await gates.getByText('No: 2 of 7 stand in the way.').waitFor()
  await gates.getByText('Banksia Retail Group is not in the region Blue Mountains.').waitFor()
  await gates.getByText('The customer takes notifications').waitFor()
  await assertAccessible(page)
})

test('S5.4: a status tells the customer, once on a visit, unless it is taken back', async () => {
  const { page } = await town.open('/rules?kind=status')
  await page.getByRole('link', { name: /^Travelling/ }).click()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await choose(page, 'Whose tap', 'by the last technician')
  await page.getByRole('textbox', { name: 'Seconds in which it can be taken back' }).fill('60')
  await page
    .getByText('by the last technician of a visit, text the customer, unless it is taken back within 60')
    .waitFor()
  await page.getByRole('button', { name: 'Add this rule' }).click()
  await line(page, /^When a job is set to "Travelling" by the last technician/).waitFor()
  await assertAccessible(page)
})

test('the company speaks of every job; alarm companies and providers have the same sentence', async () => {
  const { page } = await town.open('/rules')
  await page.getByRole('link', { name: /^Company/ }).click()
  await page.getByRole('heading', { name: 'Southern Cross Response has no rules of its own' }).waitFor()
  await page.keyboard.press('n')
  await choose(page, 'Notify when', 'has its job report')
  await page.getByRole('checkbox', { name: 'cancelled jobs' }).check()
  await choose(page, 'To', 'its customer')
  await page.getByRole('button', { name: 'More choices' }).click()
  await page.getByRole('checkbox', { name: 'Its head office hears it too' }).check()
  await page.getByText('or is cancelled, e-mail the customer and its head office.').waitFor()
  await page.getByRole('link', { name: /^Alarm companies/ }).click()
  await page.getByRole('link', { name: /^Sentinel Monitoring/ }).click()
  await line(page, /alarm company Sentinel Monitoring is completed/).waitFor()
})

test('any customer is found by name, also without rules; a link to one rule opens it at its owner', async () => {
  await town.ask('POST /customers', { name: 'Quayside Storage', email: null, phone: null })
  const { page } = await town.open('/rules')
  await page.getByRole('searchbox', { name: 'Find a customer' }).fill('quay')
  await page.getByRole('link', { name: 'Quayside Storage no rules' }).click()
  await page.getByRole('heading', { name: 'Quayside Storage has no rules of its own' }).waitFor()
  const [{ id, sentence }] = await rulesOf('customer', 'Banksia Retail Group')
  await page.goto(`${town.address}/rules/${id}`)
  await page.getByRole('heading', { name: 'Banksia Retail Group' }).waitFor()
  await line(page, sentence)
    .getByText(/^\d+ messages?/)
    .waitFor()
  await page.goto(`${town.address}/rules/${town.town.id('nobody')}`)
  await page.getByText('There is no such rule').waitFor()
  await page.goto(town.address + of('site', 'nowhere'))
  await page.getByRole('alert').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Add a rule' }).count(), 0)
})

test('whoever dispatches sees the rules and what they do not reach, and can change nothing', async () => {
  const { page } = await town.open(of('customer', 'Bluegum Early Learning'), { as: PRIYA })
  const rule = line(page, /is dispatched, text J. Cole/)
  await rule.getByText('Tap & Tile Plumbing has no mobile').waitFor()
  assert.equal(await page.getByRole('switch').count(), 0)
  for (const name of ['Edit', 'Delete', 'Add a rule', 'Last 30 days'])
    assert.equal(await page.getByRole('button', { name }).count(), 0)
  assert.equal(await page.getByRole('link', { name: 'Import rows' }).count(), 0)
  await page.keyboard.press('n')
  assert.equal(await page.getByRole('form').count(), 0)
  await assertAccessible(page)
})

test('on a phone the rules of an owner are the page', async () => {
  const viewport = { width: 390, height: 844 }
  const { page } = await town.open(of('customer', 'Banksia Retail Group'), { viewport })
  await line(page, /is completed/).waitFor()
  assert.equal(await page.getByRole('searchbox').isVisible(), false)
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('form', { name: 'New rule' }).waitFor()
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Close these rules' }).click()
  await page.getByRole('searchbox').waitFor()
})

test('what was said of one job alone, and that it was taken back, is in its timeline at once', async () => {
  const { page } = await town.open('/jobs/SCR-9', { as: PRIYA })
  const timeline = page.getByRole('list', { name: 'Timeline' })
  await timeline.getByText('Opened by').waitFor()
  const jo = { does: 'add', via: 'text-email', address: 'jo@kestrel.example' }
  const { recipient } = await town.ask('POST /jobs/SCR-9/recipients', jo)
  await timeline.getByText(/For this job only: Also tells jo@kestrel.example/).waitFor()
  await town.ask(`DELETE /jobs/SCR-9/recipients/${recipient.id}`)
  await timeline.getByText(/Taken back: Also tells jo@kestrel.example/).waitFor()
})

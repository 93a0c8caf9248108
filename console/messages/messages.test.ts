import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { takeReplies } from '#receipts/receipts.run.ts'
import { settleRepliesOnce } from '#receipts/replies.run.ts'
import { assertAccessible, type ConsoleTown, openConsoleTown } from '../../test/console-town.ts'
import { insertLog, openAtTheMill } from '../../test/message-log.ts'

let town: ConsoleTown
let job: Awaited<ReturnType<typeof openAtTheMill>>
before(async () => {
  town = await openConsoleTown()
  job = await openAtTheMill(town.house, town.town)
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

const rows = (page: Page) => page.getByRole('grid', { name: 'Messages' }).getByRole('row')
const deed = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('where nothing has failed all messages are shown, and an empty view says what will be there', async () => {
  const { page } = await open('/messages')
  await page.waitForURL(/view=all/)
  await rows(page).nth(1).waitFor()
  await page.getByRole('link', { name: /^Held/ }).click()
  await page.getByRole('heading', { name: 'No message is held back.' }).waitFor()
  await assertAccessible(page)
})

test('failures come first, are counted, and say why', async () => {
  await insertLog(town.house.db, job, 5000)
  const { page } = await open('/messages')
  await page.waitForURL(/view=failed/)
  await page.getByRole('link', { name: 'Failed 999+' }).waitFor()
  await rows(page).filter({ hasText: 'desk@bluegum.example' }).first().getByText('550 No such user here').waitFor()
  await assertAccessible(page)
})

test('five thousand messages scroll, and only those in sight are drawn', async () => {
  const { page } = await open('/messages?view=all')
  await rows(page).nth(1).waitFor()
  const list = page.getByRole('grid', { name: 'Messages' })
  const last = page.getByRole('link', { name: /\(4998\)|, 4998\./ })
  await list.hover()
  const started = Date.now()
  while ((await last.count()) === 0) {
    await page.mouse.wheel(0, 100_000)
    assert.ok(Date.now() - started < 40_000, 'the end was not reached')
    await page.waitForTimeout(20)
  }
  assert.ok((await rows(page).count()) < 80)
})

test('a message is opened by keys, shows its attempts and papers, and is sent again to another address', async () => {
  const { page } = await open('/messages?view=failed&channel=email')
  await rows(page).nth(1).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  const message = page.getByRole('complementary', { name: 'Message' })
  await message.getByText('Attempt 1: relay refused it (550 No such user here)').waitFor()
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.keyboard.press('r')
  await assertAccessible(page)
  await message.getByRole('textbox', { name: 'To' }).fill('nobody')
  await deed(page, 'Send it again').click()
  await message.getByText('This is not an e-mail address').waitFor()
  await message.getByRole('textbox', { name: 'To' }).fill('office@bluegum.example')
  await deed(page, 'Send it again').click()
  await page.getByText('It is sent again to office@bluegum.example.').waitFor()
  await message.getByRole('link', { name: 'sent again since' }).waitFor()
})

test('what is selected is counted first; what was held is released by Undo', async () => {
  const { page } = await open('/messages?view=waiting')
  await rows(page).nth(1).waitFor()
  await page.keyboard.press('x')
  for (let i = 0; i < 3; i++) await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByText('2 selected').waitFor()
  await deed(page, 'Release').click()
  await page.getByText('None of them: they are not held.').waitFor()
  await deed(page, 'Back').click()
  const held = async () =>
    (
      await town.house.db.query<{ count: number }>(sql`
    select count(*)::int as count from delivery where state = 'held'`)
    )[0]!.count
  const before = await held()
  await deed(page, 'Hold').click()
  await deed(page, 'Hold 2 messages').click()
  await page.getByText('2 messages are held back.').waitFor()
  assert.equal(await held(), before + 2)
  await deed(page, 'Undo').click()
  await page.getByText('Taken back.').waitFor()
  assert.equal(await held(), before)
})

test('all that match are sent again together', async () => {
  const { page } = await open('/messages?view=failed&search=desk%40bluegum&channel=email')
  await rows(page).nth(1).waitFor()
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).check()
  await deed(page, 'Select all that match').click()
  await deed(page, 'Resend').click()
  const asked = page.getByText(/^Resend \d+ messages\?/)
  const count = Number(/\d+/.exec((await asked.textContent()) ?? '')![0])
  assert.ok(count > 400, `${count}`)
  await deed(page, 'With the same words').click()
  await page.getByText(`${count} messages are sent again.`).waitFor()
  await page.getByRole('heading', { name: 'No message here matches' }).waitFor()
})

test('an answer stands beside its job until somebody has dealt with it', async () => {
  const at = Temporal.Now.instant()
  const reply = {
    carrier: 'sms',
    key: 'one',
    channel: 'sms',
    from: '+61491570157',
    to: '+61491570100',
    raw: {},
  } as const
  await takeReplies(town.house.db, [{ ...reply, words: 'Thanks, who reset it?', at }], at)
  while (await settleRepliesOnce(town.house.db, { now: at })) {}
  const { page, complaints } = await open('/messages?view=answers')
  await page.getByText('Thanks, who reset it?').waitFor()
  await page.getByRole('link', { name: `SCR-${job.number} Hargreaves Mill` }).waitFor()
  await assertAccessible(page)
  await deed(page, 'Dealt with').click()
  await page.getByRole('heading', { name: 'No answer waits for anybody' }).waitFor()
  await page.getByRole('radio', { name: 'To be dealt with' }).press('ArrowRight')
  await page.getByText('dealt with by Dana Whitcombe').waitFor()
  assert.deepEqual(complaints, [])
})

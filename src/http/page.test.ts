import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { serve } from '@hono/node-server'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'
import { later } from '#base/time.ts'
import { carryOnce } from '#delivery/delivery.run.ts'
import { planOnce } from '#rules/plan.run.ts'
import { remindOnce } from '#rules/reminders.run.ts'
import { reportOnce } from '#rules/reports.run.ts'
import { contrast } from '../../test/contrast.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openDoor } from './door.ts'
import type { Health } from './rooms.ts'

let trial: TrialDoor
let server: Server
let address: string
let browser: Browser
before(async () => {
  trial = await trialDoor()
  server = await listenWith(trial.door)
  address = addressOf(server)
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
})
after(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
  await trial.close()
})

async function listenWith(door: TrialDoor['door']): Promise<Server> {
  const listening = serve({ fetch: door.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(listening, 'listening')
  return listening
}

const addressOf = (listening: Server) => `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`

async function open(path = '', options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext(options)).newPage()
  await page.clock.install()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto((options.baseURL ?? address) + path)
  return { page, complaints }
}

/** The page looks again every two seconds: those pass at once. */
const looksAgain = (page: Page) => page.clock.fastForward(2000)

test('somebody without a key is asked for one, looks inside, and is told how to begin', async () => {
  const { page, complaints } = await open()
  await page.getByLabel('API key').fill(trial.other.keys.read)
  await page.getByRole('button', { name: 'Look inside' }).click()
  await page.getByText('Company OTH (OTH)').waitFor()
  await page.getByText('No jobs yet.').waitFor()
  await page.getByText('No messages yet.').waitFor()
  await page.getByText('Nothing decided yet.').waitFor()
  assert.deepEqual(complaints, [])
  await page.getByRole('button', { name: 'Forget the key' }).click()
  await page.getByLabel('API key').waitFor()
})

test('a wrong key is refused in words, and asked for again', async () => {
  const { page } = await open('#key=nonsense')
  await page.getByText('This API key opens nothing.').waitFor()
  await page.getByLabel('API key').waitFor()
  assert.equal(page.url(), address)
})

test('a key in the address is taken out of it; jobs, messages and decisions appear, and tell their story', async () => {
  const { administer } = trial.harbour.keys
  const owner = { kind: 'customer', id: trial.harbour.ids.customer }
  const rule = { does: 'tell', owner, occasion: 'dispatched', via: 'text-email', address: 'desk@mill.example' }
  await trial.ask(administer, 'POST /rules', rule)
  const { page, complaints } = await open(`#key=${administer}`)
  await page.getByText('No jobs yet.').waitFor()
  assert.equal(page.url(), address)

  const opening = { ...trial.harbour.opening, initialRequest: '<img src=x onerror=alert(1)> "zone 4"' }
  const { job } = (await trial.ask(administer, 'POST /jobs', opening)).body
  await trial.ask(administer, `POST /jobs/${job.id}/dispatch`, {})
  await trial.settle()
  const row = page.getByText('HRB-1 Hargreaves mill').first()
  await looksAgain(page)
  await row.waitFor()
  assert.match((await page.getByRole('status').textContent()) ?? '', /1 new in jobs/)
  await row.click()
  await page.getByText('<img src=x onerror=alert(1)> "zone 4"').first().waitFor()
  await page.locator('#jobs').getByText('Told desk@mill.example by e-mail.').waitFor()
  assert.match((await page.locator('#jobs time').first().textContent()) ?? '', /21 Nov, 02:00 AEDT/)

  await page.locator('#messages').getByText('desk@mill.example').click()
  await page.getByText('It has not been tried yet.').waitFor()
  await page.locator('#messages pre').getByText('HRB-1 dispatched').waitFor()

  // What is new comes above; the row somebody stands on keeps its place and its focus.
  await page.locator('#messages summary').focus()
  await trial.ask(administer, 'POST /jobs', opening)
  await looksAgain(page)
  await page.getByText('HRB-2 Hargreaves mill').waitFor()
  assert.equal(await page.evaluate('document.activeElement.closest("#messages details").open'), true)
  assert.deepEqual(complaints, [])
})

test('S1.8: a message that carries a report is shown by its name, and both its files are had by the keyboard', async () => {
  const { administer } = trial.other.keys
  const schedule = { name: 'Daily jobs', every: 'day', at: '07:00', addresses: ['owner@mill.example'] }
  await trial.ask(administer, 'POST /report-schedules', schedule)
  const now = later(trial.time.now, 86_400)
  await reportOnce(trial.db, { now })
  await carryOnce(trial.db, { press: trial.rooms.press, lane: 'slow', now })
  const { page, complaints } = await open(`#key=${administer}`)
  await page.locator('#messages small').getByText('Daily jobs · → on its way').waitFor()
  await page.locator('#messages').getByText('owner@mill.example').click()
  for (const file of ['Daily jobs 2026-11-20.pdf', 'Daily jobs 2026-11-20.csv']) {
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: file }).press('Enter')
    assert.equal((await saved).suggestedFilename(), file)
  }
  assert.deepEqual(complaints, [])
})

test('S1.38: reminders that say the same stand in their order, also when the page looks again; the next one is foretold', async () => {
  const { ids, keys, opening } = trial.harbour
  const owner = { kind: 'customer', id: ids.customer }
  const rule = { does: 'tell', owner, occasion: 'incomplete', via: 'text-email', address: 'chase@mill.example' }
  await trial.ask(keys.administer, 'POST /rules', { ...rule, everyDays: 1, times: 3 })
  const { job } = (await trial.ask(keys.administer, 'POST /jobs', opening)).body
  await trial.ask(keys.administer, `POST /jobs/${job.id}/dispatch`, {})
  const { now } = trial.time
  while (await planOnce(trial.db, { now }));
  for (const days of [1.1, 2.1]) await remindOnce(trial.db, { now: later(now, days * 86_400) })
  const { page, complaints } = await open(`#key=${keys.read}`)
  const reminders = page.locator('#decisions li').filter({ hasText: `${job.reference} reminder: not completed` })
  await reminders.nth(1).waitFor()
  for (let look = 0; look < 2; look++) {
    const looked = page.waitForResponse(/decisions/)
    await looksAgain(page)
    await looked
  }
  await page.locator('#jobs summary').first().click()
  await page.locator('#jobs').getByText('Will remind chase@mill.example by e-mail on 24 Nov 2026').waitFor()
  const days = await reminders.locator('time').allTextContents()
  assert.deepEqual(
    days.map(text => text.slice(0, 6)),
    ['23 Nov', '22 Nov'],
  )
  assert.deepEqual(complaints, [])
})

test('W8: what is wrong with the sending stands above everything, and where each channel goes with why not', async () => {
  const wrong = { id: 7, severity: 'alarm', words: 'Dispatch messages by text have waited.' } as const
  const since = Temporal.Now.instant().subtract({ minutes: 7 })
  const sms = { name: 'sms', is: 'paused', because: '20003 Authenticate', workedAt: null } as const
  let alarms: Health['alarms'] = [{ ...wrong, since }]
  const channels: Health['channels'] = [
    { channel: 'email', goes: 'out', accounts: [{ ...sms, name: 'smtp', is: 'working', because: null }] },
    { channel: 'sms', goes: 'out', accounts: [sms] },
    { channel: 'voice', goes: 'nowhere', accounts: [] },
    {
      channel: 'webhook',
      goes: 'out',
      accounts: [
        { ...sms, is: 'broken' },
        { ...sms, name: 'b', is: 'working' },
      ],
    },
  ]
  const health = async () => ({ ...(await trial.rooms.health()), alarms, channels })
  const troubled = await listenWith(openDoor({ ...trial.rooms, health }))
  const { page, complaints } = await open(`#key=${trial.harbour.keys.read}`, { baseURL: addressOf(troubled) })
  const alert = page.getByRole('alert')
  await alert.getByText('⚠ Alarm Dispatch messages by text have waited. Since').waitFor()
  assert.match((await alert.textContent()) ?? '', /AEDT, 7 minutes ago\.$/)
  assert.deepEqual(await page.getByRole('list', { name: 'Where messages go' }).locator('li').allTextContents(), [
    'E-mail ✓ sent for real by smtp',
    'Texts ✕ not sent now: sms is paused: 20003 Authenticate',
    'Calls ○ captured: kept here, sent to nobody',
    'Webhooks ! sent for real by b; sms cannot be reached: 20003 Authenticate',
  ])
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    const colours = `[...document.querySelectorAll('#alarms b, #alarms small')].map(each =>
      [getComputedStyle(each).color, getComputedStyle(each.closest('p')).backgroundColor])`
    for (const [ink, ground] of (await page.evaluate(colours)) as [string, string][])
      assert.ok(contrast(ink, ground) >= 4.5, `${scheme}: ${ink} on ${ground}`)
  }
  // The same alarm with newer words stays where it is; over, it goes.
  await page.evaluate(`document.querySelector('#alarms p').title = 'the same'`)
  alarms = [{ ...wrong, since, words: 'Dispatch messages by text have waited for longer.' }]
  await looksAgain(page)
  await alert.getByText('for longer').waitFor()
  assert.equal(await alert.getByTitle('the same').count(), 1)
  alarms = []
  await looksAgain(page)
  await alert.getByText('for longer').waitFor({ state: 'detached' })
  assert.deepEqual(complaints, [])
  troubled.closeAllConnections()
  troubled.close()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`what is read in ${colorScheme} stands out from its ground by 4.5 to 1`, async () => {
    const { page } = await open(`#key=${trial.harbour.keys.read}`, { colorScheme })
    await page.locator('#jobs small').first().waitFor()
    const colours = await page.evaluate(`['h1', 'small', '.good', '.bad', '#company'].map(name => {
      const made = document.querySelector(name) ?? document.body.appendChild(Object.assign(document.createElement('p'), { className: name.slice(1) }))
      return [getComputedStyle(made).color, getComputedStyle(document.documentElement).backgroundColor]
    })`)
    for (const [ink, ground] of colours as [string, string][])
      assert.ok(contrast(ink, ground) >= 4.5, `${ink} on ${ground}`)
  })
}

test('the documentation is browsed from our own server', async () => {
  const { page } = await open('api/v1/docs')
  await page.getByRole('heading', { name: 'Jobs' }).click()
  await page.getByText('Open a job').waitFor()
  await page.getByText('/api/v1/jobs/{id}/dispatch').waitFor()
})

test('no file but ours is served', async () => {
  for (const path of ['/page.css', '/page.js', '/api/v1/swagger-ui-bundle.js'])
    assert.equal((await trial.door.request(path)).status, 200)
  for (const path of ['/page/../door.ts', '/package.json', '/api/v1/../../door.ts', '/page.js.map'])
    assert.equal((await trial.door.request(path)).status, 404)
})

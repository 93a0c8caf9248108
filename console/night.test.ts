import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { assertAccessible } from '../test/console-town.ts'
import { shortLived } from '../test/memory.ts'

// One dispatcher's night on a server of its own: a process that is killed in the middle of it and started again.
const folder = mkdtempSync(join(shortLived(), 'callout-night-'))
const main = new URL('../src/main.ts', import.meta.url).pathname
const { PATH, NODE_COMPILE_CACHE } = process.env
const PASSWORD = 'coffee at half past two'
let env: NodeJS.ProcessEnv
let server: ChildProcess
let address: string
let key: string
let browser: Browser

before(async () => {
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  env = { PATH, NODE_COMPILE_CACHE, CALLOUT_DATA: join(folder, 'data'), PORT: `${port}` }
  const company = ['--name', 'Harbour Response', '--code', 'HRB', '--zone', 'Australia/Sydney', '--country', 'AU']
  const added = execFileSync(process.execPath, [main, 'add-company', ...company], { env, encoding: 'utf8' })
  key = /callout_\S+/.exec(added)![0]
  server = await serve()
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
})
after(async () => {
  await browser.close()
  server.kill('SIGTERM')
  await once(server, 'exit')
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as { port: number }
  listening.close()
  return port
}

/** Starts the server, and waits until it is open. */
async function serve(): Promise<ChildProcess> {
  const started = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const line of createInterface(started.stdout!)) if (line.startsWith('Callout is open')) break
  started.stdout!.resume()
  return started
}

// biome-ignore lint/suspicious/noExplicitAny: as it came; the night knows what it asked for
async function ask(line: string, body?: object): Promise<any> {
  const [method = '', path = ''] = line.split(' ')
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const answer = await fetch(`${address}/api/v1${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  const said = await answer.json()
  assert.ok(answer.ok, `${line}: ${JSON.stringify(said)}`)
  return said
}

/** Who and what there is: a customer with a yard, two patrols, an alarm company that wants its docket number, their rules. */
async function buildHarbour() {
  const add = async (path: string, entry: object): Promise<string> => (await ask(`POST ${path}`, entry)).id
  const customerId = await add('/customers', { name: 'Hargreaves Timber', mustBeAdvised: true })
  const alarmCompanyId = await add('/alarm-companies', { name: 'Sentinel Monitoring', docketNumberNeeded: 'at-end' })
  const address = '3 Dock Street, Mascot NSW'
  const at = { address, timeZone: 'Australia/Sydney', customerId, alarmCompanyId }
  const siteId = await add('/sites', { name: 'Hargreaves Yard', ...at })
  const serviceTypeId = await add('/service-types', { name: 'Burglar alarm', kind: 'alarm', dispatchWithin: 5 })
  const providerId = await add('/providers', { name: 'Night Owl Patrols', mobile: '0491 570 156' })
  const patrol = { name: 'Mere Tamihana', role: 'technician', providerId }
  const technicianId = await add('/people', patrol)
  const priya = await add('/people', { name: 'Priya Nair', role: 'dispatcher', email: 'priya@harbour.example' })
  const rule = { does: 'tell', occasion: 'dispatched', owner: { kind: 'customer', id: customerId } }
  await ask('POST /rules', { ...rule, via: 'sms', address: '0491 570 158', recipient: 'J. Cole' })
  await ask('POST /rules', { ...rule, via: 'text-email', address: 'desk@hargreaves.example', recipient: 'Facilities' })
  const { link } = await ask('POST /invitations', { personId: priya })
  const code = new URLSearchParams(new URL(link).hash.slice(1)).get('code')
  await ask('POST /invitations/accept', { code, password: PASSWORD })
  return { siteId, serviceTypeId, technicianId }
}

test('a night: an alarm comes, somebody is sent, the server dies and comes back, and by the morning all is told', async () => {
  const { siteId, serviceTypeId, technicianId } = await buildHarbour()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(20_000)

  await page.goto(address)
  await page.getByRole('textbox', { name: 'E-mail' }).fill('priya@harbour.example')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'No job is open' }).waitFor()

  // 02:14. The alarm company's program opens the job; it stands on the board by itself.
  await ask('POST /jobs', { siteId, serviceTypeId, priority: 2, initialRequest: 'Burglar alarm, zone 4' })
  const row = page.getByRole('row', { name: /HRB-1/ })
  await row.getByText('nobody yet').waitFor()
  await row.getByText('new', { exact: true }).waitFor()

  // By the keyboard alone: j, d, a name, and whom it tells stands beside the button.
  await page.keyboard.press('j')
  await page.keyboard.press('d')
  const told = page.getByRole('region', { name: 'Who will be told' })
  await told.getByText('Will tell J. Cole (+61491570158) by text.').waitFor()
  await told.getByText('Will tell Facilities (desk@hargreaves.example) by e-mail.').waitFor()
  await page.keyboard.type('night owl')
  await page.getByRole('option', { name: 'Night Owl Patrols' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Technicians' }).click()
  await page.getByRole('option', { name: 'Mere Tamihana' }).click()
  await page.keyboard.press('Escape')
  await told.getByRole('button', { name: 'For this job only: Facilities' }).click()
  await page.getByRole('menuitem', { name: 'Mute for this job' }).click()
  await told.getByText(/Not telling Facilities .*muted for this job by Priya Nair/).waitFor()
  await page.getByRole('form', { name: 'Dispatch' }).getByRole('button', { name: 'Dispatch' }).click()
  const timeline = page.getByRole('list', { name: 'Timeline' })
  await timeline.getByText('Told J. Cole (+61491570158) by text.').waitFor()
  await timeline.getByText(/Not told: Facilities .*muted for this job by Priya Nair/).waitFor()

  // The guard taps "on site" on her phone; the board says so at once.
  const { items: statuses } = await ask('GET /statuses')
  const { id: statusId } = statuses.find(({ code }: { code: string }) => code === 'SITE')
  await ask(`PUT /jobs/HRB-1/visits/1/technicians/${technicianId}`, { statusId })
  await row.getByText('Mere Tamihana on site').waitFor()

  // The server dies while the outcome is being typed: nothing typed is lost, and it is said plainly.
  await page.getByRole('button', { name: 'Edit Outcome:' }).click()
  const outcome = page.getByRole('textbox', { name: 'Outcome' })
  await outcome.fill('Zone 7 unsealed; roller door closed again')
  server.kill('SIGKILL')
  await once(server, 'exit')
  await page.keyboard.press('Enter')
  await page.getByText('The server does not answer').first().waitFor()
  await page.getByRole('alert').getByText('this page tries again by itself').waitFor()
  assert.equal(await outcome.inputValue(), 'Zone 7 unsealed; roller door closed again')
  server = await serve()
  await page.getByRole('alert').getByText('this page tries again by itself').waitFor({ state: 'detached' })
  await outcome.press('Enter')
  await page.getByText('Outcome saved.').waitFor()
  await outcome.waitFor({ state: 'detached' })

  // She leaves; the docket number that the alarm company wants is asked for, and nothing is lost without it.
  await page.keyboard.press('f')
  const leaving = page.getByRole('form', { name: 'Off site' })
  await leaving.getByRole('button', { name: 'Off site' }).click()
  await page.getByText('HRB-1 off site.').waitFor()
  await page.keyboard.press('c')
  const completing = page.getByRole('form', { name: 'Complete' })
  await completing.getByRole('button', { name: 'Complete' }).click()
  await completing
    .getByRole('alert')
    .getByText(/docket number/i)
    .first()
    .waitFor()
  await completing.getByRole('textbox', { name: 'Docket number' }).fill('D88213')
  await completing.getByRole('button', { name: 'Complete' }).click()
  await page.getByRole('article').getByText('Not advised').first().waitFor()

  // 07:00. Hand-over: whoever is still to be told is told.
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /Not advised 1/ })
    .click()
  await row.getByRole('link', { name: 'Advise HRB-1' }).click()
  await page.getByRole('form', { name: 'Advise' }).getByRole('button', { name: 'Advise' }).click()
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /Not advised 0/ })
    .waitFor()
  await page.getByRole('heading', { name: 'Everybody has been told' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('7')
  await row.getByText('Hargreaves Yard').waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Dispatch the chosen job').waitFor()
  await assertAccessible(page)
})

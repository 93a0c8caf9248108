import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import chromium from '@sparticuz/chromium'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core'
import { wallClock } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { addApiKey } from '#directory/access.run.ts'
import { openChanges } from '#http/changes.run.ts'
import type { Job } from '#jobs/job.ts'
import { play } from '../src/commands/demo.ts'
import { eveningOf } from '../src/commands/evening.ts'
import { endDoor, openFront } from '../src/commands/serve.ts'
import { buildTown, letIn } from '../src/commands/town.ts'
import { CAPTURED } from '../src/config.ts'
import { openHouse } from '../src/house.ts'
import { freshDatabase } from './database.ts'

/** Who administers the town. */
export const DANA = { email: 'dana@southerncross.example', password: 'a long night out west' }
/** Who dispatches there. */
export const PRIYA = { ...DANA, email: 'priya@southerncross.example' }

/**
 * The demo's town behind a door on the network, with its stations at work, everything captured, and Dana who administers
 * it and Priya who dispatches; and a browser to look at it with. Before the first run nobody can sign in.
 */
export async function openConsoleTown(
  at: 'an evening under way' | 'the very beginning' | 'before the first run' = 'an evening under way',
) {
  const { connection, drop } = await freshDatabase(1)
  let minutesAgo = 0
  const clock = () => wallClock().subtract({ minutes: minutesAgo })
  const log = (level: string, line: string, more?: object) =>
    assert.notEqual(level, 'error', `${line} ${JSON.stringify(more)}`)
  const house = await openHouse({ connection, clock, log, stations: 'by-themselves', carriers: CAPTURED })
  const town = await buildTown(house, wallClock())
  if (at === 'an evening under way') {
    const jobs = new Map<string, Job>()
    for (const step of eveningOf(town)) {
      minutesAgo = step.minutesAgo
      jobs.set(step.job, await play(house, town, { deed: step.deed, job: jobs.get(step.job) }))
    }
    minutesAgo = 0
  }
  const changes = openChanges(house.db, clock)
  const door = await openFront({ ...house, changes }, FRONT, { version: 'of this test' })
  const address = `http://127.0.0.1:${(door.address() as AddressInfo).port}`
  if (at !== 'before the first run') await letIn(house.db, DANA.password, clock())
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: ARGS })
  return {
    ...{ house, town, door, address },
    /** Does something by the API meanwhile, as a program that may do everything: `ask('PATCH /jobs/SCR-1', {...})`. */
    ask: await asker(house.db, town.companyId, address),
    /** A page of a browser in which Dana is signed in, and what it complained about. */
    open: openerOf(browser, address),
    close: async () => {
      await browser.close()
      changes.close()
      door.closeAllConnections()
      await endDoor(door)
      await house.close()
      await drop()
    },
  }
}
// In one process a page of one browser window sends the cookies of another with what it fetches.
const ARGS = [
  ...chromium.args.filter(
    arg =>
      !/^--(single-process|in-process-gpu|use-gl|use-angle|enable-unsafe-swiftshader|ignore-gpu-blocklist)/.test(arg),
  ),
  '--disable-gpu',
]

export type ConsoleTown = Awaited<ReturnType<typeof openConsoleTown>>

const FRONT = { host: '127.0.0.1', port: 0, metricsToken: null, carriers: CAPTURED }

// biome-ignore lint/suspicious/noExplicitAny: as it came; the test knows what it asked for
type Answer = any

async function asker(db: Database, companyId: string, address: string) {
  const { secret } = await addApiKey(db, { companyId, name: 'Farsight desk', scopes: ['administer'] }, wallClock())
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  return async (line: string, body?: object) => {
    const [method = '', path = ''] = line.split(' ')
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const answer = await fetch(`${address}/api/v1${path}`, sent)
    const said = (await answer.json()) as Answer
    assert.ok(answer.ok, `${line}: ${JSON.stringify(said)}`)
    return said
  }
}

/** As whom a page is opened, how large it is, and in which colours. */
type Opening = Readonly<{
  as?: typeof DANA | 'nobody'
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
}>

// What earlier tests have opened need not be kept up to date.
const MOST_PAGES = 3

/** Opens pages. Everybody has a browser of his own in which he signs in once, and keeps what it has loaded. */
function openerOf(browser: Browser, address: string) {
  const contexts = new Map<string, Promise<BrowserContext>>()
  const pages: Page[] = []
  return async (path: string, { as = DANA, viewport, colorScheme }: Opening = {}) => {
    while (pages.length >= MOST_PAGES) await pages.shift()!.close()
    const whose =
      as === 'nobody'
        ? newContext(browser)
        : contexts.getOrInsertComputed(as.email, () => letInto(browser, address, as))
    const page = await (await whose).newPage()
    pages.push(page)
    if (viewport) await page.setViewportSize(viewport)
    if (colorScheme) await page.emulateMedia({ colorScheme })
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(error.message))
    await page.goto(address + path)
    return { page, complaints }
  }
}

async function letInto(browser: Browser, address: string, data: typeof DANA): Promise<BrowserContext> {
  const context = await newContext(browser)
  const signedIn = await context.request.post(`${address}/api/v1/session`, { data, headers: { origin: address } })
  assert.equal(signedIn.status(), 200, await signedIn.text())
  return context
}

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  context.setDefaultTimeout(15_000)
  return context
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Finds whatever in this page would keep somebody from using it (WCAG 2.2 AA, as far as a program can tell), in light and dark. */
export async function assertAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  const isDark = await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)
  const told = await faultsIn(page, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' })
  const other = await faultsIn(page, ['color-contrast'])
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
  assert.equal([...told, ...other].join('\n\n'), '', page.url())
}

async function faultsIn(page: Page, runOnly: readonly string[]): Promise<string[]> {
  // What is laid over the page (a dialog, a message that something was saved) stands beside its landmarks.
  const { violations } = (await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(runOnly)}, rules: { region: { enabled: false } } })`,
  )) as AxeResults
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html.slice(0, 300)}\n${failureSummary}`),
  )
}

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import chromium from '@sparticuz/chromium'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'
import { wallClock } from '#base/time.ts'
import type { Job } from '#jobs/job.ts'
import { play } from '../src/commands/demo.ts'
import { eveningOf } from '../src/commands/evening.ts'
import { openFront } from '../src/commands/serve.ts'
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
  const { connection, drop } = await freshDatabase()
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
  const door = await openFront(house, FRONT, { version: 'of this test' })
  const address = `http://127.0.0.1:${(door.address() as AddressInfo).port}`
  if (at !== 'before the first run') await letIn(house.db, DANA.password, clock())
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
  return {
    ...{ house, town, door, address, browser },
    /** A page of a browser in which Dana is signed in, or somebody else, or nobody, and what it complained about. */
    open: (path: string, options: BrowserContextOptions = {}, as: typeof DANA | 'nobody' = DANA) =>
      openAs(as, browser, address + path, options),
    close: async () => {
      await browser.close()
      await endDoor(door)
      await house.close()
      await drop()
    },
  }
}
export type ConsoleTown = Awaited<ReturnType<typeof openConsoleTown>>

const FRONT = { host: '127.0.0.1', port: 0, metricsToken: null, carriers: CAPTURED }

async function endDoor(door: Server): Promise<void> {
  door.closeAllConnections()
  await new Promise(resolve => door.close(resolve))
}

async function openAs(as: typeof DANA | 'nobody', browser: Browser, url: string, options: BrowserContextOptions) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  if (as !== 'nobody') {
    const signedIn = await context.request.post(new URL('/api/v1/session', url).href, { data: as })
    assert.equal(signedIn.status(), 200, await signedIn.text())
  }
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(url)
  return { page, complaints }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Finds whatever in this page would keep somebody from using it (WCAG 2.2 AA, as far as a program can tell). */
export async function assertAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  // What is laid over the page (a dialog, a message that something was saved) stands beside its landmarks.
  const { violations } = (await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(tags)}, rules: { region: { enabled: false } } })`,
  )) as AxeResults
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html.slice(0, 300)}\n${failureSummary}`),
  )
  assert.deepEqual(told, [], page.url())
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import chromium from '@sparticuz/chromium'
import { type Page, chromium as playwright } from 'playwright-core'
import { clear } from './ground.ts'
import { count, median } from './rounds.ts'
import type { Bench, Found, Row } from './row.ts'

/** From a click on a page's name to its heading, in a real browser on the demo's data; and what comes over the line at first. */
export const pages: Row = {
  name: 'pages',
  about: 'the console on the demo data: first load, and from a click on a page to its heading',
  measure,
}

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const NAMES = ['Messages', 'Directory', 'Rules', 'Templates', 'Reports', 'Health', 'Settings', 'Board']

async function measure(bench: Bench): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'callout-bench-'))
  const env = { PATH: process.env.PATH, CALLOUT_DATA: join(folder, 'data'), PORT: '0' }
  const server = spawn(process.execPath, [MAIN, 'demo'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
  try {
    const { address, email, password } = await signInOf(server.stdout)
    server.stdout.resume()
    const page = await browser.newPage()
    const bytes = await signIn(page, { address, email, password })
    const first = await walk(page)
    const again: number[] = []
    for (let round = 0; round < bench.rounds * 3; round++) again.push(...(await walk(page)))
    return found(bytes, first, again)
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    await once(server, 'exit')
    await clear(folder)
  }
}

async function signInOf(output: NodeJS.ReadableStream) {
  for await (const line of createInterface(output)) {
    const [, address, email, password] = /Sign in at (http\S+) as (\S+) .*, password (\S+)/.exec(line) ?? []
    if (address && email && password) return { address, email, password }
  }
  throw new Error('The demo ended before anybody could sign in.')
}

/** Signs in; how many kilobytes of script had come when the board stood there. */
async function signIn(page: Page, { address, email, password }: { address: string; email: string; password: string }) {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', request => {
    if (request.resourceType() === 'script')
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(address)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('row', { name: /SCR-/ }).first().waitFor()
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000
}

/** Goes once through all pages: milliseconds from each click until the heading of another page is drawn. */
async function walk(page: Page): Promise<number[]> {
  const times: number[] = []
  for (const name of NAMES) times.push(await page.evaluate<number>(`(${CHANGE})(${JSON.stringify(name)})`))
  return times
}

// Text and not a function: it runs in the page.
const CHANGE = `async name => {
  const link = [...document.querySelectorAll('nav a')].find(each => each.textContent === name)
  const before = document.querySelector('main h1')
  const since = performance.now()
  link.click()
  while (document.querySelector('main h1') === before || !document.querySelector('main h1')) {
    await new Promise(requestAnimationFrame)
  }
  return performance.now() - since
}`

function found(kilobytes: number, first: readonly number[], again: readonly number[]): Found {
  const p95 = again.toSorted((a, b) => a - b)[Math.floor(again.length * 0.95)]!
  const change = `p50 ${count(median(again))} ms, p95 ${count(p95)} ms; the first visit p50 ${count(median(first))} ms`
  return {
    samples: { 'first visit: milliseconds': first, 'page change: milliseconds': again },
    findings: [
      {
        what: 'script until the board stands',
        ours: `${count(kilobytes)} kB compressed`,
        goal: 'under 250 kB',
        met: kilobytes < 250,
      },
      { what: 'a page change, demo data', ours: change, goal: 'under 100 ms', met: p95 < 100 },
    ],
  }
}

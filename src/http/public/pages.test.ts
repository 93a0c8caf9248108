import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { serve } from '@hono/node-server'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium as playwright } from 'playwright-core'
import { later } from '#base/time.ts'
import { contrast } from '../../../test/contrast.ts'
import { publicDoor, WINDOW } from '../../../test/public-door.ts'

// In a real browser, as a customer meets them.
const trial = await publicDoor()
const { door, harbour, links, statuses, does, ask, openJob, pathOf, time } = trial
let server: Server
let browser: Browser
before(async () => {
  server = serve({ fetch: door.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
  await does('PATCH /company', { takesRequests: true, requestTypeId: harbour.ids.serviceType })
})
after(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
  await trial.close()
})

async function open(path: string, options: BrowserContextOptions = {}) {
  const page = await (await browser.newContext({ viewport: { width: 360, height: 740 }, ...options })).newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  return { page, complaints }
}
const requestPath = () => new URL(links.requestUrl({ companyId: harbour.id, id: harbour.ids.customer })).pathname

test('S3.11: without script, on a phone, a customer asks for service with a photo and follows it', async () => {
  const { page } = await open(requestPath(), { javaScriptEnabled: false })
  await page.getByLabel('What is wrong?').fill('The gate does not close')
  await page.getByLabel('Your name').fill('Ana Ruiz')
  await page.getByLabel('Phone').fill('12')
  const buffer = await page.screenshot()
  await page.getByLabel('Photos').setInputFiles({ name: 'gate.png', mimeType: 'image/png', buffer })
  await page.getByRole('button', { name: 'Send the request' }).click()
  await page.getByRole('alert').getByText('This is not a phone number').click()
  await page.getByText('Please choose your photos again').first().waitFor()
  assert.equal(await page.getByLabel('What is wrong?').inputValue(), 'The gate does not close')
  await page.getByLabel('Phone').fill('0491 570 156')
  await page.getByLabel('Photos').setInputFiles({ name: 'gate.png', mimeType: 'image/png', buffer })
  await page.getByRole('button', { name: 'Send the request' }).click()
  await page.getByText('Your number is HRB-').waitFor()
  await page.getByRole('link', { name: 'See how it goes on' }).click()
  await page.getByRole('heading', { name: /^Job HRB-/ }).waitFor()
  const [job] = (await ask(harbour.keys.read, 'GET /jobs?category=requested')).body.items
  assert.equal((await ask(harbour.keys.read, `GET /jobs/${job.id}/photos`)).body.items.length, 1)
})

test('S5.1: the page of a job looks again by itself, says what is new, and leaves alone what somebody is typing', async () => {
  const { person } = harbour.ids
  const job = await openJob(WINDOW)
  await does(`POST /jobs/${job.id}/dispatch`, { technicianIds: [person] })
  const { page, complaints } = await open(pathOf(job.id))
  await page.clock.install()
  await page.reload()
  await page.getByLabel('What time would suit you?').fill('After fo')
  time.now = later(time.now, 60)
  await ask(harbour.keys.administer, `PUT /jobs/${job.id}/visits/1/technicians/${person}`, {
    statusId: statuses.TRAV,
  })
  await page.clock.fastForward(31_000)
  await page.getByRole('status').getByText('On the way to you').waitFor()
  await page.locator('[aria-current=step]').getByText('On the way to you').waitFor()
  assert.equal(await page.getByLabel('What time would suit you?').inputValue(), 'After fo')
  await page.getByRole('button', { name: 'Ask for another time' }).click()
  await page.getByRole('heading', { name: 'We have your wish' }).waitFor()
  await page.getByRole('link', { name: 'Back to the job' }).click()
  await page.getByText('You asked for another time on').waitFor()
  assert.deepEqual(complaints, [])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`what is read in ${colorScheme} stands out by 4.5 to 1, nothing is wider than a phone, and all can be touched`, async () => {
    const job = await openJob(WINDOW)
    for (const path of [pathOf(job.id), requestPath()]) {
      const { page } = await open(path, { colorScheme, viewport: { width: 320, height: 600 } })
      await page.evaluate(`document.querySelector('form').noValidate = true`)
      await page.getByRole('button').last().click()
      await page.locator('.problem').first().waitFor()
      const seen = (await page.evaluate(LOOKS)) as { texts: [string, string, string][]; wide: number; small: string[] }
      for (const [text, ink, ground] of seen.texts)
        assert.ok(contrast(ink, ground) >= 4.5, `${colorScheme}: "${text}" ${ink} on ${ground}`)
      assert.equal(seen.wide, 0)
      assert.deepEqual(seen.small, [])
    }
  })
}

const LOOKS = `(() => {
  const ground = each => {
    const colour = getComputedStyle(each).backgroundColor
    return colour !== 'rgba(0, 0, 0, 0)' || !each.parentElement ? colour : ground(each.parentElement)
  }
  const shown = [...document.querySelectorAll('body *:not(.unseen, .unseen *)')]
  const own = each => [...each.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join('')
  return {
    texts: shown.filter(own).map(each => [own(each), getComputedStyle(each).color, ground(each)]),
    wide: document.documentElement.scrollWidth > innerWidth ? document.documentElement.scrollWidth : 0,
    small: shown.filter(each => each.matches('button, input, select, textarea, .button') && each.offsetHeight > 0 && each.offsetHeight < 44).map(each => each.outerHTML),
  }
})()`

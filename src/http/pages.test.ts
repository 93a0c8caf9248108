import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { serve } from '@hono/node-server'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { openDoor } from './door.ts'

// Neither the documentation nor a file needs what stands behind the door.
const door = openDoor({ log: () => {} } as never)
let server: Server
let address: string
let browser: Browser
before(async () => {
  server = serve({ fetch: door.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
})
after(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

test('the documentation is browsed from our own server', async () => {
  const page = await browser.newPage()
  await page.goto(`${address}api/v1/docs`)
  await page.getByRole('heading', { name: 'Jobs' }).click()
  await page.getByText('Open a job').waitFor()
  await page.getByText('/api/v1/jobs/{id}/dispatch').waitFor()
})

test('no file but ours is served', async () => {
  for (const path of ['/public.css', '/visit.js', '/api/v1/swagger-ui-bundle.js'])
    assert.equal((await door.request(path)).status, 200)
  for (const path of [
    '/page/../door.ts',
    '/package.json',
    '/api/v1/../../door.ts',
    '/visit.js.map',
    '/assets/../../build.ts',
  ])
    assert.equal((await door.request(path)).status, 404)
})

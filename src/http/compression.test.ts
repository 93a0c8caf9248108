import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
  for (let i = 0; i < 20; i++) await trial.ask(trial.harbour.keys.dispatch, 'POST /jobs', trial.harbour.opening)
})
after(() => trial.close())

async function asked(path: string, more: { method?: string; body?: string } = {}) {
  const headers = {
    authorization: `Bearer ${trial.harbour.keys.administer}`,
    'content-type': 'application/json',
    'accept-encoding': 'gzip, deflate, br',
  }
  const response = await trial.door.request(path, { headers, ...more })
  assert.equal(response.status, 200, path)
  return { response, encoding: response.headers.get('content-encoding') }
}

for (const path of [
  '/api/v1/board',
  '/api/v1/openapi.json',
  '/api/v1/swagger-ui.css',
  '/api/v1/swagger-ui-bundle.js',
]) {
  test(`${path} is compressed for whoever understands that, and says the same`, async () => {
    const { response, encoding } = await asked(path)
    assert.deepEqual([encoding, response.headers.get('vary')], ['gzip', 'Accept-Encoding'])
    const squeezed = Buffer.from(await response.arrayBuffer())
    const plain = await trial.door.request(path, {
      headers: { authorization: `Bearer ${trial.harbour.keys.administer}` },
    })
    assert.equal(plain.headers.get('content-encoding'), null)
    const text = await plain.text()
    assert.equal(gunzipSync(squeezed).toString(), text)
    assert.ok(squeezed.length < text.length)
  })
}

test('what is short, a paper, or lines that must not wait for each other is sent as it is', async () => {
  const { items } = (await trial.ask(trial.harbour.keys.read, 'GET /board?limit=1')).body
  const draft = { does: 'tell', owner: { kind: 'customer', id: trial.harbour.ids.customer } }
  const rule = { ...draft, occasion: 'dispatched', via: 'sms', address: '0491 570 156' }
  for (const path of ['/api/v1/company', `/api/v1/jobs/${items[0].id}/pdf`])
    assert.equal((await asked(path)).encoding, null)
  const rehearsed = await asked('/api/v1/rules/rehearsal', { method: 'POST', body: JSON.stringify({ rule }) })
  assert.equal(rehearsed.encoding, null)
  assert.match(await rehearsed.response.text(), /^\{"progress":/)
  const changes = await asked('/api/v1/changes')
  assert.equal(changes.encoding, null)
  await changes.response.body!.cancel()
})

test('what is not compressed on its way says its length, once', async () => {
  const server = serve({ fetch: trial.door.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const headers = { authorization: `Bearer ${trial.harbour.keys.read}` }
  const short = await fetch(`http://127.0.0.1:${port}/api/v1/company`, { headers })
  assert.equal(short.headers.get('content-length'), `${(await short.text()).length}`)
  const long = await fetch(`http://127.0.0.1:${port}/api/v1/board`, { headers })
  assert.deepEqual([long.headers.get('content-encoding'), long.headers.get('content-length')], ['gzip', null])
  assert.equal(((await long.json()) as { items: unknown[] }).items.length, 20)
  server.close()
  server.closeAllConnections()
})

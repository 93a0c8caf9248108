import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { MAIL, type Part, playMailServer, yes } from '../../../test/mail-server.ts'
import { eventually } from '../../../test/sending.ts'
import type { HandOver } from '../carrier.ts'
import { openEmail } from './email.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const DKIM = { domain: 'callout.example', selector: 'a', privateKey }

type Asked = { server: Awaited<ReturnType<typeof playMailServer>>; close: () => Promise<void> }

async function scene(part: Part, act: (to: Asked & { send: (handOver: HandOver) => Promise<unknown> }) => unknown) {
  for (const dkim of [null, DKIM]) {
    const server = await playMailServer(part)
    const carrier = openEmail({ url: server.url, from: 'callout@callout.example', connections: 1, dkim })
    const send = async (handOver: HandOver) => {
      const { as, words, fault = null } = await carrier.send(MAIL, handOver)
      return { as, words, fault }
    }
    await act({ server, send, close: carrier.close })
    await carrier.close()
    server.close()
  }
}

// As long as another message takes on its way: by then what came over the connection before has been noticed.
async function aWhile() {
  const other = await playMailServer({})
  const carrier = openEmail({ url: other.url, from: 'callout@callout.example', connections: 1 })
  assert.equal((await carrier.send(MAIL, yes)).as, 'accepted')
  await carrier.close()
  other.close()
}

test('the server has the whole message before we commit, and its dot only afterwards', () =>
  scene({}, async ({ server, send }) => {
    let asked = 0
    const handOver = async () => {
      asked++
      await eventually(() => server.bodies.includes('Alarm') || server.bodies.length > 20)
      assert.equal(server.count.dots, 0)
      return true
    }
    assert.deepEqual(await send(handOver), { as: 'accepted', words: '2.0.0 queued as 4711', fault: null })
    assert.deepEqual([asked, server.count.dots], [1, 1])
  }))

const refusals: [string, HandOver][] = [
  ['says no', async () => false],
  ['cannot be recorded', () => Promise.reject(new Error('the database is away'))],
]
for (const [sentence, handOver] of refusals) {
  test(`a message whose hand-over ${sentence} was not tried: the server never gets its dot, and the next one goes out`, () =>
    scene({}, async ({ server, send }) => {
      const stopped = { as: 'not-tried', words: 'It was stopped before it was handed over.', fault: null }
      for (let i = 0; i < 3; i++) assert.deepEqual(await send(handOver), stopped)
      assert.equal(server.count.dots, 0)
      await send(yes)
      assert.deepEqual([server.count.dots, server.count.connections], [1, 4])
    }))
}

test('F49: a connection that breaks while we commit has carried nothing, and the outcome waits for the commit', () =>
  scene({}, async ({ server, send }) => {
    const commit = Promise.withResolvers<boolean>()
    const broken = Promise.withResolvers<void>()
    let told: unknown
    const sent = send(async () => {
      await eventually(() => server.bodies.length > 0)
      server.hangUp()
      broken.resolve()
      return commit.promise
    }).then(outcome => {
      told = outcome
    })
    await broken.promise
    await aWhile()
    assert.equal(told, undefined)
    commit.resolve(true)
    await sent
    assert.notEqual((told as unknown as { as: string }).as, 'accepted')
    assert.equal(server.count.dots, 0)
  }))

for (const [answer, as, fault] of [
  ['552 5.3.4 too big', 'refused', 'content'],
  ['250 thank you', 'unreachable', null],
] as const) {
  test(`"${answer}" in the middle of a message: ${as}, and its end is kept back`, () =>
    scene({ body: answer }, async ({ server, send, close }) => {
      const handOver = async () => {
        await eventually(() => server.bodies.length > 0)
        await aWhile()
        return true
      }
      const outcome = (await send(handOver)) as { as: string; fault: string | null }
      assert.deepEqual([outcome.as, outcome.fault], [as, fault])
      await close()
      assert.equal(server.count.dots, 0)
    }))
}

test('a carrier that is closed while we commit sends nothing more', () =>
  scene({}, async ({ server, send, close }) => {
    const outcome = await send(async () => {
      await eventually(() => server.bodies.length > 0)
      await close()
      return true
    })
    assert.notEqual((outcome as { as: string }).as, 'accepted')
    assert.equal(server.count.dots, 0)
  }))

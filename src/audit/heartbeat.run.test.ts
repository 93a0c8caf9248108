import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { later } from '#base/time.ts'
import type { Severity } from './findings.ts'
import { openHeartbeat } from './heartbeat.run.ts'

const START = Temporal.Instant.from('2026-11-21T02:00:00Z')
const asked: string[] = []
let status = 200
const watcher = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`)
  response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('OK')
}).listen(0, '127.0.0.1')
await once(watcher, 'listening')
after(() => watcher.close())
const url = `http://127.0.0.1:${(watcher.address() as AddressInfo).port}/ping/abc`

/** A heart on a clock we hold; `looked`: what the last look found, and how many seconds before. */
function heart(to = url) {
  const time = { now: START }
  let look: { at: Temporal.Instant; alarms: readonly { severity: Severity }[] } | undefined
  const logged: string[] = []
  const heartbeat = openHeartbeat({
    url: to,
    clock: () => time.now,
    log: (level, line, more) => logged.push(`${level} ${line} ${JSON.stringify(more)}`),
    lastLook: () => look as never,
  })
  const beatAfter = async (seconds: number, ...found: Severity[]) => {
    time.now = later(time.now, seconds)
    look = { at: later(time.now, -10), alarms: found.map(severity => ({ severity })) }
    assert.equal(await heartbeat.beat(), false)
    return asked.splice(0)
  }
  const beatUnlooked = async (seconds: number) => {
    time.now = later(time.now, seconds)
    await heartbeat.beat()
    return asked.splice(0)
  }
  return { beatAfter, beatUnlooked, last: heartbeat.last, logged, time }
}

test('W8: while all is well the watcher outside is told once a minute', async () => {
  const { beatAfter, last, time } = heart()
  assert.deepEqual(await beatAfter(0), ['GET /ping/abc'])
  assert.deepEqual(await beatAfter(1), [])
  assert.deepEqual(await beatAfter(58), [])
  assert.deepEqual(await beatAfter(1, 'warning'), ['GET /ping/abc'])
  assert.deepEqual(last(), { succeededAt: time.now, failing: null })
})

test('W8: it is silent while there is an alarm, before anybody looked, and when the last look is half a minute old', async () => {
  const { beatAfter, beatUnlooked, last } = heart()
  assert.deepEqual(await beatUnlooked(0), [])
  assert.deepEqual(await beatAfter(60, 'warning', 'alarm'), [])
  assert.equal(last().succeededAt, null)
  assert.deepEqual(await beatAfter(60), ['GET /ping/abc'])
  assert.deepEqual(await beatUnlooked(60), [])
  assert.deepEqual(await beatAfter(1), ['GET /ping/abc'])
})

test('a watcher that does not take it is a warning in the log and in health, until it does', async () => {
  const { beatAfter, last, logged } = heart()
  for (const [answer, because] of [
    [500, 'It answered 500.'],
    [302, 'unexpected redirect'],
  ] as const) {
    status = answer
    assert.deepEqual(await beatAfter(60), ['GET /ping/abc'])
    assert.deepEqual(last(), { succeededAt: null, failing: because })
    assert.match(logged.pop() ?? '', new RegExp(`^warn the watcher outside could not be reached .*${because}`))
  }
  status = 200
  await beatAfter(60)
  assert.equal(last().failing, null)
})

test('a watcher that is not there is said to be so', async () => {
  const { beatAfter, last } = heart('http://127.0.0.1:1/')
  await beatAfter(0)
  assert.match(last().failing ?? '', /ECONNREFUSED|bad port/)
})

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, afterEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { openMailServer } from '../../test/mail-server.ts'
import { eventually, sendAll, sendingRoom } from '../../test/sending.ts'
import { openEmail } from './channels/email.ts'

const { connection, open, insert, states, ...room } = await sendingRoom()
const server = await openMailServer()
after(server.close)
afterEach(() => {
  server.mails.length = 0
})

/** How often each message arrived, by its id. */
const copies = () => {
  const ids = server.mails.map(({ mail }) => mail.messageId!.slice(1).split('@')[0]!)
  return new Map([...Map.groupBy(ids, id => id)].map(([id, each]) => [id, each.length]))
}

test('W3: while the mail server is down nothing is lost, and when it is up again each message arrives once', async () => {
  const ids = await insert(40)
  let now = room.now
  const carrier = openEmail({ url: server.url, from: 'callout@callout.example' })
  const sender = open(carrier, { clock: () => now })
  await server.down()
  await sendAll(sender)
  // After some failures the server is left alone; what was not tried then still waits.
  assert.ok((await states()).isSubsetOf(new Set(['failed-for-now', 'waiting'])), `${[...(await states())]}`)
  await server.up()
  // First one message tries whether it is there again.
  for (let turn = 0; turn < 10; turn++) {
    now = later(now, 40)
    await sendAll(sender)
  }
  await carrier.close()
  assert.deepEqual(await states(), new Set(['accepted']))
  assert.deepEqual([...copies().keys()].sort(), ids.toSorted())
  assert.equal(server.mails.length, 40)
})

const CONNECTIONS = 4
const program = fileURLToPath(new URL('../../test/sending-process.ts', import.meta.url))
const startSending = (): ChildProcess => {
  const order = { connection, url: server.url, connections: CONNECTIONS, lease: 0.5 }
  return spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'inherit', 'inherit'] })
}

test('W2: killed in the middle three times, it loses nothing, and repeats only what it could not know of, once', async () => {
  const ids = await insert(240, { dueAt: Temporal.Now.instant() })
  for (const sent of [50, 100, 150]) {
    const child = startSending()
    await eventually(() => server.mails.length >= sent)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const last = startSending()
  // What could not be known of waits for some minutes, and is then sent a second time.
  const unsettled = sql`select id from delivery where state not in ('accepted', 'unknown')`
  await eventually(async () => (await room.idsOf(unsettled)).length === 0)
  last.kill('SIGKILL')
  await once(last, 'exit')
  const cutOff = await room.idsOf(sql`select distinct delivery_id as id from attempt where outcome = 'unknown'`)
  assert.ok(cutOff.length <= 3 * CONNECTIONS, `the answers about ${cutOff.length} were cut off`)
  const unknown = await room.idsOf(sql`select id from delivery where state = 'unknown'`)
  assert.deepEqual(new Set([...copies().keys(), ...unknown]), new Set(ids), 'nothing is lost without a word')
  const repeated = [...copies()].filter(([, times]) => times > 1)
  assert.deepEqual(new Set(repeated.map(([id]) => id)).difference(new Set(cutOff)), new Set(), 'repeated without need')
  assert.deepEqual(new Set(repeated.map(([, times]) => times)).difference(new Set([2])), new Set(), 'heard three times')
})

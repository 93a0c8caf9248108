import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import sql from 'sql-template-tag'
import type { Channel } from '#base/address.ts'
import { later, wallClock } from '#base/time.ts'
import type { Carrier } from '#delivery/carrier.ts'
import { CAPTURED } from '../../src/config.ts'
import { openHouse } from '../../src/house.ts'
import { freshDatabase } from '../database.ts'
import { eventually } from '../sending.ts'

let pings = 0
const watcher = createServer((_, response) => {
  pings++
  response.end('OK')
}).listen(0, '127.0.0.1')
await once(watcher, 'listening')
after(() => {
  watcher.closeAllConnections()
  watcher.close()
})
const heartbeatUrl = `http://127.0.0.1:${(watcher.address() as AddressInfo).port}/`

/** A house at work, whose carriers listen, and its operators. */
async function openWatchedHouse(database: Awaited<ReturnType<typeof freshDatabase>>) {
  const heard: string[] = []
  const carrierFor = (channel: Channel): Carrier => ({
    ...{ name: `our ${channel}`, connections: 1, doubt: 'blind', rate: null },
    send: async ({ address, body }) => {
      heard.push(`${channel} ${address}: ${body}`)
      return { as: 'accepted', code: null, words: 'ok' }
    },
    check: async () => ({ as: 'refused', code: null, words: 'still wrong' }),
    close: async () => {},
  })
  const house = await openHouse({
    ...{ connection: database.connection, clock: wallClock, log: () => {}, stations: 'by-themselves' },
    ...{ carriers: CAPTURED, carrierFor, heartbeatUrl },
    operators: { email: 'ops@example.com', mobile: '+61491570156' },
  })
  await eventually(() => house.watch.auditor.last() !== undefined)
  return { house, heard }
}

test('W8: a house that sends well says so to the watcher outside, and to nobody else', async () => {
  const database = await freshDatabase(1)
  const { house, heard } = await openWatchedHouse(database)
  await eventually(() => house.watch.heartbeat?.last().succeededAt != null)
  assert.deepEqual(house.watch.auditor.last()?.alarms, [])
  assert.deepEqual(heard, [])
  assert.equal(pings, 1)
  await house.close()
  await database.drop()
})

test('W8: texts cannot be sent: the operator is told by e-mail and the watcher outside hears nothing', async () => {
  const database = await freshDatabase(1)
  await database.db.query(sql`
    insert into carrier_account (name, failures, broken_until, failed_because)
    values ('our sms', 9, ${later(wallClock(), 3600)}, 'connection refused')`)
  pings = 0
  const { house, heard } = await openWatchedHouse(database)
  await eventually(() => house.stations.every(({ lastTurn }) => lastTurn() !== undefined))
  assert.equal(heard.length, 1)
  assert.match(
    heard[0]!,
    /^email ops@example.com: ALARM: The account "our sms" cannot be reached: connection refused\./,
  )
  assert.equal(pings, 0)
  assert.deepEqual(
    house.watch.tally.counts().map(({ carrier, outcome, count }) => `${carrier} ${outcome} ${count}`),
    ['our email accepted 1'],
  )
  await house.close()
  await database.drop()
})

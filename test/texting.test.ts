import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { openLinks } from '#delivery/links.ts'
import { openCarriers } from '../src/carriers.ts'
import { CAPTURED } from '../src/config.ts'
import { freshDatabase } from './database.ts'
import { openSmsc, TEXT } from './smsc.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
before(async () => {
  fresh = await freshDatabase()
})
after(() => fresh.drop())

test('an account smpp:// sends texts, and what comes back over its link is on disk before it is confirmed', async () => {
  const { db } = fresh
  const smsc = await openSmsc({ nameOf: () => 'ABC001' })
  const account = { name: 'sms', url: `${smsc.url}?rate=5&connections=3&receipts=decimal`, from: 'Callout' }
  const clock = () => Temporal.Instant.from('2026-11-21T16:00:00Z')
  const links = openLinks({ secret: 'x'.repeat(72), publicUrl: null, bounceAddress: null })
  const [carrier] = openCarriers({ ...CAPTURED, sms: [account] }, 'sms', { lane: 'urgent', db, clock, links })
  assert.deepEqual([carrier!.name, carrier!.rate, carrier!.connections, carrier!.doubt], ['sms', 5, 3, 'blind'])
  const { as, reference } = await carrier!.send(TEXT, async () => true)
  assert.deepEqual([as, reference], ['accepted', 'abc001'])
  const [session] = smsc.sessions
  const deliver = (fields: Readonly<Record<string, unknown>>) =>
    new Promise<number>(done => session!.deliver_sm(fields, ({ command_status }) => done(command_status)))
  const receipt = { esm_class: 4, data_coding: 0, short_message: 'id:11255809 stat:DELIVRD err:000' }
  const reply = {
    source_addr_ton: 1,
    source_addr: '61491570156',
    destination_addr: '61480000000',
    data_coding: 8,
    // What PostgreSQL would refuse: a NUL and half a sign.
    short_message: Buffer.from('Yes\0 🚨\ud83d', 'utf16le').swap16(),
  }
  for (const delivered of [receipt, receipt, reply]) assert.equal(await deliver(delivered), 0)
  assert.deepEqual(await db.query(sql`select carrier, reference, says, code from receipt`), [
    { carrier: 'sms', reference: 'abc001', says: 'delivered', code: '000' },
  ])
  assert.deepEqual(await db.query(sql`select from_address, to_address, words from reply`), [
    { fromAddress: '+61491570156', toAddress: '+61480000000', words: 'Yes 🚨\ufffd' },
  ])
  await carrier!.close()
  await smsc.close()
})

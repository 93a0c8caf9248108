import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import sql from 'sql-template-tag'
import { idFrom } from '#base/id.ts'
import { later, wallClock } from '#base/time.ts'
import { ago, auditRoom } from '../../test/auditing.ts'

const { db, place, jobId, messageId, heard, auditor, keys, age, messageIs, settleMessage, attempt } = await auditRoom()
const RULE = idFrom('test', 'rule')

/** What goes wrong, which alarm that raises, and how it is mended. */
const TROUBLES: readonly [key: string, cause: () => Promise<unknown>, mend: () => Promise<unknown>][] = [
  [
    'unplanned',
    () => db.query(sql`update job_event set planned_at = null, at = ${ago(31)} where job_id = ${jobId}`),
    () => db.query(sql`update job_event set planned_at = ${ago(0)} where job_id = ${jobId}`),
  ],
  [
    'notices:urgent',
    () => db.query(sql`update notice set settled_at = null, due_at = ${ago(31)} where id = ${messageId}`),
    () => db.query(sql`update notice set settled_at = ${ago(0)} where id = ${messageId}`),
  ],
  ['deliveries:urgent:sms', () => messageIs('waiting', { dueAt: ago(31) }), settleMessage],
  ['deliveries:urgent:sms', () => messageIs('failed-for-now', { dueAt: ago(31) }), settleMessage],
  ['handed-over:urgent:sms', () => messageIs('handed-over', { dueAt: ago(31) }), settleMessage],
  ['unknown', () => messageIs('unknown', { endedAt: ago(60) }), settleMessage],
  ['expired:urgent', () => messageIs('expired', { endedAt: ago(60) }), settleMessage],
  [
    'reminders',
    async () => {
      await db.query(sql`
        insert into rule (company_id, id, version, owner_kind, owner_id, does, leaves_out_cancelled, active)
        values (${place.companyId}, ${RULE}, 1, 'site', ${place.siteId}, 'mute', false, true)`)
      await db.query(sql`
        insert into reminder (company_id, job_id, rule_id, past, sent, turn, due_at)
        values (${place.companyId}, ${jobId}, ${RULE}, ${ago(9000)}, 0, 0, ${ago(1801)})`)
    },
    () => db.query(sql`update reminder set due_at = null`),
  ],
  [
    'reports',
    () =>
      db.query(sql`
        insert into report_schedule (company_id, id, version, name, every, at_minute, time_zone, addresses, active, next_at)
        values (${place.companyId}, ${RULE}, 1, 'Daily', 'day', 420, 'UTC', '{a@example.com}', true, ${ago(1801)})`),
    () => db.query(sql`update report_schedule set active = false`),
  ],
  [
    'receipts',
    () =>
      db.query(sql`
        insert into receipt (carrier, key, says, words, at, raw, received_at, due_at)
        values ('sms', 'k', 'delivered', 'ok', ${ago(400)}, '{}', ${ago(301)}, ${ago(301)})`),
    () => db.query(sql`update receipt set settled_at = ${ago(0)}, settled_as = 'unmatched'`),
  ],
  [
    'replies',
    () =>
      db.query(sql`
        insert into reply (id, carrier, key, channel, from_address, to_address, words, at, raw, received_at)
        values (${RULE}, 'sms', 'k', 'sms', '+61491570156', '+61491570157', 'STOP', ${ago(400)}, '{}', ${ago(301)})`),
    () => db.query(sql`update reply set settled_at = ${ago(0)}`),
  ],
  [
    'account:sms',
    () =>
      db.query(sql`
        insert into carrier_account (name, paused_at, paused_because)
        values ('sms', ${ago(9)}, 'Authenticate')`),
    () => db.query(sql`delete from carrier_account`),
  ],
  [
    'account:smtp',
    () =>
      db.query(sql`
        insert into carrier_account (name, broken_until, failed_because)
        values ('smtp', ${ago(-60)}, 'connection refused')`),
    () => db.query(sql`delete from carrier_account`),
  ],
  [
    'failures:smtp',
    async () => {
      for (let number = 1; number <= 10; number++) await attempt('smtp', number, 'unreachable')
    },
    () => db.query(sql`delete from attempt`),
  ],
]
describe('W8: each trouble raises its alarm, the operators hear of it, and of its end', () => {
  for (const [key, cause, mend] of TROUBLES) {
    test(key, async () => {
      const { look } = auditor()
      await look()
      assert.deepEqual(await keys(), [])
      await cause()
      await look()
      assert.deepEqual(await keys(), [key])
      assert.ok(heard.length > 0 && heard.every(line => /ALARM|WARNING/.test(line)), heard.join())
      heard.splice(0)
      await look()
      assert.equal(heard.length, 0, 'told twice')

      await mend()
      await look()
      assert.deepEqual(await keys(), [key], 'over after one look')
      await age(31)
      await look()
      assert.deepEqual(await keys(), [])
      assert.deepEqual(await keys('all'), [key])
      assert.ok(heard.length > 0 && heard.every(line => line.includes('OVER')), heard.join())
      heard.splice(0)
      await look()
      assert.equal(heard.length, 0, 'the end told twice')
    })
  }

  test('a station that stands still, and one that never turned', async () => {
    const stations = () => [
      { name: 'plan', lastTurn: () => ago(61) },
      { name: 'remind', lastTurn: () => ago(59) },
      { name: 'report', lastTurn: () => undefined },
    ]
    let now = wallClock()
    const { look } = auditor({ stations, clock: () => now })
    await look()
    assert.match((await keys()).join(), /^station:plan@/)
    now = later(now, 0.001)
    assert.equal((await look()).alarms.length, 1)
  })

  test('a clock that is five seconds off', async () => {
    await auditor({ clock: () => ago(5) }).look()
    assert.match((await keys()).join(), /^clock@/)
    assert.match(heard.join(), /5 seconds ahead of that of/)
  })

  test('what failed in an outage raises nothing once the account has worked again', async () => {
    for (let number = 1; number <= 10; number++) await attempt('smtp', number, 'unreachable')
    await db.query(sql`update attempt set fault = 'down'`)
    await db.query(sql`insert into carrier_account (name, worked_at) values ('smtp', ${ago(600)})`)
    await auditor().look()
    assert.deepEqual(await keys(), ['failures:smtp'])
    await age(31)
    await db.query(sql`update carrier_account set worked_at = ${ago(1)}`)
    await auditor().look()
    assert.deepEqual(await keys(), [])
    await db.query(sql`delete from attempt`)
  })

  test('texts that are kept while e-mail is sent', async () => {
    await attempt('capture', 1, 'accepted')
    const channels = [
      { channel: 'email', accounts: ['smtp'] },
      { channel: 'sms', accounts: [] },
    ] as const
    await auditor({ channels }).look()
    assert.deepEqual(await keys(), ['captured:sms'])
    await db.query(sql`delete from attempt`)
  })
})

test('it looks every fifteen seconds, however often it is asked', async () => {
  let now = wallClock()
  const { turn, last } = auditor({ clock: () => now })
  const looked: Temporal.Instant[] = []
  const opened = now
  for (const seconds of [0, 1, 14, 15, 16, 30]) {
    now = later(opened, seconds)
    assert.equal(await turn(), false)
    looked.push(last()!.at)
  }
  assert.deepEqual(
    looked.map(at => at.since(opened).total('seconds')),
    [0, 0, 0, 15, 15, 30],
  )
})

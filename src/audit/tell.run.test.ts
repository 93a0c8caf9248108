import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Sql } from 'sql-template-tag'
import { connect } from '#db/sql.ts'
import { ago, auditRoom } from '../../test/auditing.ts'
import { mayTell } from './alarms.sql.ts'
import { latestAlarms } from './audit.run.ts'

const { db, heard, logged, moods, listening, auditor, keys, age, messageIs, settleMessage, pause } = await auditRoom()

describe('W8: how the operators are told', () => {
  const by = () => heard.map(line => line.split(' ')[0]).sort()

  test('by text when e-mail is in trouble, by e-mail when texts are, past the queue and with what is to be done', async () => {
    await pause('smtp')
    await auditor().look()
    assert.deepEqual(by(), ['sms'])
    assert.match(heard[0]!, /^sms urgent \+61491570156 no subject: Callout \(.*\) ALARM: The account "smtp" is paused/)
    await db.script('truncate alarm, carrier_account')
    heard.splice(0)
    await pause('sms')
    await auditor().look()
    assert.deepEqual(by(), ['smtp'])
    assert.match(heard[0]!, /^smtp urgent ops@example.com Callout ALARM \(.*\): ALARM: The account "sms" is paused/)
  })

  test('by both when neither is in trouble', async () => {
    await messageIs('expired', { endedAt: ago(60) })
    await auditor().look()
    await settleMessage()
    assert.deepEqual(by(), ['sms', 'smtp'])
    const [alarm] = await latestAlarms(db, 1)
    assert.equal(alarm?.toldBy, 'email, sms')
  })

  test('by what is in trouble when nothing else works, and again at the next look when nobody could be told', async () => {
    await pause('smtp')
    Object.assign(moods, { sms: 'unreachable', smtp: 'unreachable' })
    const { look } = auditor()
    await look()
    assert.deepEqual(by(), [])
    assert.match(logged.join(), /could not be told by sms through sms,.*could not be told by email through smtp/)
    delete moods.smtp
    await look()
    assert.deepEqual(by(), ['smtp'])
  })

  test('again every hour while it lasts', async () => {
    await pause('smtp')
    const { look } = auditor()
    for (const seconds of [0, 3500, 200]) {
      await age(seconds)
      await look()
    }
    assert.deepEqual(by(), ['sms', 'sms'])
    assert.match(heard[1]!, /STILL AN ALARM/)
  })

  test('at once when a warning becomes an alarm', async () => {
    await pause('smtp')
    const withBackup = [{ channel: 'email', accounts: ['smtp', 'smtp-backup'] }] as const
    await auditor({ channels: withBackup }).look()
    assert.match(heard.splice(0).join(), /WARNING/)
    await auditor().look()
    assert.match(heard.splice(0).join(), /ALARM/)
  })

  test('with nobody to tell the log is told, each time; what only captures reaches nobody', async () => {
    await pause('smtp')
    const { look } = auditor({ carriersOf: () => [listening('capture')] })
    for (const seconds of [0, 100, 3600]) {
      await age(seconds)
      await look()
    }
    assert.deepEqual(heard, [])
    assert.deepEqual(
      logged.map(line => line.slice(0, 40)),
      ['error new: The account "smtp" is paused:', 'error still: The account "smtp" is pause'],
    )
  })

  test('once, also when several processes look at the same time, and one that tells leaves the others alone', async () => {
    await pause('smtp')
    await Promise.all([auditor().look(), auditor().look(), auditor().look()])
    assert.deepEqual(by(), ['sms'])
    assert.deepEqual(await keys('all'), ['account:smtp'])

    await age(3600)
    heard.splice(0)
    await db.begin(async tx => {
      assert.equal(await mayTell(tx), true)
      await auditor().look()
      assert.deepEqual(by(), [])
    })
    await auditor().look()
    assert.deepEqual(by(), ['sms'])
  })
})

test('W8: when the database itself is away for two looks the operators are told, once, and again when it is back', async () => {
  const away = connect({ host: '/nowhere', user: 'nobody', database: 'none' }, 1)
  let isAway = true
  const sometimes = {
    ...db,
    query: ((statement: Sql) => (isAway ? away : db).query(statement)) as typeof db.query,
  }
  const { look, last } = auditor({ db: sometimes })
  await assert.rejects(look)
  assert.deepEqual(heard, [])
  await assert.rejects(look)
  await assert.rejects(look)
  assert.equal(heard.length, 2)
  assert.match(heard[0]!, /ALARM: The database does not answer: nothing is saved and nobody is told of anything/)
  assert.equal(last(), undefined)
  isAway = false
  await look()
  assert.equal(heard.length, 4)
  assert.match(heard[2]!, /OVER: The database does not answer/)
  await away.close()
})

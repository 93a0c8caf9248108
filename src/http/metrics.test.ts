import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import sql from 'sql-template-tag'
import { type Look, openAuditor } from '#audit/audit.run.ts'
import { later } from '#base/time.ts'
import { connect } from '#db/sql.ts'
import { asker, NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openDoor } from './door.ts'
import type { Watched } from './rooms.ts'

let trial: TrialDoor
let look: Look
before(async () => {
  trial = await trialDoor()
  await trial.db.query(sql`
    insert into carrier_account (name, paused_at, paused_because)
    values ('sms', ${NOW}, 'Authenticate')`)
  const auditor = openAuditor({
    ...{ db: trial.db, clock: trial.rooms.clock, log: () => {}, operators: { email: null, mobile: null } },
    carriersOf: () => [],
    channels: [
      { channel: 'email', accounts: ['smtp'] },
      { channel: 'sms', accounts: ['sms'] },
    ],
    stations: () => [],
  })
  look = await auditor.look()
})
after(() => trial.close())

const TOKEN = 'a-token-of-16-chars'
const watched = (more: Partial<Watched> = {}): Watched => ({
  look,
  stations: [{ name: 'send urgent sms', lastTurn: NOW }],
  heartbeat: { succeededAt: NOW, failing: null },
  counts: [
    { carrier: 'smtp', outcome: 'accepted', count: 3 },
    { carrier: 'smtp "b"\n', outcome: 'unreachable', count: 1 },
  ],
  ...more,
})
const doorWith = (more: Partial<Watched> = {}, token: string | null = TOKEN) => {
  const build = { version: '0.1.0', node: 'v26', postgres: '18' }
  return openDoor({ ...trial.rooms, watched: () => watched(more), metrics: token === null ? null : { token, build } })
}
const scrape = (door = doorWith(), authorization: string | null = `Bearer ${TOKEN}`) =>
  door.request('/metrics', { headers: authorization === null ? {} : { authorization } })

// The text format as Prometheus reads it: https://prometheus.io/docs/instrumenting/exposition_formats
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/.source
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"/.source
// Numbers as Go reads them, which takes not-a-number in any case.
const VALUE = /-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?)|[+-]Inf|NaN|Nan/.source
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (${VALUE})$`)

function samplesIn(text: string): Map<string, number> {
  assert.ok(text.endsWith('\n'))
  const types = new Map<string, string>()
  const samples = new Map<string, number>()
  for (const line of text.split('\n').filter(Boolean)) {
    const [, type, of] = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary)$`).exec(line) ?? []
    if (type) {
      assert.ok(!types.has(type), `${type} has two types`)
      types.set(type, of!)
    } else if (!new RegExp(`^# HELP ${NAME} [^\\n]+$`).test(line)) {
      const [, name, labels = '', value] = SAMPLE.exec(line) ?? assert.fail(`cannot be read: ${line}`)
      const family = name!.replace(/_(bucket|sum|count)$/, '')
      assert.ok(types.has(name!) || types.has(family), `${name} has no type`)
      assert.ok(!samples.has(`${name}{${labels}}`), `${line} twice`)
      samples.set(`${name}{${labels}}`, Number(value))
    }
  }
  return samples
}

describe('/metrics', () => {
  test('is there only for whoever has the token', async () => {
    assert.equal((await scrape(doorWith({}, null))).status, 404)
    assert.equal((await scrape(openDoor(trial.rooms))).status, 404)
    for (const authorization of [null, '', TOKEN, `Bearer ${TOKEN}x`, `Bearer ${trial.harbour.keys.administer}`]) {
      const response = await scrape(doorWith(), authorization)
      assert.equal(response.status, 401)
      assert.doesNotMatch(await response.text(), /callout_alarms/)
    }
  })

  test('is what Prometheus reads, with how the sending is', async () => {
    const response = await scrape()
    assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
    const samples = samplesIn(await response.text())
    const told = Object.fromEntries([...samples].filter(([name]) => name.startsWith('callout_')))
    const at = NOW.epochMilliseconds / 1000
    assert.deepEqual(told, {
      'callout_build_info{version="0.1.0",node="v26",postgres="18"}': 1,
      'callout_last_look_timestamp_seconds{}': at,
      'callout_unplanned_events{}': 0,
      ...Object.fromEntries(['urgent', 'normal', 'slow'].map(lane => [`callout_lane_waiting{lane="${lane}"}`, 0])),
      ...Object.fromEntries(
        ['urgent', 'normal', 'slow'].map(lane => [`callout_lane_oldest_due_seconds{lane="${lane}"}`, 0]),
      ),
      'callout_carrier_up{carrier="smtp"}': 1,
      'callout_carrier_up{carrier="sms"}': 0,
      'callout_carrier_paused{carrier="smtp"}': 0,
      'callout_carrier_paused{carrier="sms"}': 1,
      'callout_alarms_open{severity="alarm"}': 1,
      // The clock of these tests is held.
      'callout_alarms_open{severity="warning"}': 1,
      'callout_heartbeat_last_success_timestamp_seconds{}': at,
      'callout_station_last_turn_timestamp_seconds{station="send urgent sms"}': at,
      'callout_receipts_unsettled{}': 0,
      'callout_unknown_open{}': 0,
      'callout_expired_last_hour{lane="urgent"}': 0,
      'callout_expired_last_hour{lane="others"}': 0,
      'callout_attempts_total{carrier="smtp",outcome="accepted"}': 3,
      'callout_attempts_total{carrier="smtp \\"b\\"\\n",outcome="unreachable"}': 1,
    })
    assert.ok(samples.has('nodejs_eventloop_lag_seconds{}') && samples.has('process_resident_memory_bytes{}'))
  })

  test('can be asked again, and before anybody has looked', async () => {
    const door = doorWith({ look: undefined, heartbeat: null })
    await scrape(door)
    const samples = samplesIn(await (await scrape(door)).text())
    assert.equal(samples.get('callout_attempts_total{carrier="smtp",outcome="accepted"}'), 3)
    assert.ok(![...samples.keys()].some(name => name.startsWith('callout_alarms_open')))
  })
})

describe('/healthz', () => {
  const ask = async (door: ReturnType<typeof openDoor>) => {
    const response = await door.request('/healthz')
    return [response.status, await response.json()]
  }
  const calm = { ...{ at: later(NOW, -59), alarms: [] } }

  test('W8: is well with no alarm, and says how many there are, and nothing else, to whoever asks', async () => {
    assert.deepEqual(await ask(doorWith({ look: { ...look, ...calm } })), [200, { well: true }])
    assert.deepEqual(await ask(doorWith()), [503, { well: false, alarms: 1 }])
  })

  test('W8: is not well when nobody has looked for a minute, or ever', async () => {
    assert.deepEqual(await ask(doorWith({ look: { ...look, ...calm, at: later(NOW, -60) } })), [
      503,
      { well: false, alarms: 0 },
    ])
    assert.deepEqual(await ask(doorWith({ look: undefined })), [503, { well: false, alarms: 0 }])
    assert.deepEqual(await ask(openDoor(trial.rooms)), [503, { well: false, alarms: 0 }])
  })
})

describe('what is wrong, over the API', () => {
  test('W8: alarms are listed for administrators only, those that are not over first', async () => {
    const { items } = (await trial.ask(trial.harbour.keys.administer, 'GET /alarms')).body
    const told = items.map(({ severity, toldBy, overAt }: Record<string, unknown>) => [severity, toldBy, overAt])
    assert.deepEqual(told.sort(), [
      ['alarm', 'log', null],
      ['warning', 'log', null],
    ])
    assert.match(JSON.stringify(items), /The account \\"sms\\" is paused: Authenticate\./)
    assert.equal((await trial.ask(trial.harbour.keys.dispatch, 'GET /alarms')).status, 403)
  })

  test('W8: health names what is wrong, and where each channel goes', async () => {
    const { id, severity, words, since } = look.alarms[0]!
    const channels = [
      { channel: 'sms', goes: 'out', accounts: [{ name: 'sms', is: 'paused', because: 'x', workedAt: NOW }] },
      { channel: 'voice', goes: 'nowhere', accounts: [] },
    ] as const
    const health = async () => ({
      ...(await trial.rooms.health()),
      ...{ alarms: [{ id, severity, words, since }], channels },
      heartbeat: { succeededAt: null, failing: 'It answered 500.' },
    })
    const { body } = await asker(openDoor({ ...trial.rooms, health }))(trial.harbour.keys.read, 'GET /health')
    assert.equal(body.alarms[0].words, words)
    assert.deepEqual(
      body.channels.map(({ channel, goes }: Record<string, string>) => `${channel} ${goes}`),
      ['sms out', 'voice nowhere'],
    )
    assert.equal(body.heartbeat.failing, 'It answered 500.')
  })
})

test('a database that hangs makes us not ready after two seconds', async () => {
  const never = new Promise<never>(() => {})
  const db = { ...connect({ host: '/nowhere' }, 1), query: () => never }
  const response = await openDoor({ ...trial.rooms, db }).request('/readyz')
  assert.equal(response.status, 503)
  assert.match(await response.text(), /The database does not answer/)
})

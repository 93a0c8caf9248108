import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { connect } from '#db/sql.ts'
import { asker, NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openDoor } from './door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')

describe('who may come in', () => {
  test('nobody without a key, and he is told what to send', async () => {
    const answer = await trial.ask(null, 'GET /company')
    assert.deepEqual([answer.status, kindOf(answer)], [401, 'no-key'])
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
    assert.match(answer.body.detail, /Authorization: Bearer callout_/)
  })

  for (const authorization of ['Bearer ', 'Basic abc', 'Bearer nonsense', `Bearer callout_${'0'.repeat(27)}_000000`]) {
    test(`nobody with "${authorization}"`, async () => {
      const answer = await trial.ask(null, 'GET /company', undefined, { authorization })
      assert.equal(answer.status, 401)
    })
  }

  test('a key may be sent with any spelling of "bearer"', async () => {
    const headers = { authorization: `bearer ${trial.harbour.keys.read}` }
    assert.equal((await trial.ask(null, 'GET /company', undefined, headers)).body.code, 'HRB')
  })
})

describe('what is not there', () => {
  test('an unknown address is 404', async () => {
    for (const path of ['/nothing', '/jobs/x/y/z', '/api/v2/jobs', '/sites/'])
      assert.equal(kindOf(await trial.ask(trial.harbour.keys.read, `GET ${path}`)), 'no-such-address')
  })

  test('a known address asked in the wrong way is 405, with the right ways', async () => {
    const answer = await trial.ask(trial.harbour.keys.administer, 'DELETE /jobs')
    assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET, POST'])
  })
})

describe('what cannot be read', () => {
  const open = (body: unknown, headers = {}) => trial.ask(trial.harbour.keys.dispatch, 'POST /jobs', body, headers)

  for (const type of [
    'text/plain',
    'application/json; charset=latin1',
    'application/json\t; charset=utf-8',
    ' application/jsonx',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/vnd.api+json',
    'text/json',
    'application/json, text/plain',
  ]) {
    test(`T4: the content type "${type}" is 415`, async () => {
      const answer = await open(JSON.stringify(trial.harbour.opening), { 'content-type': type })
      assert.deepEqual([answer.status, answer.headers.get('accept')], [415, 'application/json'])
    })
  }

  test('JSON in UTF-8 is taken however it is announced', async () => {
    for (const type of ['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset=utf-8'])
      assert.equal((await open(trial.harbour.opening, { 'content-type': type })).status, 201)
  })

  for (const [broken, what] of [
    ['{', 'half an object'],
    ['{"a":1,}', 'a comma too many'],
    ['nonsense', 'a word'],
  ] as const) {
    test(`${what} is 400`, async () => assert.equal(kindOf(await open(broken)), 'not-json'))
  }

  for (const value of ['[]', '"text"', 'null', '17', `${'['.repeat(200_000)}${']'.repeat(200_000)}`]) {
    test(`JSON that is no object is 422: ${value.slice(0, 10)}`, async () =>
      assert.equal(kindOf(await open(value)), 'invalid'))
  }

  test('a body of more than 1 MB is 413, announced or not', async () => {
    const long = JSON.stringify({ ...trial.harbour.opening, notes: 'x'.repeat(1_000_000) })
    assert.equal((await open(long)).status, 413)
    assert.equal((await open(long, { 'content-length': String(long.length) })).status, 413)
  })

  test('every fault is listed with its field, and unknown fields are refused by name', async () => {
    const { siteId, serviceTypeId } = trial.harbour.opening
    const answer = await open({ siteId, serviceTypeId: 'x', priority: 10, notes: 5, companyId: trial.other.id })
    assert.equal(answer.status, 422)
    assert.deepEqual(answer.body.errors, [
      { field: 'serviceTypeId', problem: 'must be an id (a UUID)' },
      { field: 'initialRequest', problem: 'is missing' },
      { field: 'priority', problem: 'must be at most 9' },
      { field: 'notes', problem: 'must be a string' },
      { field: 'companyId', problem: 'is not a field of this request' },
    ])
    assert.notEqual(serviceTypeId, 'x')
  })

  test('text that the database cannot keep is refused', async () => {
    for (const initialRequest of ['zero \0', 'half \ud83d', '   ', 'x'.repeat(10_001)]) {
      const answer = await open({ ...trial.harbour.opening, initialRequest })
      assert.deepEqual([answer.status, answer.body.errors[0].field], [422, 'initialRequest'])
    }
  })

  test('an unknown question is refused by name, and so is a page of nobody', async () => {
    const ask = (query: string) => trial.ask(trial.harbour.keys.read, `GET /sites?${query}`)
    assert.deepEqual((await ask('colour=red')).body.errors, [
      { field: 'colour', problem: 'is not a field of this request' },
    ])
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'after=nonsense', 'after=%00', 'search='])
      assert.equal((await ask(query)).status, 422, query)
  })

  test('ids in capitals are the same ids', async () => {
    const { siteId, ...rest } = trial.harbour.opening
    const answer = await open({ ...rest, siteId: siteId.toUpperCase() })
    assert.deepEqual([answer.status, answer.body.job.siteId], [201, siteId])
  })
})

describe('when something is wrong with us', () => {
  test('a database that is down is 503, and the caller is told when and how to repeat', async () => {
    const db = connect({ host: '/nowhere', user: 'nobody', database: 'none' }, 1)
    const answer = await asker(openDoor({ ...trial.rooms, db }))(trial.harbour.keys.read, 'GET /company')
    assert.deepEqual([answer.status, kindOf(answer), answer.headers.get('retry-after')], [503, 'database-down', '2'])
    assert.match(answer.body.detail, /same Idempotency-Key/)
    await db.close()
  })

  test('a bug is 500 with the request id and nothing of our insides; the log has where it was', async () => {
    const broken = openDoor({
      ...trial.rooms,
      health: async () => {
        throw Object.assign(new TypeError('password=hunter2'), { code: '22P02' })
      },
    })
    const answer = await asker(broken)(trial.harbour.keys.read, 'GET /health').catch((error: Error) => error.message)
    assert.match(String(answer), /getHealth 500 is not documented/)
    const response = await broken.request('/api/v1/health', {
      headers: { authorization: `Bearer ${trial.harbour.keys.read}` },
    })
    const text = await response.text()
    assert.equal(response.status, 500)
    assert.doesNotMatch(text, /hunter2|TypeError|22P02|door\.test/)
    const line = trial.log.at(-1)!
    assert.equal(JSON.parse(text).request, line.request)
    assert.deepEqual([line.bug?.name, line.bug?.code], ['TypeError', '22P02'])
    assert.match(line.bug!.stack, /door\.test\.ts/)
    assert.doesNotMatch(JSON.stringify(line), /hunter2/)
  })
})

test('what breaks outside the routes is told as a problem too', async () => {
  const door = openDoor(trial.rooms)
  door.get('/broken', () => {
    throw new Error('password=hunter2')
  })
  const response = await door.request('/broken')
  assert.deepEqual([response.status, response.headers.get('content-type')], [500, 'application/problem+json'])
  assert.doesNotMatch(await response.text(), /hunter2/)
})

describe('every answer', () => {
  test('carries the headers that keep a browser safe, and a request id of its own', async () => {
    const { read } = trial.harbour.keys
    const lines = ['GET /company', 'GET /nothing', 'GET /jobs?limit=0', 'GET /api/v1/docs', 'GET /api/v1/openapi.json']
    for (const line of lines) {
      const { headers } = await trial.ask(read, line).catch(() => trial.ask(read, 'GET /company'))
      assert.match(headers.get('content-security-policy')!, /^default-src 'self';.*frame-ancestors 'none'$/)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('referrer-policy'), 'no-referrer')
    }
    const [one, two] = [await trial.ask(read, 'GET /company'), await trial.ask(read, 'GET /company')]
    assert.notEqual(one.headers.get('x-request-id'), two.headers.get('x-request-id'))
    assert.equal(one.headers.get('cache-control'), 'no-store')
  })

  test('is one line in the log: who, what, how long, and nothing anybody wrote', async () => {
    const { dispatch } = trial.harbour.keys
    trial.log.length = 0
    const answer = await trial.ask(dispatch, 'POST /jobs', { ...trial.harbour.opening, notes: 'secret note' })
    await trial.ask(dispatch, 'GET /sites?search=secret')
    await trial.ask(dispatch, `GET /${dispatch}`)
    const told = trial.log.map(({ method, route, status, company, problem }) => [
      method,
      route,
      status,
      company,
      problem,
    ])
    assert.deepEqual(told, [
      ['POST', '/jobs', 201, trial.harbour.id, undefined],
      ['GET', '/sites', 200, trial.harbour.id, undefined],
      ['GET', '-', 404, undefined, 'no-such-address'],
    ])
    assert.equal(trial.log[0]?.request, answer.headers.get('x-request-id'))
    assert.doesNotMatch(JSON.stringify(trial.log), /secret|callout_/)
  })
})

describe('health', () => {
  const get = async (path: string, door = trial.door) => {
    const response = await door.request(path)
    return { status: response.status, body: (await response.json()) as { detail?: string } }
  }

  test('alive and ready are asked without a key', async () => {
    assert.deepEqual(await get('/livez'), { status: 200, body: { live: true } })
    assert.deepEqual(await get('/readyz'), { status: 200, body: { ready: true } })
  })

  test('without a database we are alive but not ready', async () => {
    const db = connect({ host: '/nowhere', user: 'nobody', database: 'none' }, 1)
    const door = openDoor({ ...trial.rooms, db })
    assert.equal((await get('/livez', door)).status, 200)
    const answer = await get('/readyz', door)
    assert.deepEqual([answer.status, answer.body.detail], [503, 'The database does not answer.'])
    await db.close()
  })

  test('before its migrations a database is not ready', async () => {
    const { drop, db } = await import('../../test/database.ts').then(({ freshDatabase }) => freshDatabase(1))
    await db.script('truncate migration')
    const behind = await get('/readyz', openDoor({ ...trial.rooms, db }))
    assert.deepEqual([behind.status, behind.body.detail], [503, 'The database is not migrated yet.'])
    await db.script('drop table migration')
    assert.equal((await get('/readyz', openDoor({ ...trial.rooms, db }))).status, 503)
    await drop()
  })

  test('S1.10: what waits in the lanes, and when each station last looked, is told to those who may look', async () => {
    const answer = await trial.ask(trial.harbour.keys.read, 'GET /health')
    assert.deepEqual(answer.body.lanes, [{ lane: 'urgent', waiting: 2, oldestDueSeconds: 1.5 }])
    assert.deepEqual(answer.body.stations, [{ name: 'plan', lastTurn: NOW.toString() }])
    assert.equal((await trial.ask(null, 'GET /health')).status, 401)
  })
})

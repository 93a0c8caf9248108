import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { hashPassword } from '#base/password.ts'
import { beginAccount } from '#directory/accounts.run.ts'
import { codeOf } from '../../test/authenticator.ts'
import { browser } from '../../test/browser.ts'
import { asker, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openDoor } from './door.ts'

let trial: TrialDoor
let hash: string
before(async () => {
  trial = await trialDoor()
  hash = await hashPassword(PASSWORD)
})
after(() => trial.close())
// Each test comes from a network of its own, so that none is told to wait for what another did.
let network = 0
beforeEach(() => {
  network++
})
const open = (more = {}) => browser(trial.ask, { 'x-forwarded-for': `203.0.113.${network}`, ...more })

const PASSWORD = 'four words and more'
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
/** In the door who was found is believed for a second. */
const aSecond = () => sleep(1010)

let people = 0
async function somebody() {
  const email = `ana${++people}@harbour.example`
  const { body } = await trial.ask(trial.harbour.keys.administer, 'POST /people', {
    name: 'Ana',
    role: 'dispatcher',
    email,
  })
  await beginAccount(
    trial.db,
    { companyId: trial.harbour.id, personId: body.id, name: 'Ana', email, hash },
    trial.time.now,
  )
  const enter = async (page = open()) => {
    const entered = await page('POST /session', { email, password: PASSWORD })
    assert.equal(entered.status, 200, entered.text)
    return page
  }
  return { email, personId: body.id as string, enter }
}

describe('signing in', () => {
  test('by the right password, however the address is written, until one signs out', async () => {
    const { email } = await somebody()
    const page = open()
    const entered = await page('POST /session', { email: email.toUpperCase(), password: PASSWORD })
    assert.deepEqual([entered.status, entered.body], [200, { twoFactor: 'not-needed' }])
    assert.equal((await page('GET /me')).body.person.email, email)
    const before = page.kept.get('callout.session_token')!
    assert.deepEqual((await page('DELETE /session')).body, { signedOut: true })
    assert.deepEqual([page.kept.size, kindOf(await page('GET /me'))], [0, 'no-key'])
    await aSecond()
    const kept = await open({ cookie: `callout.session_token=${before}` })('GET /me')
    assert.deepEqual([kept.status, kindOf(kept)], [401, 'session-ended'])
  })

  test('a wrong password and an unknown address are answered alike, and take as long', async () => {
    const { email } = await somebody()
    const page = open()
    const timed = async (asked: string) => {
      const began = performance.now()
      const { status, body } = await page('POST /session', { email: asked, password: 'not my password' })
      const { request: _, ...told } = body
      return { status, told, took: performance.now() - began }
    }
    const [wrong, unknown] = [await timed(email), await timed('nobody@harbour.example')]
    assert.deepEqual([wrong.status, wrong.told], [unknown.status, unknown.told])
    assert.equal(wrong.status, 401)
    // What takes long is the password; without it an answer takes a tenth of that.
    assert.ok(unknown.took > wrong.took / 3, `${wrong.took} and ${unknown.took}`)
    assert.equal(page.kept.size, 0)
  })

  test('is slowed down after five wrong passwords, for that address from that network', async () => {
    const { email, enter } = await somebody()
    const page = open()
    const tries = []
    for (let i = 0; i < 6; i++) tries.push(await page('POST /session', { email, password: `wrong password ${i}` }))
    assert.deepEqual(
      tries.map(({ status }) => status),
      [401, 401, 401, 401, 401, 429],
    )
    assert.match(tries[5]!.headers.get('retry-after')!, /^\d+$/)
    network++
    await enter()
  })

  test('a cookie that was altered, or that another server signed, opens nothing', async () => {
    const { enter } = await somebody()
    const page = await enter()
    const token = page.kept.get('callout.session_token')!
    for (const wrong of [
      token.replace(/^./, first => (first === 'a' ? 'b' : 'a')),
      token.split('.')[0]!,
      'x',
      `${token}x`,
    ])
      assert.equal((await open({ cookie: `callout.session_token=${wrong}` })('GET /me')).status, 401, wrong)
    assert.equal((await open({ cookie: `other=1; callout.session_token=${token}` })('GET /me')).status, 200)
  })

  test('a key goes before a cookie', async () => {
    const { enter } = await somebody()
    const page = await enter()
    const asked = await page('GET /me', undefined, { authorization: `Bearer ${trial.harbour.keys.read}` })
    assert.deepEqual([asked.body.actor.kind, asked.body.person, asked.body.twoFactor], ['key', null, null])
  })

  test('a session ends after two weeks', async () => {
    const { enter } = await somebody()
    const page = await enter()
    await trial.db.query(sql`update auth.session set "expiresAt" = ${trial.time.now}`)
    assert.equal(kindOf(await page('GET /me')), 'session-ended')
  })
})

describe('what a browser keeps', () => {
  const sets = async (more: Record<string, string>, publicUrl?: string) => {
    const { email } = await somebody()
    const ask = publicUrl ? asker(openDoor({ ...trial.rooms, publicUrl })) : trial.ask
    const entered = await browser(ask, more)('POST /session', { email, password: PASSWORD })
    return entered.headers.getSetCookie()
  }

  test('no script can read, no other site can use, and what came by https is for https alone', async () => {
    for (const [cookies, isSecure] of [
      [await sets({}), false],
      [await sets({ 'x-forwarded-proto': 'https' }), true],
      [await sets({ host: 'callout.example' }, 'https://callout.example'), true],
      [await sets({ host: '192.168.1.7:4100' }, 'https://callout.example'), false],
    ] as const) {
      assert.ok(cookies.length > 0)
      for (const cookie of cookies) {
        assert.match(cookie, /; HttpOnly; SameSite=Lax/)
        assert.equal(/; Secure/.test(cookie), isSecure, cookie)
      }
    }
  })

  for (const [what, headers, status] of [
    ['of our own', { origin: 'http://localhost' }, 200],
    ['of our own, as the browser says', { 'sec-fetch-site': 'same-origin' }, 200],
    ['of another site', { origin: 'https://evil.example' }, 403],
    ['of another site, as the browser says', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' }, 403],
    ['of a neighbour', { 'sec-fetch-site': 'same-site', origin: 'http://localhost' }, 403],
    ['of nobody knows whom', { origin: 'null' }, 403],
    ['that does not say whose it is', { origin: '' }, 403],
  ] as [string, Record<string, string>, number][]) {
    test(`does something on a page ${what}: ${status}`, async () => {
      const { enter } = await somebody()
      const page = await enter()
      const asked = await page('POST /sessions/end-others', {}, headers)
      assert.equal(asked.status, status)
      if (status === 403) assert.equal(kindOf(asked), 'from-elsewhere')
      assert.equal((await page('GET /me', undefined, headers)).status, 200)
    })
  }

  test('does something behind a proxy that names us otherwise, when we know our address', async () => {
    const { email } = await somebody()
    const page = browser(asker(openDoor({ ...trial.rooms, publicUrl: 'https://callout.example' })))
    await page('POST /session', { email, password: PASSWORD })
    const from = (origin: string) => page('POST /sessions/end-others', {}, { origin, host: '10.0.0.7:4100' })
    assert.deepEqual(
      [(await from('https://callout.example')).status, (await from('https://evil.example')).status],
      [200, 403],
    )
  })
})

describe('two factors', () => {
  async function twoFactored() {
    const person = await somebody()
    const page = await person.enter()
    const { body } = await page('POST /two-factor/start', { password: PASSWORD })
    const confirmed = await page('POST /two-factor/confirm', { code: codeOf(body.uri) })
    assert.deepEqual([confirmed.status, confirmed.body], [200, { twoFactor: true }])
    return { ...person, page, uri: body.uri as string, backupCodes: body.backupCodes as string[] }
  }

  test('are set up with the password, and asked for once a code has confirmed them', async () => {
    const { enter } = await somebody()
    const page = await enter()
    assert.equal(kindOf(await page('POST /two-factor/start', { password: 'not my password' })), 'wrong-own-password')
    assert.equal(kindOf(await page('POST /two-factor/confirm', { code: '000000' })), 'two-factor-not-begun')
    const { body } = await page('POST /two-factor/start', { password: PASSWORD })
    assert.match(body.uri, /^otpauth:\/\/totp\/Callout/)
    assert.equal(body.backupCodes.length, 10)
    assert.equal((await (await enter())('GET /me')).body.twoFactor, false)
    assert.equal(kindOf(await page('POST /two-factor/confirm', { code: 'abcdef' })), 'wrong-code')
    assert.equal((await page('POST /two-factor/confirm', { code: codeOf(body.uri) })).status, 200)
    assert.equal((await page('GET /me')).body.twoFactor, true)
  })

  test('let nobody in by the password alone, but by a code, or by a backup code once', async () => {
    const { enter, uri, backupCodes } = await twoFactored()
    const page = await enter()
    assert.deepEqual([...page.kept.keys()], ['callout.two_factor'])
    assert.equal((await page('GET /me')).status, 401)
    assert.equal(kindOf(await page('POST /session/code', { code: 'abcdef' })), 'wrong-code')
    assert.equal((await page('POST /session/code', { code: codeOf(uri) })).status, 200)
    assert.equal((await page('GET /me')).status, 200)

    network++
    const [backupCode] = backupCodes
    const other = await enter()
    assert.equal((await other('POST /session/code', { backupCode })).status, 200)
    assert.equal((await other('GET /me')).status, 200)
    const again = await enter()
    assert.equal(kindOf(await again('POST /session/code', { backupCode })), 'wrong-code')
    assert.equal(kindOf(await open()('POST /session/code', { backupCode })), 'begin-again')
  })

  test('are guessed five times and no more, from wherever one guesses', async () => {
    const { enter, uri } = await twoFactored()
    const page = await enter()
    const guess = (code: string) =>
      page('POST /session/code', { code }, { 'x-forwarded-for': `198.51.100.${++network}` })
    for (let i = 0; i < 5; i++) assert.equal(kindOf(await guess('abcdef')), 'wrong-code')
    assert.equal(kindOf(await guess(codeOf(uri))), 'too-many-codes')
  })

  test('are switched off with the password; both is on record, and the secret is not readable anywhere', async () => {
    const { page, personId, uri, backupCodes } = await twoFactored()
    const kept = JSON.stringify(await trial.db.query(sql`select to_jsonb(t) as row from auth."twoFactor" t`))
    for (const secret of [new URL(uri).searchParams.get('secret')!, ...backupCodes]) assert.ok(!kept.includes(secret))
    await aSecond()
    assert.equal(kindOf(await page('POST /two-factor/stop', { password: 'not my password' })), 'wrong-own-password')
    assert.deepEqual((await page('POST /two-factor/stop', { password: PASSWORD })).body, { twoFactor: false })
    const deeds = await trial.db.query<{ did: string }>(sql`
      select after ->> 'did' as did
      from directory_change
      where entry = 'account' and entry_id = ${personId}
      order by seq`)
    assert.deepEqual(
      deeds.map(({ did }) => did),
      ['began', 'two-factor-on', 'two-factor-off'],
    )
  })
})

describe("one's own account", () => {
  test('shows where one is signed in, and ends one session or all others', async () => {
    const { enter } = await somebody()
    const [here, there, elsewhere] = [await enter(open({ 'user-agent': 'Here' })), await enter(), await enter()]
    const { body } = await here('GET /sessions')
    const [mine] = body.items.filter(({ current }: { current: boolean }) => current)
    assert.deepEqual([body.items.length, mine.agent], [3, 'Here'])
    const { body: theirs } = await there('GET /sessions')
    const { id } = theirs.items.find(({ current }: { current: boolean }) => current)
    assert.deepEqual((await here(`DELETE /sessions/${id}`)).body, { ended: 1 })
    assert.equal(kindOf(await here(`DELETE /sessions/${id}`)), 'no-such-session')
    assert.deepEqual((await here('POST /sessions/end-others')).body, { ended: 1 })
    await aSecond()
    assert.deepEqual(
      [(await here('GET /me')).status, (await there('GET /me')).status, (await elsewhere('GET /me')).status],
      [200, 401, 401],
    )
  })

  test("somebody else's session cannot be ended", async () => {
    const [mine, theirs] = [await (await somebody()).enter(), await (await somebody()).enter()]
    const { body } = await theirs('GET /sessions')
    assert.equal(kindOf(await mine(`DELETE /sessions/${body.items[0].id}`)), 'no-such-session')
  })

  test('changes its password when it knows the old one; other sessions end', async () => {
    const { enter, email } = await somebody()
    const [here, there] = [await enter(), await enter()]
    const change = { old: PASSWORD, new: 'another four words' }
    assert.equal(kindOf(await here('POST /password', { ...change, old: 'not my password' })), 'wrong-own-password')
    assert.equal((await here('POST /password', change)).status, 200)
    await aSecond()
    assert.deepEqual([(await here('GET /me')).status, (await there('GET /me')).status], [200, 401])
    network++
    assert.equal((await open()('POST /session', { email, password: PASSWORD })).status, 401)
    assert.equal((await open()('POST /session', { email, password: change.new })).status, 200)
  })

  test('is nothing for a key', async () => {
    for (const line of ['GET /sessions', 'POST /sessions/end-others'])
      assert.equal(kindOf(await trial.ask(trial.harbour.keys.administer, line)), 'people-only')
  })
})

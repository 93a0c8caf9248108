import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { type Letter, openPost } from '#delivery/at-once.run.ts'
import type { Carrier } from '#delivery/carrier.ts'
import { openCapture } from '#delivery/channels/capture.ts'
import { browser } from '../../test/browser.ts'
import { asker, type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { openDoor } from './door.ts'

let trial: TrialDoor
let ask: TrialDoor['ask']
const mailbox: Letter[] = []
// As a mail server takes it, and keeps what it heard.
const listening: Carrier = {
  ...openCapture(),
  name: 'smtp',
  send: async ({ address, subject, body }) => {
    mailbox.push({ address, subject, body })
    return { as: 'accepted', code: null, words: '' }
  },
}
before(async () => {
  trial = await trialDoor()
  const post = openPost([listening], () => {})
  ask = asker(openDoor({ ...trial.rooms, post, address: () => 'https://callout.example' }))
})
after(() => trial.close())
// Each test comes from a network of its own, so that none is told to wait for what another did.
let network = 0
beforeEach(() => {
  network++
  mailbox.length = 0
})
const open = () => browser(ask, { 'x-forwarded-for': `203.0.113.${network}` })

const administer = (line: string, body?: object) => ask(trial.harbour.keys.administer, line, body)
const codeIn = (link: string) => link.split('#code=')[1]!
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
/** In the door who was found is believed for a second. */
const aSecond = () => sleep(1010)

const PASSWORD = 'four words and more'
let people = 0
async function invited(role = 'dispatcher') {
  const email = `sam${++people}@harbour.example`
  const { body: person } = await administer('POST /people', { name: `Sam ${people}`, role, email })
  const invitation = await administer('POST /invitations', { personId: person.id })
  assert.equal(invitation.status, 201, invitation.text)
  return { personId: person.id as string, email, code: codeIn(invitation.body.link), invitation }
}

async function signedIn(role = 'dispatcher') {
  const person = await invited(role)
  const page = open()
  const accepted = await page('POST /invitations/accept', { code: person.code, password: PASSWORD })
  assert.equal(accepted.status, 200, accepted.text)
  return { ...person, page }
}

const deedsOf = async (personId: string) => {
  const rows = await trial.db.query<{ did: string; by: string }>(sql`
    select after ->> 'did' as did, by ->> 'name' as by
    from directory_change
    where entry = 'account' and entry_id = ${personId}
    order by seq`)
  return rows.map(({ did, by }) => `${did} by ${by}`)
}

describe('an invitation', () => {
  test('is shown once and sent, says whom it is for, lets him in, and is on record', async () => {
    const { personId, email, code, invitation } = await invited()
    assert.deepEqual([invitation.body.emailed, invitation.body.email], ['sent', email])
    const [letter] = mailbox
    assert.equal(letter?.address, email)
    assert.match(
      letter!.body,
      new RegExp(`https://callout.example/invitation#code=${code}\n.*until 28 Nov 2026, 02:00 AEDT`, 's'),
    )
    const listed = await administer('GET /accounts')
    const [waiting] = listed.body.invitations.filter((each: { personId: string }) => each.personId === personId)
    assert.deepEqual([waiting.email, waiting.by.name], [email, 'Trial'])
    assert.ok(!listed.text.includes(code))

    const page = open()
    const seen = await page('POST /invitations/by-code', { code })
    assert.deepEqual(seen.body, { company: 'Company HRB', person: `Sam ${people}`, email })
    assert.equal((await page('POST /invitations/accept', { code, password: PASSWORD })).status, 200)
    const { body: me } = await page('GET /me')
    assert.deepEqual([me.person.id, me.scopes], [personId, ['dispatch']])
    assert.deepEqual(await deedsOf(personId), ['invited by Trial', `began by Sam ${people}`])
  })

  test('opens once, not after a week, not when another took its place, and not when it was taken back', async () => {
    const accept = (code: string) => open()('POST /invitations/accept', { code, password: PASSWORD })
    const used = await signedIn()
    assert.equal(kindOf(await accept(used.code)), 'no-such-link')

    const replaced = await invited()
    const again = await administer('POST /invitations', { personId: replaced.personId })
    assert.equal(kindOf(await accept(replaced.code)), 'no-such-link')
    assert.equal((await administer(`DELETE /invitations/${replaced.personId}`)).status, 200)
    assert.equal(kindOf(await accept(codeIn(again.body.link))), 'no-such-link')

    const old = await invited()
    const { now } = trial.time
    trial.time.now = later(now, 7 * 86_400)
    assert.equal((await open()('POST /invitations/by-code', { code: old.code })).status, 404)
    assert.equal(kindOf(await accept(old.code)), 'no-such-link')
    trial.time.now = now
    network++
    assert.equal((await accept(old.code)).status, 200)
  })

  test('used twice at the same time lets one in', async () => {
    const { code } = await invited()
    const both = await Promise.all([1, 2].map(() => open()('POST /invitations/accept', { code, password: PASSWORD })))
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 404])
  })

  test('is for people of this company, with an address and a role that signs in, who do not sign in yet', async () => {
    const { ids } = trial.harbour
    for (const [personId, because] of [
      [trial.other.ids.person, 'no-such-person'],
      [ids.person, 'role-not-invited'],
      [(await administer('POST /people', { name: 'Ann', role: 'dispatcher' })).body.id, 'no-email'],
      [(await signedIn()).personId, 'signs-in-already'],
    ])
      assert.equal(kindOf(await administer('POST /invitations', { personId })), because)
  })

  test('to an address that signs in already is refused when it is used, and may be used by another then', async () => {
    const { email } = await signedIn()
    const { body: twin } = await administer('POST /people', { name: 'Twin', role: 'read-only', email })
    const { body } = await administer('POST /invitations', { personId: twin.id })
    const refused = await open()('POST /invitations/accept', { code: codeIn(body.link), password: PASSWORD })
    assert.deepEqual([refused.status, kindOf(refused)], [409, 'email-taken'])
  })
})

describe('what somebody may do', () => {
  for (const [role, may] of [
    ['administrator', [200, 201, 200]],
    ['dispatcher', [200, 201, 403]],
    ['read-only', [200, 403, 403]],
  ] as const) {
    test(`follows from his role: ${role}`, async () => {
      const { page } = await signedIn(role)
      const answers = [
        await page('GET /jobs'),
        await page('POST /jobs', trial.harbour.opening),
        await page('GET /keys'),
      ]
      assert.deepEqual(
        answers.map(({ status }) => status),
        may,
      )
      for (const { status, body } of answers) if (status === 403) assert.equal(body.title, 'Your role may not do that')
    })
  }

  test('changes within a second with his role; a technician cannot sign in and is told so', async () => {
    const { page, personId, email } = await signedIn()
    await page('GET /jobs')
    await administer(`PATCH /people/${personId}`, { role: 'technician' })
    await aSecond()
    assert.deepEqual([(await page('GET /jobs')).status, kindOf(await page('GET /jobs'))], [403, 'role-cannot-sign-in'])
    const again = open()
    const refused = await again('POST /session', { email, password: PASSWORD })
    assert.deepEqual([refused.status, kindOf(refused), again.kept.size], [403, 'role-cannot-sign-in', 0])
    assert.match(refused.body.detail, /Administrators, dispatchers and people who may only look can/)
  })

  test('another company does not see who signs in, and cannot touch them', async () => {
    const { personId } = await signedIn()
    const theirs = (line: string) => ask(trial.other.keys.administer, line)
    assert.deepEqual((await theirs('GET /accounts')).body, { items: [], invitations: [] })
    for (const line of ['DELETE /accounts/ID', 'POST /accounts/ID/end-sessions', 'POST /accounts/ID/reset-link'])
      assert.equal(kindOf(await theirs(line.replace('ID', personId))), 'no-such-account')
  })
})

describe('an administrator', () => {
  const row = async (personId: string) =>
    (await administer('GET /accounts')).body.items.find((each: { personId: string }) => each.personId === personId)

  test('sees who signs in, signs a person out, and lets him in no longer', async () => {
    const { page, personId, email } = await signedIn()
    await page('GET /me')
    const { createdAt, lastSeenAt, name, ...shown } = await row(personId)
    assert.deepEqual(shown, { personId, role: 'dispatcher', email, twoFactor: false, sessions: 1 })
    assert.deepEqual([createdAt, lastSeenAt], [trial.time.now.toString(), trial.time.now.toString()])
    assert.deepEqual((await administer(`POST /accounts/${personId}/end-sessions`)).body, { ended: 1 })
    await aSecond()
    assert.equal(kindOf(await page('GET /me')), 'session-ended')

    assert.equal((await administer(`DELETE /accounts/${personId}`)).status, 200)
    assert.equal(await row(personId), undefined)
    assert.equal((await open()('POST /session', { email, password: PASSWORD })).status, 401)
    assert.deepEqual((await deedsOf(personId)).slice(2), ['sessions-ended by Trial', 'account-removed by Trial'])
  })

  test('cannot remove the last one', async () => {
    const administrators = (await administer('GET /accounts')).body.items.filter(
      ({ role }: { role: string }) => role === 'administrator',
    )
    const ids: string[] = [...administrators.map(({ personId }: { personId: string }) => personId)]
    const another = await signedIn('administrator')
    for (const id of ids) assert.equal((await administer(`DELETE /accounts/${id}`)).status, 200)
    assert.equal(kindOf(await administer(`DELETE /accounts/${another.personId}`)), 'last-administrator')
  })

  test('cannot give the last administrator who signs in another role', async () => {
    const of = ({ personId }: { personId: string }) => `PATCH /people/${personId}`
    const { items } = (await administer('GET /accounts')).body
    const last = items.find(({ role }: { role: string }) => role === 'administrator')
    const { status, body } = await administer(of(last), { role: 'dispatcher' })
    assert.deepEqual([status, body.title], [409, 'This is the last administrator who signs in'])
    assert.equal((await administer(of(last), { role: 'administrator', name: 'Still here' })).status, 200)
    const another = await signedIn('administrator')
    const both = await Promise.all([last, another].map(who => administer(of(who), { role: 'dispatcher' })))
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  })
})

describe('a new password', () => {
  const choose = (code: string, password: string) => open()('POST /password-reset/finish', { code, password })
  const NEW = 'another four words'

  test('is chosen by a link that an administrator makes: it opens once and ends all sessions', async () => {
    const { page, personId, email } = await signedIn()
    const { body } = await administer(`POST /accounts/${personId}/reset-link`)
    assert.match(body.link, /^https:\/\/callout\.example\/new-password#code=[\w-]{32}$/)
    const code = codeIn(body.link)
    assert.deepEqual((await choose(code, NEW)).body, { email })
    assert.equal(kindOf(await choose(code, PASSWORD)), 'no-such-link')
    await aSecond()
    assert.equal((await page('GET /me')).status, 401)
    assert.equal((await open()('POST /session', { email, password: PASSWORD })).status, 401)
    assert.equal((await open()('POST /session', { email, password: NEW })).status, 200)
    assert.deepEqual((await deedsOf(personId)).slice(2), [
      'password-link-made by Trial',
      `password-changed by Sam ${people}`,
    ])
  })

  test('is asked for by e-mail; whether somebody signs in by an address is not told', async () => {
    const { email } = await signedIn()
    mailbox.length = 0
    const [known, unknown] = [
      await open()('POST /password-reset', { email: email.toUpperCase() }),
      await open()('POST /password-reset', { email: 'nobody@harbour.example' }),
    ]
    assert.deepEqual([known.body, unknown.body], [{ mail: 'on-its-way-if-known' }, { mail: 'on-its-way-if-known' }])
    assert.deepEqual(
      mailbox.map(({ address }) => address),
      [email],
    )
    const code = /#code=(\S+)/.exec(mailbox[0]!.body)![1]!
    trial.time.now = later(trial.time.now, 3601)
    assert.equal(kindOf(await choose(code, NEW)), 'no-such-link')
    trial.time.now = later(trial.time.now, -3601)
    network++
    assert.equal((await choose(code, NEW)).status, 200)
  })

  test('is sent three times an hour at most', async () => {
    const { email } = await signedIn()
    mailbox.length = 0
    for (let i = 0; i < 5; i++) assert.equal((await open()('POST /password-reset', { email })).status, 200)
    assert.equal(mailbox.length, 3)
    assert.equal((await open()('POST /password-reset', { email })).status, 429)
  })

  test('is not sent by a server that sends no e-mail, and that is said', async () => {
    const asked = await browser(trial.ask)('POST /password-reset', { email: 'sam@harbour.example' })
    assert.deepEqual(asked.body, { mail: 'not-configured' })
    const { body } = await trial.ask(trial.harbour.keys.administer, 'POST /invitations', {
      personId: (await invited()).personId,
    })
    assert.deepEqual([body.emailed, body.link.split('#')[0]], ['not-configured', '/invitation'])
  })
})

test('no password, code or token is in a change, in the log, or in the clear in a link', async () => {
  const { page, code, personId } = await signedIn()
  const { body } = await administer(`POST /accounts/${personId}/reset-link`)
  const rows = await trial.db.query(sql`
    select to_jsonb(l) as row from account_link l
    union all select to_jsonb(c) from directory_change c
    union all select to_jsonb(a) from auth.account a
    union all select to_jsonb(d) from delivery d
    union all select to_jsonb(r) from request r`)
  const kept = JSON.stringify([rows, trial.log])
  for (const secret of [PASSWORD, code, codeIn(body.link), decodeURIComponent(page.kept.get('callout.session_token')!)])
    assert.ok(!kept.includes(secret.split('.')[0]!))
})

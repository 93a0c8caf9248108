import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { firstRunCode } from '#directory/first-run.run.ts'
import { browser } from '../../test/browser.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const PASSWORD = 'a long walk home'
const asked = async (more: object = {}) => ({
  code: await firstRunCode(trial.db),
  company: { name: 'Harbour', code: 'HRB', timeZone: 'Australia/Sydney', country: 'AU' },
  ...{ name: 'Ruth Adeyemi', email: 'Ruth@Harbour.example', password: PASSWORD },
  ...more,
})

test('nobody begins without the code of the server, with a short password or with half an address', async () => {
  const begin = browser(trial.ask)
  const wrong = await begin('POST /first-run', await asked({ code: 'x'.repeat(32) }))
  assert.deepEqual([wrong.status, wrong.body.type], [403, 'urn:callout:problem:not-the-first-code'])
  const short = await begin('POST /first-run', await asked({ password: 'eleven char' }))
  assert.deepEqual(short.body.errors, [{ field: 'password', problem: 'must be at least 12 characters' }])
  assert.equal((await begin('POST /first-run', await asked({ email: 'ruth@' }))).status, 422)
  assert.equal((await begin('GET /first-run')).body.needed, true)
})

test('the first administrator takes the company there is, is signed in, and nobody can be first again', async () => {
  const ruth = browser(trial.ask)
  const begun = await ruth('POST /first-run', await asked())
  assert.deepEqual([begun.status, begun.body], [200, { twoFactor: 'not-needed' }])
  assert.match(
    begun.headers.getSetCookie()[0]!,
    /^callout\.session_token=.*; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  const { body: me } = await ruth('GET /me')
  assert.deepEqual(me.person, {
    id: me.actor.id,
    name: 'Ruth Adeyemi',
    role: 'administrator',
    email: 'ruth@harbour.example',
  })
  assert.deepEqual([me.company.id, me.scopes, me.twoFactor], [trial.harbour.id, ['administer'], false])
  const changed = await ruth('PATCH /company', { name: 'Harbour Monitoring' }, { 'content-type': 'application/json' })
  assert.equal(changed.status, 200, changed.text)

  assert.equal((await ruth('GET /first-run')).body.needed, false)
  const again = await browser(trial.ask)('POST /first-run', await asked({ email: 'sam@harbour.example' }))
  assert.deepEqual([again.status, again.body.type], [409, 'urn:callout:problem:not-first'])
})

test('who changed something is on record by name, and the password is nowhere in the database', async () => {
  const changes = await trial.db.query<{ entry: string; by: object; after: object }>(sql`
    select entry, by, after
    from directory_change
    where company_id = ${trial.harbour.id} and entry in ('account', 'company')
    order by seq`)
  const [, began, renamed] = changes as { entry: string; by: { name: string }; after: Record<string, unknown> }[]
  assert.deepEqual([began?.entry, began?.by.name, began?.after.did], ['account', 'Ruth Adeyemi', 'began'])
  assert.deepEqual([renamed?.by.name, renamed?.after.name], ['Ruth Adeyemi', 'Harbour Monitoring'])
  const everything = await trial.db.query(sql`
    select to_jsonb(a) as row from auth.account a
    union all select to_jsonb(c) from directory_change c`)
  assert.ok(!JSON.stringify([everything, trial.log]).includes(PASSWORD))
})

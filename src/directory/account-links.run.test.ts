import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hashPassword } from '#base/password.ts'
import { codeOf } from '../../test/authenticator.ts'
import { browser } from '../../test/browser.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { makeRescueLink } from './account-links.run.ts'
import { beginAccount } from './accounts.run.ts'
import { CALLOUT } from './directory.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

test('who has lost password and authenticator comes in again by the link of the command line', async () => {
  const { db, ask, time, harbour } = trial
  const email = 'ruth@harbour.example'
  const { body } = await ask(harbour.keys.administer, 'POST /people', { name: 'Ruth', role: 'administrator', email })
  const who = { companyId: harbour.id, personId: body.id, name: 'Ruth', email }
  await beginAccount(db, { ...who, hash: await hashPassword('four words and more') }, time.now)
  const page = browser(ask)
  await page('POST /session', { email, password: 'four words and more' })
  const { body: begun } = await page('POST /two-factor/start', { password: 'four words and more' })
  await page('POST /two-factor/confirm', { code: codeOf(begun.uri) })

  const made = await makeRescueLink(db, { email: ' Ruth@Harbour.example', by: CALLOUT }, time.now)
  assert.ok(made.ok)
  const again = browser(ask)
  const password = 'another four words'
  assert.equal((await again('POST /password-reset/finish', { code: made.link.code, password })).status, 200)
  assert.deepEqual((await again('POST /session', { email, password })).body, { twoFactor: 'not-needed' })
})

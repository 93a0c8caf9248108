import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())
beforeEach(() => trial.db.script('truncate rule, rule_change cascade'))

const HEADER = 'Owner Type;Owner;Service Type;Notify When;Via;Email Address / Mobile Number;Recipient'
const GOOD = 'Customer;Hargreaves Timber;All;Dispatched;SMS;0491 570 156;Facilities desk'
const BAD = 'Customer;Hargreaves Timber;All;Dispatched;Text Email;0491 570 156;'
const fileOf = (...lines: string[]) => `\ufeff${[HEADER, ...lines].join('\r\n')}\r\n`

const send = (query: string, body: string | Uint8Array, headers = {}) =>
  trial.ask(trial.harbour.keys.administer, `POST /rules/import${query}`, body, {
    'content-type': 'text/csv',
    ...headers,
  })
const rules = async () => (await trial.ask(trial.harbour.keys.read, 'GET /rules')).body.items
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')

test('S1.15: a dry run answers every row in a sentence and makes nothing; the real run makes the same rules', async () => {
  const dry = await send('?dryRun=true', fileOf(GOOD))
  const sentence = 'When a job of customer Hargreaves Timber is dispatched, text Facilities desk (+61491570156).'
  const row = { line: 2, outcome: 'ready', ruleId: null, because: null, sentence, notes: [], warnings: [] }
  assert.deepEqual(dry.body, {
    summary: 'Nothing was made, this was a dry run. Of 1 row: 1 would be made.',
    unusedColumns: [],
    rows: [row],
  })
  assert.deepEqual(await rules(), [])

  const real = await send('', fileOf(GOOD))
  const [rule] = await rules()
  assert.deepEqual([real.status, real.body.summary], [200, 'Of 1 row: 1 made.'])
  assert.deepEqual(real.body.rows, [{ ...row, outcome: 'made', ruleId: rule.id }])
  assert.deepEqual([rule.address, rule.recipient, rule.occasion], ['+61491570156', 'Facilities desk', 'dispatched'])
})

test('with a row refused nothing is made, and it is said which and what to do; partly=true makes the others', async () => {
  const whole = await send('?dryRun=false', fileOf(GOOD, BAD))
  assert.equal(whole.body.summary, 'Nothing was made, because a row is refused. Of 2 rows: 1 could be made, 1 refused.')
  assert.deepEqual([whole.body.rows[1].line, whole.body.rows[1].because], [3, 'not-an-email-address'])
  assert.match(whole.body.rows[1].sentence, /"0491 570 156" is not an e-mail address: write one as/)
  assert.deepEqual(await rules(), [])
  const partly = await send('?partly=true', fileOf(GOOD, BAD))
  assert.equal(partly.body.summary, 'Of 2 rows: 1 made, 1 refused.')
  assert.equal((await rules()).length, 1)
})

test('the same file again adds nothing and names the rules that are there', async () => {
  await send('', fileOf(GOOD))
  const again = await send('', fileOf(GOOD))
  const [rule, ...more] = await rules()
  assert.deepEqual([again.body.summary, more], ['Of 1 row: 1 there already.', []])
  assert.equal(again.body.rows[0].ruleId, rule.id)
})

test('S1.52: a row that tells providers warns of those it would not reach', async () => {
  await trial.ask(trial.harbour.keys.administer, 'POST /providers', { name: 'Day Patrols' })
  const file = `${HEADER};Notify Provider\nCustomer;Hargreaves Timber;All;Dispatched;SMS;;;Yes`
  const { rows } = (await send('?dryRun=true', file)).body
  const sentence = 'Day Patrols has no mobile: this text would reach nobody there.'
  assert.deepEqual(rows[0].warnings, [{ about: 'provider-has-no-mobile', names: ['Day Patrols'], sentence }])
})

test("another company's customer is nobody here", async () => {
  const customer = { name: 'Other Freight', email: null, phone: null }
  await trial.ask(trial.other.keys.administer, 'POST /customers', customer)
  const { rows } = (await send('', fileOf(GOOD.replace('Hargreaves Timber', 'Other Freight')))).body
  assert.deepEqual([rows[0].outcome, rows[0].because], ['refused', 'no-such-owner'])
})

test('a repeated request is carried out once and answered the same', async () => {
  const headers = { 'idempotency-key': 'import-of-March' }
  const first = await send('', fileOf(GOOD), headers)
  assert.deepEqual((await send('', fileOf(GOOD), headers)).body, first.body)
  assert.equal(first.body.rows[0].outcome, 'made')
})

for (const [kind, status, detail, body, headers] of [
  ['no-rows', 422, /no rows/, HEADER, {}],
  ['column-missing', 422, /There is no column "Owner", .*Wanted: "Owner Type"/, 'Owner Type\nCustomer', {}],
  ['not-utf-8', 422, /CSV UTF-8/, Buffer.from('Owner;Café', 'latin1'), {}],
  ['not-csv', 422, /never closed/, `${HEADER}\n"x`, {}],
  ['file-too-large', 413, /more than 2 MB/, new Uint8Array(2_000_001), {}],
  ['too-many-rows', 422, /more than 5000 rows/, `${HEADER}\n${'x\n'.repeat(5001)}`, {}],
  ['wrong-type', 415, /text\/csv/, fileOf(GOOD), { 'content-type': 'application/json' }],
] as const) {
  test(`a file is refused with what to do: ${kind}`, async () => {
    const answer = await send('', body, headers)
    assert.deepEqual([answer.status, kindOf(answer)], [status, kind])
    assert.match(answer.body.detail, detail)
  })
}

test('CSV may say that it is UTF-8', async () => {
  const answer = await send('?dryRun=true', fileOf(GOOD), { 'content-type': 'text/csv; charset=utf-8' })
  assert.equal(answer.status, 200)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { idFrom } from '#base/id.ts'
import { later } from '#base/time.ts'
import type { Target } from '#rules/rule.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages, type MessageRow, NIGHT } from '../../test/deliveries.ts'
import { insertPlace, type Place } from '../../test/rows.ts'
import { whoWasTold } from './hearers.run.ts'
import type { State } from './state.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
let jobId: string
let otherJob: string
before(async () => {
  fresh = await freshDatabase(2)
  place = await insertPlace(fresh.db)
  jobId = await insertJob(fresh.db, place)
  otherJob = await insertJob(fresh.db, place, 2)
})
after(() => fresh.drop())

const told = async (now = later(NIGHT, 3600), job = jobId) =>
  (await whoWasTold(fresh.db, [{ companyId: place.companyId, jobId: job }], now)).map(
    ({ at, address, target, reached }) => [at.toString().slice(11, 19), address, target, reached].join(' '),
  )

type Given = MessageRow & { state?: State; rule?: string | null; target?: Target; job?: string }

/** A message of the job as its rule made it, in some state. */
async function give({ state = 'waiting', rule = null, target = 'address', job = jobId, ...message }: Given) {
  const { db } = fresh
  const { companyId, customerId } = place
  const [id] = await insertMessages(db, place, job, [message])
  const ended = ['waiting', 'held', 'failed-for-now', 'handed-over'].includes(state) ? null : NIGHT
  // Nothing is sent again before it has failed.
  for (const each of state === 'resent' ? (['failed-for-good', state] as const) : [state]) {
    await db.query(sql`
      update delivery set state = ${each}, ended_at = ${ended} where company_id = ${companyId} and id = ${id}`)
  }
  await decide({ id: id!, job, rule, target, customerId })
  return id!
}

type Decided = { id: string; job: string; rule: string | null; target: Target; customerId: string }
async function decide({ id, job, rule, target, customerId }: Decided) {
  const { companyId } = place
  const ruleId = idFrom('rule', rule ?? '', target)
  await fresh.db.query(sql`
    insert into rule (company_id, id, version, owner_kind, owner_id, does, occasion, via, destination, address, recipient,
                      leaves_out_cancelled, active, details, groups_invoice, gathers_minutes)
    values (${companyId}, ${ruleId}, 1, 'customer', ${customerId}, 'tell', 'dispatched', 'text-email', 'address',
            'x@example.com', ${rule}, false, true, '{}', false, 0)
    on conflict do nothing`)
  await fresh.db.query(sql`
    insert into decision (company_id, job_id, version, rule_id, occasion, target, because, notice_id, at, ordinal)
    values (${companyId}, ${job}, 1, ${ruleId}, 'dispatched', ${target}, 'told', ${id}, ${NIGHT}, 0)
    on conflict do nothing`)
}

const clear = () => fresh.db.script('truncate notice, decision, rule cascade')

const STATES: readonly [State, string][] = [
  ['waiting', 'on-its-way'],
  ['held', 'on-its-way'],
  ['failed-for-now', 'on-its-way'],
  ['handed-over', 'on-its-way'],
  ['unknown', 'uncertain'],
  ['accepted', 'accepted'],
  ['delivered', 'delivered'],
  ['failed-for-good', 'failed'],
  ['expired', 'not-reached'],
  ['cancelled', 'stopped'],
  ['resent', 'sent-again'],
]
for (const [state, reached] of STATES) {
  test(`S4.13: what became of it: ${state}`, async () => {
    await clear()
    await give({ name: 'one', state })
    assert.deepEqual(await told(), [`00:00:00 one@example.com address ${reached}`])
  })
}

test('S4.13: the oldest first, and nothing of another job', async () => {
  await clear()
  await give({ name: 'late', dueAt: later(NIGHT, 60), target: 'provider' })
  await give({ name: 'desk', rule: 'Facilities desk' })
  await give({ name: 'other', job: otherJob })
  assert.deepEqual(await told(), [
    '00:00:00 desk@example.com address on-its-way',
    '00:01:00 late@example.com provider on-its-way',
  ])
})

test('when the carrier had it is when somebody was told', async () => {
  await clear()
  const id = await give({ name: 'one', state: 'accepted' })
  await fresh.db.query(sql`
    insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome)
    values (${place.companyId}, ${id}, 1, 'x', ${NIGHT}, ${later(NIGHT, 9)}, 'unreachable'),
           (${place.companyId}, ${id}, 2, 'x', ${NIGHT}, ${later(NIGHT, 99)}, 'accepted')`)
  assert.deepEqual(await told(), ['00:01:39 one@example.com address accepted'])
})

test('nobody was told what is due later, was dropped, or went to a program', async () => {
  await clear()
  await give({ name: 'later', dueAt: later(NIGHT, 7200) })
  const [dropped, program] = [await give({ name: 'dropped' }), await give({ name: 'program' })]
  await fresh.db.query(sql`update notice set dropped_because = 'too-late' where id = ${dropped}`)
  await fresh.db.query(sql`update notice set channel = 'webhook' where id = ${program}`)
  assert.deepEqual(await told(), [])
})

test('what the office sends about a job is in no report: an invoice, and a reminder', async () => {
  await clear()
  const [invoice, reminder] = [await give({ name: 'invoice' }), await give({ name: 'reminder' })]
  await fresh.db.query(sql`update notice set occasions = '{invoiced}' where id = ${invoice}`)
  await fresh.db.query(sql`update notice set occasions = '{incomplete}' where id = ${reminder}`)
  assert.deepEqual(await told(), [])
})

test('what was sent again to the same address went to the same person; elsewhere nobody knows to whom', async () => {
  await clear()
  const of = await give({ name: 'one', rule: 'Facilities desk', state: 'resent' })
  const again = async (name: string, address: string) => {
    const [id] = await insertMessages(fresh.db, place, jobId, [{ name, address, dueAt: later(NIGHT, 60) }])
    await fresh.db.query(sql`
      update notice set resend_of = ${of}, resend_as = 'as-it-was', resend_by = '{}' where id = ${id}`)
  }
  await again('two', 'one@example.com')
  await again('three', 'boss@example.com')
  assert.deepEqual((await told()).sort(), [
    '00:00:00 one@example.com address sent-again',
    '00:01:00 boss@example.com  on-its-way',
    '00:01:00 one@example.com address on-its-way',
  ])
})

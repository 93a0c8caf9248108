import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { Job } from '#jobs/job.ts'
import { removeRecipient, saveRecipient } from '#rules/recipients.run.ts'
import type { RecipientAsked } from '#rules/recipients.ts'
import { heardHourly } from '../hours.ts'
import { openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

// What was said of one job alone: also tell her, do not tell him, tell her in his place.

let town: Awaited<ReturnType<typeof openTown>>
beforeEach(async () => {
  town = await openTown()
})
afterEach(() => town.close())

const DESK = 'desk@mill.example'
const JO = 'jo@mill.example'
const PATROL = 'control@nightpatrol.example'
const DAY = 86_400
const say = async (job: Job, asked: RecipientAsked) => {
  const saved = await saveRecipient(town.house.db, { job, asked }, SAM, town.now())
  assert.ok(saved.ok, JSON.stringify(saved))
  await town.house.settle()
  return saved.id
}
const takeBack = async ({ companyId, id: jobId }: Job, id: string) => {
  assert.ok(await removeRecipient(town.house.db, { companyId, jobId, id }, SAM, town.now()))
  await town.house.settle()
}
const jo = { via: 'text-email', address: ' Jo@Mill.example', recipient: 'Jo' } as const
const whom = () => town.heard().map(line => line.split(' ')[1]!.replace(/:$/, ''))

test('whoever is added hears of this job from then on, of no other, and of nothing by being added', async () => {
  const [job, other] = [await town.open(), await town.open()]
  await town.save(job, { do: 'dispatch' })
  const added = await say(job, { does: 'add', occasions: ['dispatched', 'completed'], ...jo })
  assert.deepEqual(whom(), [])
  await town.save(job, { do: 'complete' })
  await town.save(other, { do: 'complete' })
  assert.deepEqual(whom(), [JO])
  await takeBack(job, added)
  await town.save(job, { do: 'reopen' })
  await town.save(job, { do: 'complete' })
  assert.deepEqual(whom(), [])
})

test('one who is muted for a job does not hear of it until that is taken back; of other jobs he does', async () => {
  const { id: ruleId } = await town.rule('customer', { address: DESK, occasion: 'completed' })
  const [job, other] = [await town.open(), await town.open()]
  const muted = await say(job, { does: 'mute', ruleId })
  await town.save(job, { do: 'complete' })
  assert.deepEqual(whom(), [])
  assert.deepEqual(await town.reasons(job), [`completed ${DESK} muted-for-job`])
  await town.save(other, { do: 'complete' })
  assert.deepEqual(whom(), [DESK])
  await takeBack(job, muted)
  await town.save(job, { do: 'reopen' })
  await town.save(job, { do: 'complete' })
  assert.deepEqual(whom(), [DESK])
})

test('S1.55: of a rule that tells two, only the one who is muted is silent', async () => {
  const { id: ruleId } = await town.rule('customer', { address: DESK, destination: 'both' })
  const job = await town.open()
  await say(job, { does: 'mute', ruleId, target: 'address' })
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(whom(), [PATROL])
})

test('S1.19: who was told before he was muted still hears that the job is his no longer', async () => {
  const { id: ruleId } = await town.rule('customer', { destination: 'provider' })
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(whom(), [PATROL])
  await say(job, { does: 'mute', ruleId })
  await town.reach(town.place.otherProviderId, { email: 'day@patrol.example' })
  await town.save(job, { do: 'dispatch', providerId: town.place.otherProviderId })
  // The mute was of Night Patrol: whoever is sent in its place must learn of it.
  assert.deepEqual(whom(), [PATROL, 'day@patrol.example'])
})

test('S1.19: whoever stands in for a provider hears goodbye in his place, and nothing for the next', async () => {
  const { id: ruleId } = await town.rule('customer', { destination: 'provider' })
  const job = await town.open()
  await say(job, { does: 'replace', ruleId, ...jo })
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(whom(), [JO])
  await town.reach(town.place.otherProviderId, { email: 'day@patrol.example' })
  await town.save(job, { do: 'dispatch', providerId: town.place.otherProviderId })
  assert.deepEqual(
    town.heard().map(line => line.replace(/:.*:.*/, '')),
    ['email day@patrol.example', `email ${JO}`],
  )
})

test('S1.38: reminders that are due later fall silent too, and whoever stands in is reminded of the rest', async () => {
  const more = { address: DESK, occasion: 'incomplete', everyDays: 2, times: 3 }
  const { id: ruleId } = await town.rule('customer', more)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  const hours = (days: number) => heardHourly(town, days, 'before-and-when-due')
  assert.equal((await hours(3)).length, 1)
  const replaced = await say(job, { does: 'replace', ruleId, ...jo })
  const later = await hours(2)
  assert.equal(later.length, 1)
  assert.match(JSON.stringify(later), /jo@mill/)
  await takeBack(job, replaced)
  const last = await hours(4)
  // What he was not told while he was muted does not count as told.
  assert.equal(last.length, 2)
  assert.doesNotMatch(JSON.stringify(last), /jo@mill/)
})

test('S3.8: whoever stands in for the customer reads what the customer would have read', async () => {
  const rule = await town.rule('customer', { destination: 'customer', occasion: 'closed' })
  const job = await town.open()
  await say(job, { does: 'replace', ruleId: rule.id, ...jo })
  await town.save(job, { do: 'complete' })
  const [line, ...others] = town.heard()
  assert.deepEqual(others, [])
  const plain = await town.open()
  await town.save(plain, { do: 'complete' })
  const [usual] = town.heard()
  assert.equal(
    line!.replace(JO, '').replace('ABC-1', ''),
    usual!.replace('office@hargreaves.example', '').replace('ABC-2', ''),
  )
})

test('what waits to be sent when somebody is muted is not sent, unless another rule tells him the same', async () => {
  const gathers = { address: DESK, occasion: 'updated-incomplete', gathersMinutes: 10 }
  const { id: ruleId } = await town.rule('customer', gathers)
  const job = await town.open()
  await town.save(job, { do: 'change', set: { outcome: 'All sealed' } })
  await say(job, { does: 'mute', ruleId })
  await town.forward(DAY / 24)
  assert.deepEqual(whom(), [])
  assert.deepEqual(await town.reasons(job), [`updated-incomplete ${DESK} muted-for-job`])

  await town.rule('site', gathers)
  const second = await town.open()
  await town.save(second, { do: 'change', set: { outcome: 'All sealed' } })
  await say(second, { does: 'mute', ruleId })
  await town.forward(DAY / 24)
  assert.deepEqual(whom(), [DESK])
})

test('S4.20: a corrected report does not go to whoever was muted after the first, but to whoever stands in for him', async () => {
  const { id: ruleId } = await town.rule('customer', { address: DESK, occasion: 'job-report', via: 'pdf-email' })
  const job = await town.open()
  await town.save(job, { do: 'complete' })
  assert.deepEqual(whom(), [DESK])
  await say(job, { does: 'replace', ruleId, ...jo })
  await town.save(job, { do: 'change', set: { outcome: 'Zone 7 was open' } })
  assert.deepEqual(whom(), [JO])
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { remindOnce } from '#rules/reminders.run.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

// What the door says of a job beforehand: who will be reminded, and whom the rules would tell if something happened.

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')
const addRule = async (more: object) => {
  const owner = { kind: 'customer', id: trial.harbour.ids.customer }
  const facilities = { address: 'facilities@mill.example', recipient: 'Facilities desk' }
  const common = { does: 'tell', occasion: 'dispatched', via: 'pdf-email' }
  const added = await ask('POST /rules', { ...common, owner, ...facilities, ...more })
  assert.equal(added.status, 201, added.text)
  return added.body.rule.id as string
}
const openJob = async () => (await ask('POST /jobs', trial.harbour.opening)).body.job

test('W1: beside the button stands whom a dispatch would tell, and whom not and why', async () => {
  const { site, provider, alarmCompany, serviceType } = trial.harbour.ids
  const [other] = [(await ask('POST /service-types', { name: 'Plumbing', kind: 'service' })).body]
  await addRule({})
  await addRule({ owner: { kind: 'site', id: site }, via: 'text-email', recipient: null })
  await addRule({ via: 'sms', destination: 'provider', address: null, recipient: null })
  await addRule({ address: 'off@mill.example', recipient: null, active: false })
  await addRule({ address: 'pipes@mill.example', recipient: null, serviceTypeId: other.id })
  const alarm = { kind: 'alarm-company', id: alarmCompany }
  await addRule({ owner: alarm, occasion: 'updated-incomplete', address: 'ops@alarm.example', recipient: null })
  const mute = {
    does: 'mute',
    owner: { kind: 'site', id: site },
    occasion: 'updated-incomplete',
    serviceTypeId: serviceType,
  }
  assert.equal((await ask('POST /rules', mute)).status, 201)
  const job = await openJob()
  const { wouldBe, items, due } = (await ask(`GET /jobs/${job.reference}/decisions?if=dispatched`)).body
  assert.deepEqual([items, due, wouldBe.refused, wouldBe.messages], [[], [], null, 1])
  assert.deepEqual(wouldBe.items.map(({ sentence }: { sentence: string }) => sentence).sort(), [
    'Not telling off@mill.example by e-mail with PDF: the rule is switched off.',
    'Not telling ops@alarm.example by e-mail with PDF: "don\'t notify" at this site.',
    'Not telling pipes@mill.example by e-mail with PDF: the rule is for another service type.',
    'Not telling the provider by text: the job has no provider.',
    // S1.60: two rules, one message; and since one of them wants the PDF, it goes along.
    'Will tell Facilities desk (facilities@mill.example) by e-mail with PDF.',
    'Will tell facilities@mill.example by e-mail with PDF.',
  ])
  assert.match(wouldBe.line, /^Will tell: [^.]*facilities@mill\.example\)? by e-mail with PDF\. Not telling: /)
  const sent = (await ask(`GET /jobs/${job.id}/decisions?if=dispatched&providerId=${provider}`)).body.wouldBe
  assert.equal(sent.messages, 2)
  assert.match(sent.line, /the provider \(\+61491570156\) by text/)
  assert.equal((await ask(`GET /jobs/${job.id}`)).body.version, 1)
})

test('W1: what could not happen is not supposed to happen: the reason is told', async () => {
  const job = await openJob()
  await ask(`POST /jobs/${job.id}/complete`, {})
  const { wouldBe } = (await ask(`GET /jobs/${job.id}/decisions?if=dispatched`)).body
  assert.deepEqual(wouldBe, {
    if: 'dispatched',
    refused: { because: 'not-in-progress', title: 'The job is not in progress', detail: 'Reopen it first.' },
    line: 'The job is not in progress',
    messages: 0,
    items: [],
  })
  const nothing = (await ask(`GET /jobs/${job.id}/decisions?if=reminder`)).body.wouldBe
  assert.deepEqual([nothing.line, nothing.items], ['No rule speaks of this.', []])
  const unknown = await ask(`GET /jobs/${job.id}/decisions?if=flooded`)
  assert.deepEqual([unknown.status, kindOf(unknown)], [422, 'invalid'])
  const out = await ask(`GET /jobs/${job.id}/decisions?if=completed&providerId=${trial.harbour.ids.provider}`)
  assert.equal(out.body.errors[0].field, 'providerId')
})

test('W1, S1.38: reminders still to come are told with the time at the site, and which of how many', async () => {
  await addRule({ occasion: 'incomplete', everyDays: 3, times: 4, via: 'text-email' })
  const job = await openJob()
  await ask(`POST /jobs/${job.id}/dispatch`, {})
  await trial.settle()
  while (await remindOnce(trial.db, { now: trial.time.now })) {}
  const { due } = (await ask(`GET /jobs/${job.id}/decisions`)).body
  const whom = 'Facilities desk (facilities@mill.example) by e-mail'
  const [one] = due
  assert.deepEqual([one.at, one.timeZone, one.number, one.of], ['2026-11-23T15:00:00Z', 'Australia/Sydney', 1, 4])
  assert.equal(one.sentence, `Will remind ${whom} on 24 Nov 2026, 02:00 AEDT: 1 of 4.`)
  await ask(`POST /jobs/${job.id}/defer`, { because: 'No access', until: '2026-11-28' })
  const put = (await ask(`GET /jobs/${job.id}/decisions?if=reminder`)).body
  assert.equal(put.due[0].sentence, `Not reminding ${whom} on 24 Nov 2026, 02:00 AEDT: the job is deferred.`)
  assert.equal(put.wouldBe.line, `Will tell: nobody. Not telling: ${whom} (the job is deferred).`)
})

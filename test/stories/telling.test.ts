import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accepts, isDown, openTown } from '../night-town.ts'

let town: Awaited<ReturnType<typeof openTown>>
before(async () => {
  town = await openTown()
})
after(() => town.close())

const DESK = 'desk@mill.example'
const BOSS = 'boss@mill.example'

test('S1.1, S1.2: a customer is told that his job is dispatched, and of each thing that changes afterwards', async () => {
  await town.rule('customer', { address: DESK })
  await town.rule('customer', { address: DESK, occasion: 'updated-incomplete' })
  await town.rule('customer', { address: DESK, occasion: 'completed', via: 'pdf-email' })
  await town.rule('customer', { address: BOSS, occasion: 'updated-complete' })

  const job = await town.open()
  assert.deepEqual(town.heard(), [])
  await town.save(job, { do: 'dispatch' })
  assert.deepEqual(town.heard(), [`email ${DESK}: ABC-1 dispatched and updated: Hargreaves Mill, 12 Mill Rd, Orange`])
  await town.save(job, { do: 'on-site' })
  assert.deepEqual(town.heard(), [`email ${DESK}: ABC-1 updated: Hargreaves Mill, 12 Mill Rd, Orange`])
  await town.save(job, { do: 'complete', outcome: 'All sealed' })
  assert.deepEqual(town.heard(), [
    `email ${BOSS}: ABC-1 updated: Hargreaves Mill, 12 Mill Rd, Orange`,
    `email ${DESK}: ABC-1 now Complete: Hargreaves Mill, 12 Mill Rd, Orange + ABC-1.pdf`,
  ])
})

test('S1.27: correcting the initial request of a complete job tells nobody; the same edit on an open one does', async () => {
  const job = await town.open()
  await town.save(job, { do: 'change', set: { initialRequest: 'Zone 5' } })
  assert.equal(town.heard().length, 1)
  await town.save(job, { do: 'complete' })
  town.heard()
  await town.save(job, { do: 'change', set: { initialRequest: 'Zone 6' } })
  assert.deepEqual(town.heard(), [])
  await town.save(job, { do: 'change', set: { outcome: 'Sealed' } })
  assert.equal(town.heard().length, 1)
})

test('S1.29: saving without change tells nobody', async () => {
  const job = await town.open({ docketNumber: 'D1' })
  await town.save(job, { do: 'change', set: { docketNumber: 'D1' } })
  assert.deepEqual(town.heard(), [])
})

test('S1.41: while a job is deferred nobody is told, and it is not told afterwards either', async () => {
  const job = await town.open()
  await town.save(job, { do: 'defer', because: 'no access', until: '2026-03-20' })
  await town.save(job, { do: 'on-site' })
  assert.deepEqual(town.heard(), [])
  await town.save(job, { do: 'resume' })
  assert.deepEqual(town.heard(), [])
  assert.deepEqual(await town.reasons(job), [`updated-incomplete ${DESK} job-deferred`])
})

test('S1.41: deferred between planning and sending: tested when it would be sent', async () => {
  const job = await town.open()
  // The save is planned at once here; the deferral must come between. Both are saved before the stations turn.
  const { desk } = town.house
  const ask = { companyId: job.companyId, jobId: job.id, by: { kind: 'callout', id: 'x', name: 'x' } as const }
  await desk.save({ ...ask, change: { do: 'on-site' } })
  await desk.save({ ...ask, change: { do: 'defer', because: 'parts', until: '2026-03-20' } })
  await town.forward(1)
  assert.deepEqual(town.heard(), [])
  assert.deepEqual(await town.reasons(job), [`updated-incomplete ${DESK} job-deferred`])
})

test('S1.61, S1.5: the mail server is down for two hours: saving goes on, and every message arrives afterwards, once', async () => {
  town.carriersAre(isDown)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.save(job, { do: 'complete', outcome: 'ok' })
  for (let minutes = 0; minutes < 120; minutes += 10) await town.forward(600)
  assert.deepEqual(town.heard(), [])
  town.carriersAre(accepts)
  await town.forward(3600)
  assert.equal(town.heard().length, 3)
  await town.forward(86_400)
  assert.deepEqual(town.heard(), [])
})

test('W4: news of a dispatch is not sent a day late; the report still is', async () => {
  town.carriersAre(isDown)
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  await town.save(job, { do: 'complete' })
  await town.forward(30 * 3600)
  town.carriersAre(accepts)
  await town.forward(2 * 3600)
  assert.deepEqual(
    town.heard().map(line => line.split(': ')[1]!.replace(/ABC-\d+ /, '')),
    ['now Complete'],
  )
})

test('one broken recipient does not stop the others', async () => {
  await town.rule('site', { address: 'gone@mill.example' })
  town.carriersAre(({ address }) =>
    address.startsWith('gone') ? { as: 'refused', code: '550', words: 'no such mailbox' } : accepts({} as never),
  )
  const job = await town.open()
  await town.save(job, { do: 'dispatch' })
  assert.equal(town.heard().length, 1)
  town.carriersAre(accepts)
  await town.forward(3 * 86_400)
  assert.deepEqual(town.heard(), [], 'what was refused for good is not tried again')
})

test('the same words go out on every attempt, under the same id', async () => {
  const job = await town.open()
  const seen: string[] = []
  town.carriersAre(({ id, body }) => {
    seen.push(`${id} ${body}`)
    return { as: 'unreachable', code: '451', words: 'later' }
  })
  await town.save(job, { do: 'on-site' })
  await town.save(job, { do: 'change', set: { docketNumber: 'D7' } })
  await town.forward(40)
  town.carriersAre(accepts)
  await town.forward(600)
  assert.equal(town.heard().length, 2)
  assert.ok(seen.length >= 4)
  assert.equal(new Set(seen).size, 2)
})

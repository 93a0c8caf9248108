import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { doWith, doWithMany } from '#delivery/deeds.run.ts'
import { DEEDS } from '#delivery/deeds.ts'
import { findMessage, listMessages, paperOf } from '#delivery/delivery.run.ts'
import { resendMany, resendMessage } from '#delivery/resend.run.ts'
import { optOut } from '#directory/contacts.run.ts'
import type { Job } from '#jobs/job.ts'
import { addSchedule } from '#rules/schedules.run.ts'
import { accepts, isDown, openTown } from '../night-town.ts'
import { SAM } from '../rows.ts'

let town: Awaited<ReturnType<typeof openTown>>
before(async () => {
  town = await openTown()
  await town.rule('customer', { address: DESK, occasion: 'completed', via: 'pdf-email' })
})
after(() => town.close())
afterEach(() => {
  assert.deepEqual(town.heard(), [])
  town.carriersAre(accepts)
})

const DESK = 'desk@mill.example'
const refuses = () => ({ as: 'refused', code: '550', words: 'no such mailbox' }) as const
const said = () => ({ companyId: town.place.companyId, by: SAM })
const messagesOf = (job: Job) =>
  listMessages(town.house.db, { companyId: town.place.companyId, jobId: job.id, limit: 100 })
const seen = async (id: string) => (await findMessage(town.house.db, town.place.companyId, id))!
const resend = (id: string, more: { as?: 'as-it-was' | 'afresh'; address?: string } = {}) =>
  resendMessage(town.house.db, { ...said(), id, as: 'as-it-was', ...more }, town.now())
const completed = async () => {
  const job = await town.open()
  await town.save(job, { do: 'complete', outcome: 'All sealed' })
  const [message] = await messagesOf(job)
  return { job, message: message! }
}

test('W3: what was refused is sent again as it was, to the last byte, and each says so of the other', async () => {
  town.carriersAre(refuses)
  const { job, message } = await completed()
  assert.equal(message.state, 'failed-for-good')
  town.carriersAre(accepts)
  // What has happened since changes nothing in it.
  await town.save(job, { do: 'reopen' })
  await town.save(job, { do: 'change', set: { outcome: 'A window was broken' } })
  const resent = await resend(message.id)
  assert.ok(resent.ok)
  await town.forward(1)
  assert.deepEqual(town.heard(), [`email ${DESK}: ${message.subject} + ABC-1.pdf`])
  const [first, second] = [await seen(message.id), await seen(resent.id)]
  assert.deepEqual([second.subject, second.body, second.state], [first.subject, first.body, 'accepted'])
  const paper = (id: string) => paperOf(town.house.db, town.place.companyId, id)
  assert.deepEqual((await paper(second.id))!.bytes, (await paper(first.id))!.bytes)
  assert.deepEqual([first.state, first.resentAs, second.resendOf], ['resent', [second.id], first.id])
  assert.deepEqual([second.resendAs, second.resendBy], ['as-it-was', SAM])
  assert.deepEqual(
    first.changes.map(({ from, to, by }) => [from, to, by.name]),
    [['failed-for-good', 'resent', SAM.name]],
  )
  assert.deepEqual(await resend(first.id), { ok: false, because: 'resent-already' })
})

test('W3: afresh it tells of the job as it is by now, and to another address if one is given', async () => {
  const { job, message } = await completed()
  assert.equal(town.heard().length, 1)
  await town.save(job, { do: 'change', set: { outcome: 'A window was broken' } })
  assert.deepEqual(await resend(message.id, { address: 'nobody' }), { ok: false, because: 'not-an-email-address' })
  const resent = await resend(message.id, { as: 'afresh', address: 'Boss@Mill.example' })
  assert.ok(resent.ok)
  await town.forward(1)
  assert.equal(town.heard().length, 1)
  const second = await seen(resent.id)
  const paper = async (id: string) => (await paperOf(town.house.db, town.place.companyId, id))!.bytes
  assert.notDeepEqual(await paper(second.id), await paper(message.id))
  assert.equal(second.address, 'boss@mill.example')
  assert.equal((await seen(message.id)).state, 'accepted', 'what arrived stays so')
})

test('a message on its way is not sent again; held it is sent by the new one alone', async () => {
  town.carriersAre(isDown)
  const { message } = await completed()
  assert.deepEqual(await resend(message.id), { ok: false, because: 'still-on-its-way' })
  assert.ok((await doWith(town.house.db, { ...said(), id: message.id, deed: 'hold' }, town.now())).ok)
  town.carriersAre(accepts)
  const resent = await resend(message.id)
  assert.ok(resent.ok)
  await town.forward(86_400)
  assert.equal(town.heard().length, 1)
})

test('W9: whoever has opted out is not sent anything again', async () => {
  const { message } = await completed()
  town.heard()
  const contact = { companyId: town.place.companyId, channel: 'email', address: 'out@mill.example' } as const
  await optOut(town.house.db, contact, 'said so', town.now())
  assert.deepEqual(await resend(message.id, { address: 'out@mill.example' }), { ok: false, because: 'opted-out' })
})

test('a held message waits for as long as it is held; released it goes at once, cancelled never', async () => {
  const { db } = town.house
  town.carriersAre(isDown)
  const [one, two] = [await completed(), await completed()]
  for (const { message } of [one, two]) {
    assert.deepEqual(
      await doWith(db, { ...said(), id: message.id, deed: 'hold', note: 'Wrong template' }, town.now()),
      {
        ok: true,
        state: 'held',
      },
    )
  }
  town.carriersAre(accepts)
  await town.forward(3600)
  assert.deepEqual(town.heard(), [])
  assert.equal((await seen(one.message.id)).dueAt, null)
  assert.ok((await doWith(db, { ...said(), id: one.message.id, deed: 'release' }, town.now())).ok)
  assert.ok((await doWith(db, { ...said(), id: two.message.id, deed: 'cancel' }, town.now())).ok)
  await town.forward(86_400)
  assert.equal(town.heard().length, 1)
  const changes = async (id: string) => (await seen(id)).changes.map(({ from, to, note }) => [from, to, note])
  assert.deepEqual(await changes(two.message.id), [
    ['failed-for-now', 'held', 'Wrong template'],
    ['held', 'cancelled', null],
  ])
  for (const deed of DEEDS) {
    assert.deepEqual(await doWith(db, { ...said(), id: one.message.id, deed }, town.now()), {
      ok: false,
      because: 'already-over',
    })
  }
})

test('W4: what is released after its use-by time expires, and that is written down', async () => {
  const { db } = town.house
  town.carriersAre(isDown)
  const { message } = await completed()
  await doWith(db, { ...said(), id: message.id, deed: 'hold' }, town.now())
  town.carriersAre(accepts)
  await town.forward(73 * 3600)
  assert.deepEqual(await doWith(db, { ...said(), id: message.id, deed: 'release' }, town.now()), {
    ok: true,
    state: 'expired',
  })
  assert.equal((await seen(message.id)).changes.at(-1)!.note, 'Its use-by time had passed.')
})

test('many at once: they are counted first, and nothing is done unless they are as many as was said', async () => {
  const { db } = town.house
  const since = town.now()
  const filter = { companyId: town.place.companyId, from: since }
  town.carriersAre(refuses)
  for (let i = 0; i < 3; i++) await completed()
  town.carriersAre(accepts)
  const many = { ...said(), as: 'as-it-was', filter: { ...filter, state: 'failed-for-good' } } as const
  const counted = await resendMany(db, many, town.now())
  assert.ok(counted.ok && counted.count === 3 && !counted.done && counted.examples.length === 3)
  assert.deepEqual(await resendMany(db, { ...many, count: 2 }, town.now()), {
    ok: false,
    because: 'other-count',
    count: 3,
  })
  const done = await resendMany(db, { ...many, count: 3 }, town.now())
  assert.ok(done.ok && done.done)
  await town.forward(1)
  assert.equal(town.heard().length, 3)
  assert.ok((await resendMany(db, { ...many, count: 0 }, town.now())).ok, 'none is left to be sent again')

  town.carriersAre(isDown)
  for (let i = 0; i < 2; i++) await completed()
  const hold = (count?: number) =>
    doWithMany(db, { ...said(), deed: 'hold', filter, ...(count !== undefined && { count }) }, town.now())
  assert.ok(((await hold()) as { count: number }).count === 2)
  assert.ok((await hold(2)).ok)
  town.carriersAre(accepts)
  await town.forward(3600)
  assert.deepEqual(town.heard(), [])
  const elsewhere = { companyId: '019abc00-0000-7000-8000-000000000001' }
  const theirs = await doWithMany(db, { ...elsewhere, by: SAM, deed: 'release', filter: elsewhere }, town.now())
  assert.ok(theirs.ok && theirs.count === 0)
  assert.ok((await doWithMany(db, { ...said(), deed: 'release', filter, count: 2 }, town.now())).ok)
  await town.forward(1)
  assert.equal(town.heard().length, 2)
})

test('holding everything leaves urgent messages alone, unless their lane is named', async () => {
  const { db } = town.house
  await town.rule('site', { address: DESK, occasion: 'dispatched' })
  const job = await town.open()
  town.carriersAre(isDown)
  await town.save(job, { do: 'dispatch' })
  const filter = { companyId: town.place.companyId, jobId: job.id }
  const all = await doWithMany(db, { ...said(), deed: 'hold', filter }, town.now())
  const named = await doWithMany(db, { ...said(), deed: 'hold', filter: { ...filter, lane: 'urgent' } }, town.now())
  assert.deepEqual([all.ok && all.count, named.ok && named.count], [0, 1])
  town.carriersAre(accepts)
  await town.forward(3600)
  assert.equal(town.heard().length, 1)
})

test('W3: a report and an invoice are sent again too, each with its papers', async () => {
  const { db } = town.house
  await town.rule('customer', {
    address: 'bills@mill.example',
    occasion: 'invoiced',
    via: 'pdf-email',
    groupsInvoice: true,
  })
  const draft = {
    companyId: town.place.companyId,
    name: 'Daily jobs',
    customerId: null,
    every: 'day',
    onDay: null,
  } as const
  const more = { atMinute: 0, timeZone: 'UTC', addresses: ['office@mill.example'], active: true }
  assert.ok((await addSchedule(db, { ...draft, ...more }, SAM, town.now())).ok)
  const jobs = [(await completed()).job, (await completed()).job]
  await town.invoice(jobs)
  await town.forward(86_400)
  const heard = town.heard().filter(line => !line.includes(DESK))
  assert.equal(heard.length, 2)
  const messages = await listMessages(db, { companyId: town.place.companyId, limit: 1000 })
  const papers = messages.filter(({ address }) => ['office@mill.example', 'bills@mill.example'].includes(address))
  for (const as of ['as-it-was', 'afresh'] as const) {
    for (const { id } of papers) assert.ok((await resend(id, { as })).ok)
    await town.forward(1)
    assert.deepEqual(town.heard(), heard, as)
  }
})

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import ICAL from 'ical.js'
import type { Outgoing } from '#delivery/carrier.ts'
import { resendMessage } from '#delivery/resend.run.ts'
import { addEntry, changeCompany, changeEntry } from '#directory/directory.run.ts'
import { setPortrait } from '#directory/portraits.run.ts'
import type { Job } from '#jobs/job.ts'
import { accepts, openTown } from '../night-town.ts'
import { png } from '../pictures.ts'
import { at as instant, SAM } from '../rows.ts'

// What a customer's mailbox shows beside the words: a page, a portrait, an appointment.
let town: Awaited<ReturnType<typeof openTown>>
const mails: Outgoing[] = []
before(async () => {
  town = await openTown()
  const { companyId, customerId, status, people } = town.place
  const { db } = town.house
  const added = await addEntry(db, 'region', { companyId, name: 'Orange' }, SAM, town.now())
  assert.ok(added.ok)
  const owner = { kind: 'region', id: added.entry.id }
  const region = { regionId: added.entry.id }
  assert.ok((await changeEntry(db, 'customer', { companyId, id: customerId, set: region }, SAM, town.now())).ok)
  assert.ok((await changeCompany(db, companyId, { replyTo: 'desk@callout.example' }, SAM, town.now())).ok)
  for (const occasion of ['created', 'appointment', 'closed'])
    await town.rule('region', { owner, occasion, destination: 'customer' })
  for (const code of ['TRAV', 'CANC'])
    await town.rule('status', {
      ...{ owner: { kind: 'status', id: status[code] }, statusId: status[code] },
      ...{ occasion: 'status-set', destination: 'customer', turn: 'every' },
    })
  await town.rule('customer', { occasion: 'dispatched', address: 'guard@mill.example' })
  assert.ok((await setPortrait(db, { companyId, personId: people[0], image: PORTRAIT, by: SAM }, town.now())).ok)
  town.carriersAre(message => {
    mails.push(message)
    return accepts(message)
  })
})
after(() => town.close())
afterEach(() => {
  town.heard()
  mails.length = 0
})

const PORTRAIT = png(40, 40)
const window = (day: number) => ({
  appointmentFrom: instant(`2026-03-0${day}T22:00:00Z`),
  appointmentUntil: instant(`2026-03-0${day + 1}T00:00:00Z`),
})
const last = (): Outgoing => mails.at(-1)!
const setAppointment = (job: Job, set: object) => town.save(job, { do: 'change', set })
function entryIn({ calendar }: Outgoing) {
  const component = new ICAL.Component(ICAL.parse(calendar!))
  const entry = component.getFirstSubcomponent('vevent')!
  const event = new ICAL.Event(entry)
  const method = component.getFirstPropertyValue('method')
  return {
    method,
    uid: event.uid,
    sequence: event.sequence,
    from: event.startDate.toJSDate().toISOString().slice(0, 10),
  }
}
async function resend({ companyId, id }: Outgoing, as: 'as-it-was' | 'afresh') {
  const again = await resendMessage(town.house.db, { companyId, id, as, by: SAM }, town.now())
  assert.ok(again.ok, JSON.stringify(again))
  await town.forward(1)
  return last()
}

test('S5.1: "on my way" shows who comes, and whoever works on the job is told in words alone', async () => {
  const [ana, ben] = town.place.people
  const job = await town.open()
  await town.save(job, { do: 'dispatch', technicianIds: [ana, ben] })
  assert.deepEqual(
    [last().address, last().html, last().pictures, last().calendar],
    ['guard@mill.example', null, [], null],
  )
  const travels = (personId: string) =>
    town.save(job, { do: 'technician', personId, statusId: town.place.status.TRAV! })
  await travels(ana)
  const first = last()
  assert.match(first.html!, /<img src="cid:portrait@callout" alt="Officer 1"/)
  assert.ok(first.html!.includes('Company ABC'))
  assert.deepEqual(
    first.pictures.map(({ bytes, ...picture }) => [picture, Buffer.compare(bytes, PORTRAIT)]),
    [[{ name: 'portrait.png', type: 'image/png', cid: 'portrait@callout' }, 0]],
  )
  // Of the other there is no portrait.
  await travels(ben)
  assert.doesNotMatch(last().html!, /<img/)
  assert.deepEqual(last().pictures, [])
})

test('W3: sent again as it was it is the same page with the same portrait, whatever he looks like by now', async () => {
  const [ana] = town.place.people
  const job = await town.open()
  await town.save(job, { do: 'dispatch', technicianIds: [ana] })
  await town.save(job, { do: 'technician', personId: ana, statusId: town.place.status.TRAV! })
  const first = last()
  const { companyId } = town.place
  const image = png(60, 60)
  assert.ok((await setPortrait(town.house.db, { companyId, personId: ana, image, by: SAM }, town.now())).ok)
  await town.forward(1)
  const again = await resend(first, 'as-it-was')
  const { id: _, ...same } = first
  const { id: __, ...copy } = again
  assert.deepEqual(copy, same)
  await town.forward(1)
  assert.equal(Buffer.compare((await resend(first, 'afresh')).pictures[0]!.bytes, image), 0)
})

test('an appointment goes into the calendar, moves there, and is taken out again', async () => {
  const job = await town.open(window(3))
  const made = entryIn(last())
  assert.deepEqual([made.method, made.from], ['REQUEST', '2026-03-03'])
  await setAppointment(job, window(4))
  const moved = entryIn(last())
  assert.deepEqual([moved.method, moved.from, moved.uid], ['REQUEST', '2026-03-04', made.uid])
  assert.ok(moved.sequence > made.sequence)
  const invited = last()
  await town.forward(1)
  assert.equal((await resend(invited, 'as-it-was')).calendar, invited.calendar)
  await setAppointment(job, { appointmentFrom: null, appointmentUntil: null })
  const removed = entryIn(last())
  assert.deepEqual([removed.method, removed.from, removed.uid], ['CANCEL', '2026-03-04', made.uid])
  assert.ok(removed.sequence > moved.sequence)
})

test('a job that is cancelled takes its appointment with it, for whoever was invited', async () => {
  const job = await town.open(window(3))
  await town.save(job, { do: 'set-status', statusId: town.place.status.CANC! })
  assert.deepEqual([entryIn(last()).method, entryIn(last()).from], ['CANCEL', '2026-03-03'])
  const other = await town.open()
  await town.save(other, { do: 'set-status', statusId: town.place.status.CANC! })
  assert.equal(last().calendar, null)
})

test('a finished job leaves the calendar alone', async () => {
  const job = await town.open(window(3))
  await town.save(job, { do: 'complete' })
  assert.match(last().subject!, /ABC-/)
  assert.equal(last().calendar, null)
})

test('where nobody can be answered nobody is invited', async () => {
  assert.ok((await changeCompany(town.house.db, town.place.companyId, { replyTo: null }, SAM, town.now())).ok)
  await town.open(window(3))
  assert.equal(last().calendar, null)
})

import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { insertMessages } from '../../test/deliveries.ts'
import { NOW, type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
  await ask(`PATCH /service-types/${trial.harbour.ids.serviceType}`, { dispatchWithin: 5, onSiteWithin: 35 })
})
beforeEach(() => {
  trial.time.now = NOW
})
after(() => trial.close())

const ask = (line: string, body?: unknown) => trial.ask(trial.harbour.keys.administer, line, body)
const open = async (more: object = {}) => (await ask('POST /jobs', { ...trial.harbour.opening, ...more })).body.job
type Row = { id: string; number: number }
const board = async (query: string): Promise<Row[]> => (await ask(`GET /board?${query}`)).body.items
const idsIn = async (query: string) => (await board(query)).map(({ id }) => id)
const rowOf = async (id: string) => (await ask(`GET /board?ids=${id}`)).body.items[0]

test('a row tells all that matters of a job on one line', async () => {
  const { ids } = trial.harbour
  const job = await open({ priority: 2 })
  trial.time.now = NOW.add({ minutes: 2 })
  await ask(`POST /jobs/${job.id}/dispatch`, { providerId: ids.provider, technicianIds: [ids.person] })
  const dispatched = {
    id: job.id,
    reference: job.reference,
    number: job.number,
    version: 2,
    priority: 2,
    openedAt: '2026-11-20T15:00:00Z',
    timeZone: 'Australia/Sydney',
    site: { id: ids.site, name: 'Hargreaves mill', address: '1 Mill Lane, Brookvale' },
    customer: 'Hargreaves Timber',
    alarmCompany: 'Sentinel Alarms',
    serviceType: { id: ids.serviceType, name: 'Burglar alarm' },
    status: { id: job.statusId, name: 'In progress', category: 'in-progress' },
    provider: { id: ids.provider, name: 'Night Patrols' },
    technicians: [{ personId: ids.person, name: 'Sipho Dlamini', status: null }],
    dispatchedAt: '2026-11-20T15:02:00Z',
    onSiteAt: null,
    offSiteAt: null,
    closedAt: null,
    deferredUntil: null,
    last: { at: '2026-11-20T15:02:00Z', by: 'Trial', what: 'dispatched to Night Patrols' },
    messages: { told: 0, failed: 0, waiting: 0 },
    due: { step: 'on-site', by: '2026-11-20T15:37:00Z' },
    late: false,
    next: 'on-site',
  }
  assert.deepEqual(await rowOf(job.id), dispatched)
  trial.time.now = NOW.add({ minutes: 38 })
  assert.deepEqual(await rowOf(job.id), { ...dispatched, late: true, next: 'chase' })
})

test('it says how each technician of the latest visit stands, the one who leads first', async () => {
  const { person, provider } = trial.harbour.ids
  const other = (await ask('POST /people', { name: 'Ana Reyes', role: 'technician', providerId: provider })).body.id
  const travelling = (await ask('GET /statuses?search=travelling')).body.items[0].id
  const { id } = await open()
  await ask(`POST /jobs/${id}/visits`, { technicianIds: [person] })
  await ask(`POST /jobs/${id}/visits`, { technicianIds: [other, person] })
  await ask(`PUT /jobs/${id}/visits/2/technicians/${person}`, { statusId: travelling })
  const { technicians, last } = await rowOf(id)
  assert.deepEqual(technicians, [
    { personId: other, name: 'Ana Reyes', status: null },
    { personId: person, name: 'Sipho Dlamini', status: 'Travelling' },
  ])
  assert.equal(last.what, 'Sipho Dlamini: Travelling')
})

test('jobs come by priority and then by age, page by page, each once; the complete ones the latest first', async () => {
  for (const [priority, minute] of [
    [3, 1],
    [1, 2],
    [3, 0],
    [1, 2],
    [9, 0],
  ])
    await open({ priority, openedAt: `${NOW.subtract({ minutes: minute! })}` })
  const all = (await ask('GET /board?limit=500')).body.items
  const places = all.map(({ priority, openedAt, number }: Record<string, unknown>) => [priority, openedAt, number])
  assert.deepEqual(places, places.toSorted(byAll))
  for (const job of all.slice(0, 4)) {
    trial.time.now = trial.time.now.add({ minutes: 1 })
    await ask(`POST /jobs/${job.id}/complete`, {})
  }
  const done = all.slice(0, 4).map(({ id }: Row) => id)
  assert.deepEqual(await pagedIds('limit=3'), await idsIn('limit=500'))
  assert.deepEqual(await pagedIds('view=complete&limit=3'), done.toReversed())
  const { next } = (await ask('GET /board?limit=1')).body
  assert.equal((await ask(`GET /board?view=complete&after=${next}`)).status, 422)
})

function byAll(a: unknown[], b: unknown[]): number {
  const i = a.findIndex((value, place) => value !== b[place])
  return i < 0 ? 0 : (a[i] as string | number) < (b[i] as string | number) ? -1 : 1
}

async function pagedIds(query: string): Promise<string[]> {
  const ids: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const { body }: { body: { items: Row[]; next: string | null } } = await ask(
      `GET /board?${query}${next && `&after=${next}`}`,
    )
    ids.push(...body.items.map(({ id }) => id))
    next = body.next
  }
  return ids
}

test('each view holds what somebody must see to, and is counted', async () => {
  const counts = (await ask('GET /board/counts')).body
  const views: Record<string, string[]> = {
    open: [],
    ...{ 'not-dispatched': [], 'in-progress': [], late: [], 'not-advised': [], 'deferred-today': [], complete: [] },
  }
  const put = async (...into: string[]) => {
    const { id } = await open()
    for (const view of into) views[view]!.push(id)
    return `POST /jobs/${id}`
  }
  await put('open', 'not-dispatched', 'late')
  await ask(`${await put('open', 'in-progress')}/dispatch`, {})
  const deferred = await put('open', 'deferred-today')
  await ask(`${deferred}/defer`, { because: 'no key', until: '2026-11-21' })
  await ask(`${await put('open')}/defer`, { because: 'no key', until: '2026-11-22' })
  const untold = (await ask('GET /statuses?search=advised')).body.items[0].id
  await ask(`${await put('open', 'not-advised')}/status`, { statusId: untold })
  await ask(`${await put('complete')}/complete`, {})
  await ask(`${await put()}/cancel`, {})
  const before = Object.keys(views)
  trial.time.now = NOW.add({ minutes: 10 })
  const mine = Object.values(views).flat()
  for (const view of before)
    assert.deepEqual(
      (await idsIn(`limit=500&view=${view}`)).filter(id => mine.includes(id)).toSorted(),
      views[view]!.toSorted(),
      view,
    )
  const later = (await ask('GET /board/counts')).body
  for (const view of ['open', 'not-dispatched', 'in-progress', 'not-advised', 'deferred-today', 'complete'])
    assert.equal(later[view] - counts[view], views[view]!.length, view)
  assert.equal(later.late, (await board('view=late&limit=500')).length)
})

test('rows are asked for again by their ids, and those that have left the view are left out', async () => {
  const [one, two] = [await open(), await open()]
  const ids = `${one.id},${two.id}`
  assert.deepEqual(await idsIn(`ids=${ids}&limit=1`), [one.id, two.id])
  await ask(`POST /jobs/${one.id}/dispatch`, {})
  assert.deepEqual(await idsIn(`ids=${ids}&view=not-dispatched`), [two.id])
  assert.deepEqual(await idsIn(`ids=${ids}&view=in-progress`), [one.id])
  assert.deepEqual((await trial.ask(trial.other.keys.read, `GET /board?ids=${ids}`)).body, { items: [], next: null })
  const many = Array.from({ length: 201 }, () => one.id)
  for (const wrong of ['', 'nobody', many]) assert.equal((await ask(`GET /board?ids=${wrong}`)).status, 422)
})

test('a job is found by its site, address, number or customer, and by the number people say', async () => {
  const site = { name: 'Quay 7', address: '3 Dock Street', timeZone: 'Australia/Perth' }
  const { id: customerId } = (await ask('POST /customers', { name: 'Bluegum Early Learning' })).body
  const { id: siteId } = (await ask('POST /sites', { ...site, customerId })).body
  const job = await open({ siteId })
  for (const search of ['quay', 'DOCK', 'bluegum', job.reference, String(job.number)])
    assert.ok((await idsIn(`search=${search}`)).includes(job.id), search)
  assert.deepEqual(await idsIn('search=nowhere'), [])
})

test('messages are counted by whether they were told, failed or are on their way', async () => {
  const { id } = await open()
  const names = ['waits', 'held', 'accepted', 'delivered', 'failed', 'expired', 'lost', 'cancelled']
  const messages = await insertMessages(
    trial.db,
    { companyId: trial.harbour.id },
    id,
    names.map(name => ({ name })),
  )
  const states = ['waiting', 'held', 'accepted', 'delivered', 'failed-for-good', 'expired', 'unknown', 'cancelled']
  for (const [i, state] of states.entries())
    await trial.db.query(sql`
      update delivery
      set state = ${state}, ended_at = ${i < 2 ? null : NOW}
      where company_id = ${trial.harbour.id} and id = ${messages[i]}`)
  assert.deepEqual((await rowOf(id)).messages, { told: 2, failed: 3, waiting: 2 })
})

test('what nobody has written yet counts as on its way', async () => {
  const rule = { does: 'tell', owner: { kind: 'customer', id: trial.harbour.ids.customer } }
  await ask('POST /rules', { ...rule, occasion: 'dispatched', via: 'text-email', address: 'desk@mill.example' })
  await ask('POST /rules', {
    ...{ ...rule, occasion: 'updated-incomplete', via: 'text-email', address: 'desk@mill.example', gathersMinutes: 10 },
  })
  const { id } = await open()
  await ask(`POST /jobs/${id}/dispatch`, {})
  await trial.settle()
  trial.time.now = NOW.add({ minutes: 1 })
  await ask(`PATCH /jobs/${id}`, { version: 2, initialRequest: 'Zone 5' })
  await trial.settle()
  // Of two one is written and waits to be sent; the other gathers what else happens to the job.
  assert.deepEqual((await rowOf(id)).messages, { told: 0, failed: 0, waiting: 2 })
})

test('the board is read page by page, in every view, until there is no more', async () => {
  const { dispatch } = trial.harbour.keys
  for (let i = 0; i < 3; i++) await trial.ask(dispatch, 'POST /jobs', trial.harbour.opening)
  for (const view of ['open', 'not-dispatched', 'complete']) {
    const whole = (await trial.ask(dispatch, `GET /board?view=${view}`)).body.items
    const read: unknown[] = []
    for (let after = ''; after !== '-'; ) {
      const { items, next } = (
        await trial.ask(dispatch, `GET /board?view=${view}&limit=1${after && `&after=${after}`}`)
      ).body
      read.push(...items)
      after = next ?? '-'
    }
    assert.deepEqual(read, whole, view)
  }
})

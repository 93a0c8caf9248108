import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TrialCompany, type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const ask = (line: string, body?: unknown, headers = {}) => trial.ask(trial.harbour.keys.dispatch, line, body, headers)
const kindOf = (answer: { body: { type: string } }) => answer.body.type.replace('urn:callout:problem:', '')

type Job = { id: string; reference: string }
async function opened(company: TrialCompany = trial.harbour): Promise<Job> {
  const { body } = await trial.ask(company.keys.dispatch, 'POST /jobs', company.opening)
  return body.job
}
async function completed(company: TrialCompany = trial.harbour): Promise<Job> {
  const job = await opened(company)
  const saved = await trial.ask(company.keys.dispatch, `POST /jobs/${job.id}/complete`, {})
  assert.equal(saved.status, 200, saved.text)
  return saved.body.job
}
const of = (jobs: readonly Job[], more: object = {}) => ({
  customerId: trial.harbour.ids.customer,
  currency: 'AUD',
  lines: jobs.map(({ id: jobId }, i) => ({ jobId, amount: 12_050 * i })),
  ...more,
})

test('an invoice is issued, shown, listed and printed, and a job shows its number', async () => {
  const jobs = [await completed(), await completed()]
  const made = await ask('POST /invoices', of(jobs))
  assert.equal(made.status, 201, made.text)
  const { id, lines, ...told } = made.body
  assert.equal(made.headers.get('location'), `/api/v1/invoices/${id}`)
  assert.deepEqual(
    [told.number, told.total, told.customer, told.creditedAt],
    ['INV-1', 12_050, 'Hargreaves Timber', null],
  )
  assert.deepEqual(lines[1], {
    ...{ jobId: jobs[1]!.id, reference: jobs[1]!.reference, site: 'Hargreaves mill', amount: 12_050 },
    description: 'Burglar alarm, Hargreaves mill',
  })
  assert.deepEqual((await ask(`GET /invoices/${id}`)).body, made.body)
  assert.deepEqual((await ask('GET /invoices')).body.items, [{ id, ...told }])
  assert.equal((await ask(`GET /jobs/${jobs[0]!.id}`)).body.invoiceNumber, 'INV-1')
  const printed = await ask(`GET /invoices/${id}/pdf`)
  assert.deepEqual([printed.status, printed.headers.get('content-type')], [200, 'application/pdf'])
  assert.match(printed.headers.get('content-disposition')!, /INV-1\.pdf/)
  assert.equal((await ask(`GET /invoices/${id}/pdf`)).text, printed.text)
})

test('S1.25: the same request with the same key issues one invoice, and is answered the same', async () => {
  const body = of([await completed()])
  const headers = { 'idempotency-key': 'invoice-once' }
  const first = await ask('POST /invoices', body, headers)
  const again = await ask('POST /invoices', body, headers)
  assert.deepEqual([again.status, again.body], [201, first.body])
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
})

test('jobs in the way are each named by their line and number, and nothing is done, with a key or without', async () => {
  const [fine, open, theirs] = [await completed(), await opened(), await completed(trial.other)]
  const { ids } = trial.harbour
  const another = (await trial.ask(trial.harbour.keys.administer, 'POST /customers', { name: 'Another' })).body
  const { body: elsewhere } = await ask('POST /jobs', { ...trial.harbour.opening, customerId: another.id })
  await ask(`POST /jobs/${elsewhere.job.id}/complete`, {})
  for (const headers of [{}, { 'idempotency-key': 'in-the-way' }]) {
    const refused = await ask('POST /invoices', of([fine, open, theirs, elsewhere.job]), headers)
    assert.deepEqual([refused.status, kindOf(refused)], [409, 'job-in-progress'])
    assert.deepEqual(refused.body.errors, [
      { field: 'lines.1.jobId', problem: `${open.reference}: The job is in progress` },
      { field: 'lines.2.jobId', problem: 'There is no such job' },
      { field: 'lines.3.jobId', problem: `${elsewhere.job.reference}: The job is not of this customer` },
    ])
  }
  assert.equal((await ask(`GET /jobs/${fine.id}`)).body.invoiceNumber, null)
  assert.equal((await ask(`GET /jobs/${fine.id}`)).body.customerId, ids.customer)
})

test('a job whose party must still be told is refused by its number', async () => {
  const { ids, keys, opening } = trial.harbour
  const change = `PATCH /customers/${ids.customer}`
  const strict = await trial.ask(keys.administer, change, { mustBeAdvised: true })
  assert.equal(strict.status, 200, strict.text)
  const { job } = (await ask('POST /jobs', opening)).body
  await ask(`POST /jobs/${job.id}/complete`, {})
  const refused = await ask('POST /invoices', of([job]))
  assert.deepEqual([refused.status, kindOf(refused)], [409, 'party-not-advised'])
  assert.deepEqual(refused.body.errors, [
    { field: 'lines.0.jobId', problem: `${job.reference}: Somebody must still be told` },
  ])
  await trial.ask(keys.administer, change, { mustBeAdvised: false })
})

test('a given number is kept, and another invoice with it is 409; a credited one keeps its number', async () => {
  const [one, two] = [await completed(), await completed()]
  const made = await ask('POST /invoices', of([one], { number: '2026/0042' }))
  assert.equal(made.body.number, '2026/0042')
  assert.equal(kindOf(await ask('POST /invoices', of([two], { number: '2026/0042' }))), 'number-taken')
  const credited = await ask(`POST /invoices/${made.body.id}/credit`, {})
  assert.deepEqual([credited.status, credited.body.creditedBy.kind], [200, 'key'])
  const twice = await ask(`POST /invoices/${made.body.id}/credit`, {})
  assert.deepEqual([twice.status, kindOf(twice)], [409, 'already-credited'])
  assert.equal(kindOf(await ask('POST /invoices', of([one], { number: '2026/0042' }))), 'number-taken')
  assert.match((await ask('POST /invoices', of([one]))).body.number, /^INV-\d+$/)
})

test('what is no currency, no amount, no line or no customer is refused', async () => {
  const job = await completed()
  const cases: [object, string][] = [
    [{ currency: 'XQZ' }, 'not-a-currency'],
    [{ currency: 'aud' }, 'invalid'],
    [{ lines: [] }, 'invalid'],
    [{ lines: [{ jobId: job.id, amount: 1.5 }] }, 'invalid'],
    [{ lines: [{ jobId: job.id, amount: -1 }] }, 'invalid'],
    [{ number: ' ' }, 'invalid'],
    [{ number: 'INV-1 ' }, 'invalid'],
    [{ number: '2026\n7' }, 'invalid'],
    [{ number: 'INV\u200b-1' }, 'invalid'],
    [{ customerId: job.id }, 'no-such-customer'],
    [{ customerId: trial.other.ids.customer }, 'no-such-customer'],
  ]
  for (const [more, kind] of cases) {
    const refused = await ask('POST /invoices', of([job], more))
    assert.deepEqual([refused.status, kindOf(refused)], [422, kind])
  }
})

test("S1.25: another company's invoice is 404 to be seen, printed and credited, and is not listed", async () => {
  const made = await ask('POST /invoices', of([await completed()]))
  const asOther = (line: string, body?: object) => trial.ask(trial.other.keys.administer, line, body)
  for (const line of [`GET /invoices/${made.body.id}`, `GET /invoices/${made.body.id}/pdf`])
    assert.equal((await asOther(line)).status, 404)
  assert.equal((await asOther(`POST /invoices/${made.body.id}/credit`, {})).status, 404)
  assert.deepEqual((await asOther('GET /invoices')).body, { items: [], next: null })
  assert.equal((await ask(`GET /invoices/${made.body.id}`)).body.creditedAt, null)
})

test('the list goes on by its cursor, and can be of one customer', async () => {
  const all = (await ask('GET /invoices')).body.items
  const first = (await ask('GET /invoices?limit=2')).body
  const rest = (await ask(`GET /invoices?limit=200&after=${first.next}`)).body
  assert.deepEqual([...first.items, ...rest.items], all)
  const { customer, site } = trial.harbour.ids
  assert.equal((await ask(`GET /invoices?customerId=${customer}`)).body.items.length, all.length)
  assert.deepEqual((await ask(`GET /invoices?customerId=${site}`)).body.items, [])
})

test('reading is for whoever may read, issuing and crediting for whoever changes jobs', async () => {
  const { read } = trial.harbour.keys
  const { id } = (await ask('GET /invoices')).body.items[0]
  assert.equal((await trial.ask(read, `GET /invoices/${id}/pdf`)).status, 200)
  assert.equal((await trial.ask(read, `POST /invoices/${id}/credit`, {})).status, 403)
  assert.equal((await trial.ask(read, 'POST /invoices', of([]))).status, 403)
})

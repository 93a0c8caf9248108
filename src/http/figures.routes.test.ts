import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import { CALLOUT } from '#directory/directory.ts'
import type { Change, Job } from '#jobs/job.ts'
import type { Opening } from '#jobs/opening.ts'
import { remindOnce } from '#rules/reminders.run.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

// Three days in Sydney, of which the middle one has 25 hours: at 3 in the morning clocks are set back to 2. Times are UTC.
// Inside are 3 April 13:00 until 6 April 14:00; the middle day begins 4 April 13:00 and ends 5 April 14:00.
const DAYS = 'from=2026-04-04&until=2026-04-06'

let trial: TrialDoor
let other: { customer: string; provider: string; type: string }
before(async () => {
  trial = await trialDoor()
  const { harbour } = trial
  const add = async (path: string, body: object) =>
    (await trial.ask(harbour.keys.administer, `POST ${path}`, body)).body.id as string
  other = {
    customer: await add('/customers', { name: '=Zeta Mart' }),
    provider: await add('/providers', { name: 'Day Patrols' }),
    type: await add('/service-types', { name: 'Plumbing', kind: 'service' }),
  }
  trial.time.now = at('2026-04-01T00:00Z')
  const told = { does: 'tell', owner: { kind: 'customer', id: harbour.ids.customer }, occasion: 'dispatched' }
  await add('/rules', { ...told, via: 'text-email', address: 'facilities@mill.example' })
  await add('/rules', { ...told, via: 'sms', destination: 'provider' })
  const chases = { occasion: 'incomplete', everyDays: 1, times: 3 }
  await add('/rules', { ...told, ...chases, via: 'text-email', address: 'chaser@mill.example' })
  await theNights()
})
after(() => trial.close())

const at = (text: string) => Temporal.Instant.from(text)

async function open(when: string, more: Partial<Opening> = {}): Promise<Job> {
  trial.time.now = at(when)
  const { id: companyId, opening } = trial.harbour
  const opened = await trial.desk.open({ companyId, ...opening, by: CALLOUT, ...more })
  assert.ok(opened.ok)
  return opened.job
}

async function save({ companyId, id: jobId }: Job, when: string, change: Change) {
  trial.time.now = at(when)
  const saved = await trial.desk.save({ companyId, jobId, change, by: CALLOUT })
  assert.ok(saved.ok, JSON.stringify(saved))
  await trial.settle()
}

async function theNights() {
  const { ids } = trial.harbour
  const eve = await open('2026-04-03T12:59:59Z')
  const first = await open('2026-04-03T13:00Z', { providerId: ids.provider })
  await save(first, '2026-04-03T13:04Z', { do: 'dispatch' })
  await save(first, '2026-04-03T13:24Z', { do: 'on-site' })
  await save(first, '2026-04-03T13:54Z', { do: 'off-site' })
  await save(first, '2026-04-03T14:30Z', { do: 'complete' })
  await save(eve, '2026-04-03T14:31Z', { do: 'complete' })
  await open('2026-04-03T15:00Z', { requestedBy: { name: 'Jo', email: null, phone: null } })
  const { id: companyId, opening } = trial.other
  await trial.desk.open({ companyId, ...opening, by: CALLOUT })

  const second = await open('2026-04-04T12:59:59Z', { providerId: ids.provider })
  await save(second, '2026-04-04T13:09:59Z', { do: 'dispatch' })
  await save(second, '2026-04-04T13:29:59Z', { do: 'on-site' })
  const third = await open('2026-04-05T13:59:59Z')
  const plumbing = { customerId: other.customer, providerId: other.provider, serviceTypeId: other.type }
  const fourth = await open('2026-04-05T14:00Z', plumbing)
  await save(fourth, '2026-04-05T14:00Z', { do: 'dispatch' })
  await save(third, '2026-04-05T14:05:59Z', { do: 'dispatch' })
  trial.time.now = at('2026-04-05T15:00Z')
  await remindOnce(trial.db, { now: trial.time.now })
  await trial.settle()
  await save(second, '2026-04-05T16:00Z', { do: 'off-site' })
  await save(second, '2026-04-05T16:10Z', { do: 'complete' })
  await save(fourth, '2026-04-05T16:10Z', { do: 'on-site' })
  await open('2026-04-06T14:00Z')
  trial.time.now = at('2026-04-07T00:00Z')

  await carried(first, { carrier: 'smtp', state: 'delivered' })
  await carried(second, { carrier: 'capture', state: 'accepted' })
  const words = '550 5.1.1 <facilities@mill.example> User unknown, see ID-8812345x'
  await carried(third, { carrier: 'smtp', state: 'failed-for-good', code: '550', words })
}

type Carried = { carrier: string; state: string; code?: string; words?: string }

/** The e-mail about this job's dispatch was handed over, and this came of it. */
async function carried({ companyId, id }: Job, { carrier, state, code = '250', words = 'ok' }: Carried) {
  const outcome = state === 'failed-for-good' ? 'refused' : 'accepted'
  const moved = await trial.db.query(sql`
    with moved as (
      update delivery
      set state = ${state}, attempts = 1, ended_at = ${trial.time.now}
      from notice
      where delivery.company_id = ${companyId} and notice.company_id = delivery.company_id
        and notice.id = delivery.id and notice.job_id = ${id} and 'dispatched' = any (notice.occasions)
        and notice.channel = 'email'
      returning delivery.id
    )
    insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome, code, words)
    select ${companyId}, id, 1, ${carrier}, ${trial.time.now}, ${trial.time.now}, ${outcome}, ${code}, ${words}
    from moved
    returning number`)
  assert.equal(moved.length, 1)
}

const ask = (line: string) => trial.ask(trial.harbour.keys.read, line)
const figures = async (more = '') => (await ask(`GET /figures?${DAYS}${more}`)).body

test('jobs count on the day on which they were opened or completed, on the clock of the company', async () => {
  const { from, until, timeZone, per, jobs } = await figures()
  assert.deepEqual([from, until, timeZone, per], ['2026-04-04', '2026-04-06', 'Australia/Sydney', 'day'])
  assert.deepEqual(jobs, [
    // One of the two completed was opened the day before. What was only asked for is no job.
    { day: '2026-04-04', opened: 2, completed: 2 },
    { day: '2026-04-05', opened: 1, completed: 0 },
    { day: '2026-04-06', opened: 1, completed: 1 },
  ])
})

test('how long it took: median, nine of ten, by day and by minutes', async () => {
  const { responses } = await figures()
  const brief = responses.map((each: Record<string, unknown>) => [
    each.stretch,
    each.count,
    each.median,
    each.ninetieth,
  ])
  assert.deepEqual(brief, [
    ['opened-dispatched', 4, 5, 8.8], // 0, 4, 6, 10
    ['dispatched-on-site', 3, 20, 108], // 20, 20, 130
    ['opened-on-site', 3, 30, 110], // 24, 30, 130
    ['on-site-off-site', 2, 810, 1434], // 30, 1590
  ])
  assert.deepEqual(responses[0].spans, [
    { from: '2026-04-04', count: 2, median: 7, ninetieth: 9.4 },
    { from: '2026-04-05', count: 1, median: 6, ninetieth: 6 },
    { from: '2026-04-06', count: 1, median: 0, ninetieth: 0 },
  ])
  assert.deepEqual(
    responses[0].buckets.map(({ from, to, count }: Record<string, number>) => [from, to, count]),
    [
      ...[
        [0, 5, 2],
        [5, 10, 1],
        [10, 15, 1],
        [15, 20, 0],
        [20, 30, 0],
      ],
      ...[
        [30, 45, 0],
        [45, 60, 0],
        [60, 90, 0],
        [90, 120, 0],
        [120, null, 0],
      ],
    ],
  )
})

test('what became of the messages of each day; what was captured was not sent', async () => {
  const { channels, failures } = await figures()
  const told = channels.map(({ day, channel, ...counts }: Record<string, number>) => [
    ...[day, channel],
    Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
  ])
  assert.deepEqual(told, [
    ['2026-04-04', 'email', { delivered: 1 }],
    ['2026-04-04', 'sms', { waiting: 1 }],
    ['2026-04-05', 'email', { captured: 1 }],
    ['2026-04-05', 'sms', { waiting: 1 }],
    // The failed one, and a reminder that waits.
    ['2026-04-06', 'email', { failed: 1, waiting: 1 }],
    ['2026-04-06', 'sms', {}],
  ])
  const reason = '550 5.1.1 ... User unknown, see ...'
  assert.deepEqual(failures, [{ channel: 'email', state: 'failed-for-good', code: '550', reason, count: 1 }])
})

test('why nobody was told, and how often reminders fell due, told somebody or were needed no longer', async () => {
  const { notTold, reminders } = await figures()
  assert.deepEqual(notTold, [{ because: 'no-provider', sentence: 'the job has no provider', count: 1 }])
  assert.deepEqual(reminders, [
    { occasion: 'incomplete', due: 1, told: 1, stopped: 2 },
    { occasion: 'details-missing', due: 0, told: 0, stopped: null },
    { occasion: 'follow-up', due: 0, told: 0, stopped: null },
  ])
})

test('each customer and each provider has a row, those with most jobs first', async () => {
  const { customers, providers } = await figures()
  const none = { told: 0, captured: 0, failed: 0, expired: 0, reminders: 0 }
  const { ids } = trial.harbour
  assert.deepEqual(customers, [
    {
      ...{ id: ids.customer, name: 'Hargreaves Timber', jobs: 3, count: 2, median: 27, ninetieth: 29.4 },
      ...{ ...none, told: 1, captured: 1, failed: 1, reminders: 1 },
    },
    { id: other.customer, name: '=Zeta Mart', jobs: 1, count: 1, median: 130, ninetieth: 130, ...none },
  ])
  assert.deepEqual(providers, [
    {
      ...{ id: ids.provider, name: 'Night Patrols', jobs: 2, count: 2, median: 20, ninetieth: 20 },
      ...{ ...none, told: 1, captured: 1, reminders: 1 },
    },
    { id: other.provider, name: 'Day Patrols', jobs: 1, count: 1, median: 130, ninetieth: 130, ...none },
  ])
})

test('figures of one customer, provider or service type leave out the others', async () => {
  const openedIn = ({ jobs }: { jobs: { opened: number }[] }) => jobs.map(({ opened }) => opened)
  const { ids } = trial.harbour
  const mine = await figures(`&customerId=${ids.customer}`)
  assert.deepEqual([openedIn(mine), mine.customers.length, mine.reminders[0].due], [[2, 1, 0], 1, 1])
  const theirs = await figures(`&customerId=${other.customer}`)
  assert.deepEqual([openedIn(theirs), theirs.channels, theirs.failures], [[0, 0, 1], [], []])
  assert.deepEqual([theirs.notTold, theirs.reminders[0].due, theirs.reminders[0].stopped], [[], 0, 0])
  const patrols = await figures(`&providerId=${ids.provider}`)
  assert.deepEqual([openedIn(patrols), patrols.failures, patrols.customers[0].captured], [[2, 0, 0], [], 1])
  assert.deepEqual(openedIn(await figures(`&serviceTypeId=${other.type}`)), [0, 0, 1])
})

test("another company's figures are its own", async () => {
  const { body } = await trial.ask(trial.other.keys.read, `GET /figures?${DAYS}`)
  assert.deepEqual([body.jobs[0].opened, body.jobs[1].opened, body.channels, body.notTold], [1, 0, [], []])
})

test('left out, it is the last thirty days; more than a month is told by weeks that begin on Monday', async () => {
  const usual = (await ask('GET /figures')).body
  assert.deepEqual([usual.from, usual.until, usual.jobs.length, usual.per], ['2026-03-09', '2026-04-07', 30, 'day'])
  const { per, jobs, responses } = (await ask('GET /figures?from=2026-03-01&until=2026-04-06')).body
  assert.deepEqual([per, jobs.length], ['week', 37])
  assert.deepEqual(
    responses[0].spans.map(({ from, count }: { from: string; count: number }) => [from, count]),
    [
      ...[
        ['2026-03-01', 0],
        ['2026-03-02', 0],
        ['2026-03-09', 0],
        ['2026-03-16', 0],
        ['2026-03-23', 0],
      ],
      ...[
        ['2026-03-30', 3],
        ['2026-04-06', 1],
      ],
    ],
  )
})

for (const [query, field, problem] of [
  ['from=2026-04-06&until=2026-04-04', 'until', 'The last day is before the first'],
  ['from=2026-01-01&until=2027-01-02', 'from', 'These are too many days'],
  ['from=0001-01-01', 'from', 'must be a day between 1900 and 2199'],
  ['from=2026-02-30', 'from', 'must be a day such as 2026-11-28'],
  ['customerId=Hargreaves', 'customerId', 'must be an id (a UUID)'],
  ['colour=red', 'colour', 'is not a field of this request'],
]) {
  test(`figures for ${query} are refused`, async () => {
    const { status, body } = await ask(`GET /figures?${query}`)
    assert.deepEqual([status, body.errors[0]], [422, { field, problem }])
  })
}

const ROWS: Record<string, object[]> = {
  customers: [
    {
      ...{ Customer: 'Hargreaves Timber', Jobs: '3', 'With response': '2', 'Median (minutes)': '27' },
      ...{ '90th percentile (minutes)': '29.4', Told: '1', Captured: '1', Failed: '1', Expired: '0', Reminders: '1' },
    },
    // Behind an apostrophe a spreadsheet leaves it as words.
    { Customer: "'=Zeta Mart", Told: '0' },
  ],
  providers: [{ Provider: 'Night Patrols', Jobs: '2' }, { Provider: 'Day Patrols' }],
  channels: [{ Day: '2026-04-04', Channel: 'email', Delivered: '1', Sent: '0' }],
  failures: [{ Channel: 'email', State: 'failed-for-good', Code: '550', Messages: '1' }],
  reasons: [{ 'Not told because': 'the job has no provider', Times: '1' }],
  reminders: [{ Reminder: 'incomplete', Due: '1', Told: '1', 'Stopped because it came': '2' }],
  response: [{ From: 'Opened', Until: 'Dispatched', Beginning: '2026-04-04', Jobs: '2', 'Median (minutes)': '7' }],
}
for (const [table, wanted] of Object.entries(ROWS)) {
  test(`the figures can be had as a spreadsheet: ${table}`, async () => {
    const { status, text, headers } = await ask(`GET /figures/csv?table=${table}&${DAYS}`)
    assert.deepEqual([status, headers.get('content-type')], [200, 'text/csv; charset=utf-8'])
    assert.match(headers.get('content-disposition')!, new RegExp(`"${table}_2026-04-04_2026-04-06.csv"`))
    const rows = parse(text, { bom: true, columns: true }) as object[]
    for (const [i, row] of wanted.entries()) assert.partialDeepStrictEqual(rows[i], row)
  })
}

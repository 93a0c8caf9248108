import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportSheetOf } from './report-sheet.ts'
import { fileNameOf, periodName, type ReportedJob, type ReportFacts, reportWords } from './report-words.ts'

const at = Temporal.Instant.from
const job: ReportedJob = {
  ...{ number: 12, site: 'Hargreaves Mill', address: '12 Mill Rd\nOrange', timeZone: 'Australia/Sydney' },
  ...{ customer: 'Hargreaves', serviceType: 'Burglar alarm', status: 'Complete', provider: null },
  ...{ openedAt: at('2026-03-01T15:14:00Z'), dispatchedAt: null, onSiteAt: null, offSiteAt: null },
  ...{ outcome: null, orderNumber: null, docketNumber: null },
}
const march: ReportFacts = {
  ...{ companyId: 'c', name: 'Monthly jobs', customerId: null, customer: null, timeZone: 'Australia/Sydney' },
  period: { from: at('2026-02-28T13:00:00Z'), until: at('2026-03-31T13:00:00Z') },
  company: { name: 'Night Owl', code: 'ABC', locale: 'en-AU' },
  categories: { complete: 2, invoiced: 1, abandoned: 1, 'in-progress': 3 },
  jobs: Array.from({ length: 7 }, (_, i) => ({ ...job, number: i + 1 })),
  at: at('2026-04-01T00:00:00Z'),
}

test('S1.8: the e-mail says which days it is about and what has become of the jobs', () => {
  assert.deepEqual(reportWords(march), {
    subject: 'Monthly jobs: 1 to 31 March 2026',
    body: [
      'Monthly jobs',
      '1 to 31 March 2026 (Australia/Sydney)',
      'Jobs of all customers',
      '',
      'Jobs opened: 7',
      'Completed: 3',
      'Cancelled: 1',
      'Still in progress: 3',
      '',
      'With this come the printed report and a spreadsheet with a row for each job.',
      '',
      'Night Owl',
    ].join('\n'),
  })
})

test('S1.8: jobs of which somebody must still be told are neither completed nor in progress', () => {
  const { body } = reportWords({ ...march, categories: { complete: 1, 'not-advised': 2 }, jobs: [job, job, job] })
  assert.match(body, /opened: 3\nCompleted: 1\nDone, still to be advised: 2\nCancelled: 0\nStill in progress: 0/)
})

test('S1.8: a period without jobs is reported too', () => {
  const { body } = reportWords({ ...march, categories: {}, jobs: [] })
  assert.match(body, /Jobs opened: 0/)
})

test('when there are more jobs than a spreadsheet takes, the e-mail says how many it has', () => {
  const { body } = reportWords({ ...march, categories: { complete: 9 } })
  assert.match(body, /Jobs opened: 9/)
  assert.match(body, /The spreadsheet has the first 7 of them\./)
})

const DAYS: [string, string, string, string][] = [
  ['2026-03-01T13:00:00Z', '2026-03-02T13:00:00Z', 'en-AU', '2 March 2026'],
  ['2026-03-29T13:00:00Z', '2026-04-05T14:00:00Z', 'en-AU', '30 March to 5 April 2026'],
  ['2026-12-27T13:00:00Z', '2027-01-03T13:00:00Z', 'en-AU', '28 December 2026 to 3 January 2027'],
  ['2026-02-28T13:00:00Z', '2026-03-31T13:00:00Z', 'en-GB', '1 to 31 March 2026'],
  ['2026-02-28T13:00:00Z', '2026-03-31T13:00:00Z', 'en-US', 'March 1 to 31, 2026'],
]
for (const [from, until, locale, name] of DAYS) {
  test(`the days of a report are written as "${name}" in ${locale}`, () => {
    const period = { from: at(from), until: at(until) }
    assert.equal(periodName({ ...march, period, company: { ...march.company, locale } }), name)
  })
}

test('files are called by the report and its days, whatever the report is called', () => {
  assert.equal(fileNameOf(march), 'Monthly jobs 2026-03-01 to 2026-03-31')
  assert.equal(fileNameOf({ ...march, name: '../a/b: "c"\r\nd' }), '.. a b c d 2026-03-01 to 2026-03-31')
  const day = { from: at('2026-04-04T13:00:00Z'), until: at('2026-04-05T14:00:00Z') }
  assert.equal(fileNameOf({ ...march, name: '??', period: day }), 'Report 2026-04-05')
})

test('S1.8: the printed report has the counts and a row for each job, in the time of its site', () => {
  const sheet = reportSheetOf({ ...march, jobs: [job] })
  assert.deepEqual([sheet.title, sheet.subtitle], ['Monthly jobs', '1 to 31 March 2026 (Australia/Sydney)'])
  assert.deepEqual(
    sheet.facts.map(({ label, value }) => `${label}: ${value}`),
    [
      'Customer: all customers',
      'Jobs opened: 7',
      'Completed: 3',
      'Cancelled: 1',
      'Still in progress: 3',
      'Printed here: the first 1; more are in the spreadsheet',
    ],
  )
  assert.deepEqual(sheet.rows, [
    [
      ...['ABC-12', '2 Mar, 02:14 AEDT', 'Hargreaves Mill, 12 Mill Rd, Orange', 'Hargreaves', 'Burglar alarm'],
      ...['Complete', '', ''],
    ],
  ])
  assert.match(sheet.footer, /^As the jobs stood on 1 Apr 2026, 11:00 AEDT\./)
})

test('the report of one customer names it once, not in every row', () => {
  const sheet = reportSheetOf({ ...march, customerId: 'h', customer: 'Hargreaves' })
  assert.deepEqual(sheet.facts[0], { label: 'Customer', value: 'Hargreaves' })
  assert.ok(!sheet.columns.some(({ label }) => label === 'Customer'))
  assert.deepEqual(
    sheet.rows.map(row => row.length),
    Array(7).fill(sheet.columns.length),
  )
})

test('at most 300 jobs are printed; the report says so', () => {
  const jobs = Array.from({ length: 301 }, () => job)
  const sheet = reportSheetOf({ ...march, jobs, categories: { complete: 301 } })
  assert.equal(sheet.rows.length, 300)
  assert.ok(sheet.facts.some(({ value }) => value === 'the first 300; more are in the spreadsheet'))
})

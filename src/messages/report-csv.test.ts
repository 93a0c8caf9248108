import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { csvHeading, csvRows } from './report-csv.ts'
import type { ReportedJob } from './report-words.ts'

const job: ReportedJob = {
  ...{ number: 12, site: 'Hargreaves Mill', address: '12 Mill Rd\nOrange', timeZone: 'Australia/Sydney' },
  ...{ customer: 'Hargreaves', serviceType: 'Burglar alarm', status: 'Complete', provider: null },
  openedAt: Temporal.Instant.from('2026-04-04T15:30:00Z'),
  dispatchedAt: Temporal.Instant.from('2026-04-04T16:30:00.5Z'),
  ...{
    onSiteAt: null,
    offSiteAt: null,
    outcome: 'All "sealed"\r\n\r\n\r\nLeft',
    orderNumber: '=PO',
    docketNumber: null,
  },
}

test('S1.8: each job is a row, its times as the clock of its site showed them and as ISO 8601', () => {
  const text = csvHeading() + csvRows([job], 'ABC')
  assert.deepEqual([...Buffer.from(text).subarray(0, 3)], [0xef, 0xbb, 0xbf])
  assert.ok(text.endsWith('\r\n'))
  const [row] = parse(text, { bom: true, columns: true, record_delimiter: '\r\n' }) as [Record<string, string>]
  assert.deepEqual(row, {
    ...{ Number: 'ABC-12', Site: 'Hargreaves Mill', Address: '12 Mill Rd\nOrange', Customer: 'Hargreaves' },
    ...{ 'Service type': 'Burglar alarm', Status: 'Complete', Opened: '2026-04-05 02:30' },
    // The hour that the clock shows twice: only the offset tells them apart.
    ...{ Dispatched: '2026-04-05 02:30', 'On site': '', 'Off site': '', 'Time zone': 'Australia/Sydney' },
    ...{ Outcome: 'All "sealed"\n\nLeft', 'Order number': "'=PO", 'Docket number': '', Provider: '' },
    ...{ 'Opened (ISO 8601)': '2026-04-05T02:30:00+11:00', 'Dispatched (ISO 8601)': '2026-04-05T02:30:00+10:00' },
    ...{ 'On site (ISO 8601)': '', 'Off site (ISO 8601)': '' },
  })
})

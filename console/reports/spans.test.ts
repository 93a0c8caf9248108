import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportOf } from './asked.ts'
import { daysOf } from './days.ts'
import { bySpan } from './spans.ts'

test('the days of a report are those of its period, or those that somebody chose', () => {
  const own = { period: 'own', from: '2026-01-01', until: '2026-01-09' } as const
  assert.deepEqual(daysOf(own, 'UTC'), { from: '2026-01-01', until: '2026-01-09' })
  const { from, until } = daysOf({ period: '7-days' }, 'UTC')
  assert.equal(Temporal.PlainDate.from(from).until(until).days, 6)
  const last = daysOf({ period: 'last-month' }, 'UTC')
  assert.equal(last.from.slice(-2), '01')
  assert.equal(Temporal.PlainDate.from(last.until).add({ days: 1 }).day, 1)
})

test('what an address says that is no day, no period and no narrowing is left out', () => {
  const given = { period: 'tomorrow', from: 'then', until: '2026-01-09', customerId: 'a', colour: 'red' }
  assert.deepEqual(reportOf(given), { until: '2026-01-09', customerId: 'a' })
})

test('days are told together for the weeks they are in', () => {
  const span = (from: string) => ({ from, count: 0, median: null, ninetieth: null })
  const figures = { responses: [{ spans: [span('2026-01-03'), span('2026-01-05')] }] } as never
  const items = ['2026-01-03', '2026-01-04', '2026-01-05', '2026-01-11'].map(day => ({ day }))
  assert.deepEqual(
    bySpan(figures, items, days => ({ days: days.length })),
    [
      { from: '2026-01-03', days: 2 },
      { from: '2026-01-05', days: 2 },
    ],
  )
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Told } from '#rules/rule.ts'
import { eventOf, now, statuses } from '../../test/saves.ts'
import type { Facts } from './facts.ts'
import { type Layout, STARTING_LAYOUT } from './fields.ts'
import { webhookBody } from './webhook-body.ts'

type More = { occasions?: Told[]; about?: string[]; jobs?: { number: string; site: string; description: string }[] }

function tell(changes: Parameters<typeof eventOf>[0], more: object, layout: Layout, told: More = {}) {
  const event = eventOf(changes, more)
  const facts: Facts = {
    company: { name: 'Night Owl', code: 'ABC', locale: 'en-AU' },
    site: { name: 'Hargreaves Timber', address: '12 Mill Rd', timeZone: 'Australia/Sydney' },
    event: { ...event, job: { ...event.job, number: 1234 } },
    nameOf: (kind, id) => (id === null ? null : (statuses.find(status => status.id === id)?.name ?? `a ${kind}`)),
  }
  const { occasions = ['dispatched'], about = [], ...jobs } = told
  const text = webhookBody(facts, { occasions, about, ...jobs, at: now.add({ hours: 1 }) }, layout)
  return { text, event, ...JSON.parse(text) }
}

test('a job is told with what the layout shows, times in UTC beside the zone of the site', () => {
  const { type, timestamp, data, event } = tell([{ do: 'dispatch' }], {}, STARTING_LAYOUT)
  assert.deepEqual([type, timestamp, data.company], ['job.dispatched', event.at.toString(), 'ABC'])
  assert.equal(data.job.reference, 'ABC-1234')
  assert.match(data.job.dispatchedAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  assert.deepEqual(data.job.site, { name: 'Hargreaves Timber', address: '12 Mill Rd', timeZone: 'Australia/Sydney' })
  assert.equal(data.job.outcome, null)
  assert.ok(!('notes' in data.job), 'the internal notes are not among what a company starts with')
  assert.deepEqual(data.changed, [{ field: 'dispatchedAt', from: null, to: data.job.dispatchedAt }])
})

test('S1.48: what the layout leaves out is not there, neither in the job nor among what changed', () => {
  const { data } = tell([{ do: 'dispatch' }, { do: 'complete', outcome: 'Sealed' }], {}, ['number'], {
    occasions: ['completed'],
  })
  assert.deepEqual(Object.keys(data.job).sort(), ['id', 'reference', 'site', 'version'])
  assert.deepEqual([data.job.site, data.changed], [{ timeZone: 'Australia/Sydney' }, []])
})

test('S1.19: whoever has the job no longer learns which it was, and neither who has it nor how it goes on', () => {
  const { data } = tell([{ do: 'dispatch' }], {}, STARTING_LAYOUT, { occasions: ['reassigned'] })
  for (const field of ['provider', 'status', 'category', 'outcome', 'dispatchedAt', 'technicians'])
    assert.ok(!(field in data.job), field)
  assert.ok('initialRequest' in data.job)
})

test('a reminder says when it reminds and what is missing, and not what the last save changed', () => {
  const { type, timestamp, data } = tell([{ do: 'dispatch' }], {}, STARTING_LAYOUT, {
    occasions: ['details-missing'],
    about: ['outcome'],
  })
  assert.deepEqual(
    [type, timestamp, data.missing, data.changed],
    ['job.details-missing', now.add({ hours: 1 }).toString(), ['outcome'], []],
  )
})

describe('it stays under 20 kB, whatever was written, and says where it was cut', () => {
  const cases: [what: string, text: string][] = [
    ['long', 'word '.repeat(20_000)],
    ['without a space', 'x'.repeat(100_000)],
    ['in signs of three bytes', '木'.repeat(50_000)],
    ['in pairs of halves', '🔔'.repeat(50_000)],
    ['of signs that JSON writes in two', '"\\'.repeat(50_000)],
    ['of signs that JSON writes in six', '\u0001\u001f'.repeat(50_000)],
  ]
  for (const [what, text] of cases) {
    test(what, () => {
      const more = { initialRequest: text, outcome: text, orderNumber: text, docketNumber: text, notes: text }
      const layout: Layout = [...STARTING_LAYOUT, 'notes']
      const body = tell([{ do: 'change', set: { outcome: `${text}!` } }], more, layout, {
        occasions: ['updated-incomplete'],
      })
      assert.ok(Buffer.byteLength(body.text) < 20_000)
      assert.ok(body.text.isWellFormed() && !body.text.includes('\\u0000') && !body.text.includes('\\u0001'))
      if (text.trim().length > 0 && !text.startsWith('\u0001')) assert.match(body.data.job.initialRequest, /\.\.\.$/)
      assert.equal(body.data.job.id, body.event.job.id)
    })
  }

  test('an invoice of a thousand jobs', () => {
    const each = { number: 'ABC-1', site: '木'.repeat(200), description: '木'.repeat(200) }
    const jobs = Array.from({ length: 1000 }, () => each)
    const { text, data } = tell([{ do: 'dispatch' }], {}, STARTING_LAYOUT, {
      occasions: ['invoiced'],
      about: ['INV-7'],
      jobs,
    })
    assert.ok(Buffer.byteLength(text) < 20_000)
    assert.deepEqual([data.invoice, data.jobs.length, data.jobsLeftOut], ['INV-7', 50, 950])
    assert.ok(!('status' in data.job), 'what is told of several jobs is told of none')
  })
})

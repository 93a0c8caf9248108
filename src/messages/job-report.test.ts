import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '#base/language.ts'
import type { Change } from '#jobs/job.ts'
import { eventOf, statuses } from '../../test/saves.ts'
import type { Facts } from './facts.ts'
import { type Layout, STARTING_LAYOUT } from './fields.ts'
import type { Hearer } from './hearers.ts'
import { jobReportOf, reportFile, revisionOf } from './job-report.ts'
import { toldIn } from './vocabularies.ts'

const at = (time: string) => Temporal.Instant.from(`2026-03-01T${time}:00Z`)
const DONE: Change[] = [
  { do: 'dispatch', technicianIds: ['Jo Cole'], at: at('15:16') },
  { do: 'on-site', at: at('15:38') },
  { do: 'complete', outcome: 'All sealed', docketNumber: 'D88213' },
]
const CORRECTED: Change = {
  do: 'change',
  set: { outcome: 'A window was broken', onSiteAt: at('15:41'), docketNumber: null },
}
const NAMES = Object.fromEntries(statuses.map(({ id, name }) => [id, name]))

function factsAfter(changes: readonly Change[]): Facts {
  const event = eventOf(changes)
  return {
    company: { name: 'Night Owl', code: 'ABC', locale: 'en-AU' },
    site: { name: 'Hargreaves Timber', address: '12 Mill Rd\nOrange', timeZone: 'Australia/Sydney' },
    event: { ...event, job: { ...event.job, number: 1234 } },
    nameOf: (_kind, id) => id && (NAMES[id] ?? id),
  }
}

const FIRST = factsAfter(DONE)
const SECOND = factsAfter([...DONE, CORRECTED])
const PHOTOS = { printed: [], all: 0 }

type Asked = {
  facts?: Facts
  earlier?: Facts | null
  layout?: Layout
  hearers?: readonly Hearer[]
  language?: Language
}
const reportOf = ({
  facts = FIRST,
  earlier = null,
  layout = STARTING_LAYOUT,
  hearers = [],
  language = 'en',
}: Asked) => {
  const [told, before] = [toldIn(facts, language), earlier && toldIn(earlier, language)]
  return jobReportOf(told, layout, { earlier: before, hearers, photos: PHOTOS })
}
const changesTold = (asked: Asked) =>
  reportOf({ facts: SECOND, earlier: FIRST, ...asked }).report!.changes.rows.map(row => row.join(' | '))

test('S4.13: a job report is the sheet of the job under a name of its own, and says who was told', () => {
  const { title, footer, status, texts, report } = reportOf({})
  assert.equal(title, 'Job report ABC-1234')
  assert.equal(footer, 'Job report ABC-1234, version 1. The job as it stood on 2 Mar 2026, 13:14 AEDT.')
  assert.equal(status, 'Complete')
  assert.deepEqual(texts, [
    { label: 'Request', value: 'Zone 4' },
    { label: 'Outcome', value: 'All sealed' },
  ])
  assert.deepEqual([report!.replaces, report!.changes.rows], ['', []])
  assert.equal(report!.hearers.note, 'Nobody was told before this report.')
})

test('S4.20: a corrected report says which one it replaces and what is different', () => {
  assert.equal(revisionOf(SECOND.event.job), 2)
  const { title, footer, report } = reportOf({ facts: SECOND, earlier: FIRST })
  assert.equal(title, 'Job report ABC-1234, version 2')
  assert.match(footer, /version 2\./)
  assert.equal(report!.replaces, 'Version 2. It replaces version 1.')
  assert.deepEqual(report!.changes.headings, ['Changed since version 1', 'Now', 'Before'])
  assert.deepEqual(changesTold({}), [
    'Docket number | – | D88213',
    'On site | 2 Mar 2026, 02:41 AEDT | 2 Mar 2026, 02:38 AEDT',
    'Outcome | A window was broken | All sealed',
  ])
})

test('S1.48: what the layout leaves out is no change either', () => {
  const layout: Layout = ['number', 'outcome']
  assert.deepEqual(changesTold({ layout }), ['Outcome | A window was broken | All sealed'])
  const unchanged = reportOf({ facts: SECOND, earlier: FIRST, layout: ['number', 'priority'] }).report!.changes
  assert.deepEqual([unchanged.rows, unchanged.none], [[], 'Nothing that is shown here.'])
})

test('a time of a technician that was corrected is a change', () => {
  const step = (time: string): Change => ({
    do: 'technician',
    personId: 'Jo Cole',
    statusId: statuses.find(({ step }) => step === 'on-site')!.id,
    at: at(time),
  })
  const [dispatch] = DONE as [Change]
  const [earlier, facts] = ['15:38', '15:41'].map(time => factsAfter([dispatch, step(time), DONE[2]!, CORRECTED]))
  assert.deepEqual(changesTold({ facts: facts!, earlier: earlier!, layout: ['number', 'visits'] }), [
    'Visit 1, Jo Cole: On site | 2 Mar, 02:41 AEDT | 2 Mar, 02:38 AEDT',
  ])
})

test('a report speaks the language of whom it is for', () => {
  const { title, report } = reportOf({ facts: SECOND, earlier: FIRST, language: 'de' })
  assert.equal(title, 'Auftragsbericht ABC-1234, Version 2')
  assert.equal(report!.replaces, 'Version 2. Sie ersetzt Version 1.')
  assert.ok(changesTold({ language: 'de' }).includes('Ergebnis | A window was broken | All sealed'))
})

test('the file is called after the job, and after the version when there was another before', () => {
  assert.equal(reportFile(FIRST), 'ABC-1234 report.pdf')
  assert.equal(reportFile(SECOND), 'ABC-1234 report v2.pdf')
})

const TOLD: Hearer = {
  companyId: 'c',
  jobId: 'j',
  at: at('15:16'),
  occasions: ['dispatched'],
  about: [],
  channel: 'sms',
  pdf: false,
  address: '+61491570156',
  target: 'provider',
  reached: 'delivered',
}
const CASES: readonly [string, Partial<Hearer>, readonly string[]][] = [
  ['a provider is no number', {}, ['2 Mar, 02:16 AEDT', 'The provider', 'Dispatch', 'Text', 'Delivered']],
  [
    'a customer is no number',
    { target: 'customer' },
    ['2 Mar, 02:16 AEDT', 'The customer', 'Dispatch', 'Text', 'Delivered'],
  ],
  [
    'a call',
    { target: 'address', channel: 'voice', reached: 'not-reached' },
    ['2 Mar, 02:16 AEDT', 'Phone ...156', 'Dispatch', 'Call', 'Not reached in time'],
  ],
  [
    'of another address the half is shown',
    { target: 'address', channel: 'email', pdf: true, address: 'ana.smith@example.com', reached: 'accepted' },
    ['2 Mar, 02:16 AEDT', 'E-mail to a...@example.com', 'Dispatch', 'E-mail with PDF', 'Sent'],
  ],
  [
    'of a number the last digits',
    { target: null, occasions: ['updated-complete', 'updated-incomplete', 'completed'], reached: 'failed' },
    ['2 Mar, 02:16 AEDT', 'Phone ...156', 'Update, Job ended', 'Text', 'Failed'],
  ],
]
for (const [name, more, row] of CASES) {
  test(`S4.13: who was told, when, how and what became of it, and no address is given away: ${name}`, () => {
    const { hearers } = reportOf({ hearers: [{ ...TOLD, ...more }] }).report!
    assert.deepEqual(hearers.rows, [row])
    assert.equal(hearers.note, '')
  })
}

test('a report does not tell of itself, but of the one it replaces', () => {
  const report = (about: string): Hearer => ({ ...TOLD, occasions: ['job-report'], about: [about] })
  const { rows } = reportOf({ facts: SECOND, earlier: FIRST, hearers: [report('1'), report('2')] }).report!.hearers
  assert.equal(rows.length, 1)
})

test('of very many who were told the last are shown, and it says so', () => {
  const { rows, note } = reportOf({ hearers: Array(75).fill(TOLD) }).report!.hearers
  assert.deepEqual([rows.length, note], [60, 'The last 60 of 75 are shown.'])
})

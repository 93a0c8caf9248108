import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change } from '#jobs/job.ts'
import { eventOf, statuses } from '../../test/saves.ts'
import type { Facts } from './facts.ts'
import { type Layout, STARTING_LAYOUT } from './fields.ts'
import { sheetOf, withoutPhotos } from './job-sheet.ts'

const CHANGES: Change[] = [
  { do: 'dispatch', technicianIds: ['jo'], at: Temporal.Instant.from('2026-03-01T15:16:00Z') },
  { do: 'on-site', at: Temporal.Instant.from('2026-03-01T15:38:00Z') },
  { do: 'change', set: { notes: 'Bad payer', incidentRaised: true } },
  { do: 'complete', outcome: 'All sealed', docketNumber: 'D88213' },
]
const event = eventOf(CHANGES, { orderNumber: 'PO 1' })
const facts: Facts = {
  company: { name: 'Night Owl', code: 'ABC', locale: 'en-AU' },
  site: { name: 'Hargreaves Timber', address: '12 Mill Rd\nOrange', timeZone: 'Australia/Sydney' },
  event: { ...event, job: { ...event.job, number: 1234 } },
  nameOf: (kind, id) => id && (statuses.find(status => status.id === id)?.name ?? `${kind} ${id}`),
}
const NONE = { printed: [], all: 0 }
const PHOTO = { type: 'image/jpeg', caption: 'Roller\ndoor', image: new Uint8Array() } as const

test('S1.47: the sheet carries the whole job, in the time of the site with the zone named', () => {
  const sheet = sheetOf(facts, STARTING_LAYOUT, NONE)
  assert.equal(sheet.title, 'Job ABC-1234')
  assert.equal(sheet.status, 'Complete')
  assert.equal(sheet.subtitle, 'Hargreaves Timber, 12 Mill Rd, Orange')
  assert.equal(sheet.zone, 'All times are local to the site (Australia/Sydney).')
  assert.deepEqual(
    sheet.fields.map(({ label, value }) => `${label}: ${value}`),
    [
      'Customer: customer hargreaves',
      'Alarm company: alarm-company sentinel',
      'Service type: service-type burglary',
      'Priority: 5',
      'Incident: Raised',
      'Docket number: D88213',
      'Provider: provider patrol',
      'Opened: 2 Mar 2026, 13:14 AEDT',
      'Dispatched: 2 Mar 2026, 02:16 AEDT',
      'On site: 2 Mar 2026, 02:38 AEDT',
      'Order number: PO 1',
    ],
  )
  assert.deepEqual(sheet.texts, [
    { label: 'Request', value: 'Zone 4' },
    { label: 'Outcome', value: 'All sealed' },
  ])
  assert.deepEqual(sheet.visits, [
    {
      title: 'Visit 1',
      technicians: [
        {
          name: 'person jo',
          status: '',
          times: event.job.visits[0]!.technicians[0]!.dispatchedAt
            ? [{ label: 'Dispatched', value: '2 Mar, 02:16 AEDT' }]
            : [],
        },
      ],
    },
  ])
  assert.match(sheet.footer, /^ABC-1234 as it stood on 2 Mar 2026, 13:14 AEDT, version 5$/)
})

test('S1.48: the layout decides what is on the sheet and in which order; internal notes only when it says so', () => {
  const layout: Layout = ['number', 'outcome', 'notes', 'docketNumber', 'priority']
  const sheet = sheetOf(facts, layout, { printed: [PHOTO], all: 1 })
  assert.deepEqual(
    [...sheet.texts, ...sheet.fields].map(({ value }) => value),
    ['All sealed', 'Bad payer', 'D88213', '5'],
  )
  assert.deepEqual([sheet.status, sheet.subtitle, sheet.visits, sheet.photos], ['', '', [], []])
  assert.doesNotMatch(JSON.stringify(sheetOf(facts, STARTING_LAYOUT, NONE)), /Bad payer/)
})

test('photos are printed with their captions, and the sheet says when there are more', () => {
  const sheet = sheetOf(facts, STARTING_LAYOUT, { printed: [PHOTO], all: 3 })
  assert.deepEqual(sheet.photos, [{ ...PHOTO, caption: 'Roller door' }])
  assert.deepEqual(sheet.texts.at(-1), { label: 'Photos', value: '1 of 3 photos are printed here.' })
})

test('a sheet whose photos cannot be printed is printed without them and says why', () => {
  const sheet = withoutPhotos(sheetOf(facts, STARTING_LAYOUT, { printed: [PHOTO], all: 1 }), 'Photo 1 is broken.')
  assert.deepEqual(sheet.photos, [])
  assert.equal(sheet.texts.at(-1)!.value, 'The photos could not be printed. Photo 1 is broken.')
})

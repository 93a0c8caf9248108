import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import { eventOf } from '../../test/saves.ts'
import { type Asked, calendarOf } from './calendar.ts'
import type { Facts } from './facts.ts'
import { type Layout, STARTING_LAYOUT } from './fields.ts'

const at = (text: string) => Temporal.Instant.from(text)
const WINDOW = { appointmentFrom: at('2026-03-03T22:00:00Z'), appointmentUntil: at('2026-03-04T00:00:00Z') }
const MOVED = { appointmentFrom: at('2026-03-04T22:00:00Z'), appointmentUntil: at('2026-03-05T00:30:00Z') }
const NONE = { appointmentFrom: null, appointmentUntil: null }
const NOW = at('2026-03-02T02:14:00.123Z')

function factsWith(job: Partial<Facts['event']['job']>, company = 'Night Owl; Orange, NSW'): Facts {
  const event = eventOf([])
  return {
    company: { name: company, code: 'ABC', locale: 'en-AU' },
    site: { name: 'Hargreaves Timber', address: '12 Mill Rd\nOrange', timeZone: 'Australia/Sydney' },
    event: { ...event, job: { ...event.job, number: 1234, ...job } },
    nameOf: () => null,
  }
}

const ASKED: Asked = {
  occasions: ['appointment'],
  organizer: 'desk@callout.example',
  attendee: 'ana@example.com',
  body: 'Hello,\n\nWe will come to you: Wed, 4 Mar; 09:00–11:00.',
  former: null,
  now: NOW,
}
type Ask = Partial<Asked> & { layout?: Layout; company?: string }
const calendar = (job: Partial<Facts['event']['job']>, { layout = STARTING_LAYOUT, company, ...asked }: Ask = {}) =>
  calendarOf(factsWith(job, company), layout, { ...ASKED, ...asked })

/** What a program that is not ours reads in it. */
function read(text: string) {
  const component = new ICAL.Component(ICAL.parse(text))
  const [entry, ...others] = component.getAllSubcomponents('vevent')
  assert.deepEqual(others, [])
  const event = new ICAL.Event(entry!)
  const value = (name: string) => entry!.getFirstPropertyValue(name)?.toString() ?? null
  return {
    method: component.getFirstPropertyValue('method'),
    status: value('status'),
    uid: event.uid,
    sequence: event.sequence,
    stamp: value('dtstamp'),
    from: event.startDate.toJSDate().toISOString(),
    until: event.endDate.toJSDate().toISOString(),
    summary: event.summary,
    location: event.location,
    description: event.description,
    organizer: value('organizer'),
    attendees: event.attendees.map(attendee => `${attendee.getFirstValue()} ${attendee.getParameter('rsvp')}`),
  }
}

test('an appointment is an invitation, from the company to whoever is told', () => {
  assert.deepEqual(read(calendar({ ...WINDOW, version: 3 })!), {
    method: 'REQUEST',
    status: 'CONFIRMED',
    uid: read(calendar({ ...MOVED, version: 4 })!).uid,
    sequence: 3,
    stamp: '2026-03-02T02:14:00Z',
    from: '2026-03-03T22:00:00.000Z',
    until: '2026-03-04T00:00:00.000Z',
    summary: 'Night Owl; Orange, NSW: ABC-1234',
    location: 'Hargreaves Timber, 12 Mill Rd, Orange',
    description: ASKED.body,
    organizer: 'mailto:desk@callout.example',
    attendees: ['MAILTO:ana@example.com TRUE'],
  })
})

const STANDING = calendar({ ...WINDOW, version: 3 })!
const CANCELLED = calendar({ ...NONE, version: 4 }, { former: STANDING })!
const CASES: readonly [string, string | null, string | null][] = [
  [
    'moved: the same one, later in order',
    calendar({ ...MOVED, version: 4 }, { former: STANDING }),
    'REQUEST 4 2026-03-04T22',
  ],
  ['removed: what stands there is cancelled', CANCELLED, 'CANCEL 4 2026-03-03T22'],
  [
    'the job was cancelled',
    calendar({ ...WINDOW, version: 4, category: 'cancelled' }, { former: STANDING, occasions: ['status-set'] }),
    'CANCEL 4 2026-03-03T22',
  ],
  ['made again after that', calendar({ ...MOVED, version: 5 }, { former: CANCELLED }), 'REQUEST 5 2026-03-04T22'],
  ['cancelled once', calendar({ ...NONE, version: 5 }, { former: CANCELLED, occasions: ['closed'] }), null],
  ['removed before anybody was invited', calendar({ ...NONE, version: 4 }), null],
  ['told with a new job', calendar(WINDOW, { occasions: ['created'] }), 'REQUEST 1 2026-03-03T22'],
  [
    'told with an accepted request',
    calendar(WINDOW, { occasions: ['request-accepted', 'created'] }),
    'REQUEST 1 2026-03-03T22',
  ],
  ['a new job without one', calendar(NONE, { occasions: ['created'] }), null],
  ['news of something else', calendar(WINDOW, { occasions: ['status-set'], former: STANDING }), null],
  [
    'a finished job keeps its past',
    calendar({ ...WINDOW, category: 'complete' }, { occasions: ['closed'], former: STANDING }),
    null,
  ],
]
for (const [name, text, wanted] of CASES) {
  test(`an appointment in the customer's calendar: ${name}`, () => {
    if (text === null || wanted === null) return assert.equal(text, wanted)
    const { method, sequence, from, uid, status } = read(text)
    assert.equal(`${method} ${sequence} ${from.slice(0, 13)}`, wanted)
    assert.equal(uid, read(STANDING).uid)
    assert.equal(status, method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED')
  })
}

test('S1.48: where it is stands there as far as the layout shows it', () => {
  assert.equal(read(calendar(WINDOW, { layout: ['number', 'site'] })!).location, 'Hargreaves Timber')
  assert.doesNotMatch(calendar(WINDOW, { layout: ['number'] })!, /LOCATION/)
})

test('RFC 5545: lines end in CRLF and have at most 75 octets, in whatever letters a company writes', () => {
  const text = calendar(WINDOW, {
    company: 'Φύλακας της νύχτας και της ημέρας '.repeat(5),
    body: '夜間警備 🔔 '.repeat(40),
  })!
  assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/)
  assert.ok(text.endsWith('END:VCALENDAR\r\n'))
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  assert.equal(read(text).description, '夜間警備 🔔 '.repeat(40))
})

test('nothing that was typed becomes a line of its own', () => {
  const text = calendar(WINDOW, {
    company: 'Owl\r\nATTENDEE:mailto:eve@example.com',
    body: 'a\nMETHOD:CANCEL\r\nEND:VEVENT',
  })!
  assert.deepEqual(read(text).attendees, ['MAILTO:ana@example.com TRUE'])
  assert.equal(read(text).method, 'REQUEST')
})

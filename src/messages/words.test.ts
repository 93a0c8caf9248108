import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Change } from '#jobs/job.ts'
import { type Told, WORDED, type Worded } from '#rules/rule.ts'
import { eventOf, now, statuses, statusId } from '../../test/saves.ts'
import type { Facts } from './facts.ts'
import { type Layout, STARTING_LAYOUT } from './fields.ts'
import { segmentsOf } from './segments.ts'
import { readTemplate } from './template.ts'
import type { Template } from './template-names.ts'
import { wordsFor } from './words.ts'

const file = (via: Worded) =>
  readTemplate(readFileSync(new URL(`../../templates/en/${via}.mustache`, import.meta.url), 'utf8'))
const templates = Object.fromEntries(WORDED.map(via => [`en/${via}`, file(via)]))

const NAMES: Record<string, string> = { burglary: 'Burglar alarm', patrol: 'Night Patrol', other: 'Second Patrol' }
const MILL: Facts['site'] = { name: 'Hargreaves Timber', address: '12 Mill Rd', timeZone: 'Australia/Sydney' }
const TIME = Temporal.Instant.from('2026-03-01T15:38:00Z')

type Story = {
  changes: readonly Change[]
  more?: object
  site?: Partial<Facts['site']>
  names?: Record<string, string>
}

function factsOf({ changes, more = {}, site, names = {} }: Story): Facts {
  const event = eventOf(changes, more)
  return {
    company: { name: 'Night Owl', code: 'ABC', locale: 'en-AU' },
    site: { ...MILL, ...site },
    event: { ...event, job: { ...event.job, number: 1234 } },
    nameOf: (kind, id) =>
      id === null
        ? null
        : (names[id] ?? statuses.find(status => status.id === id)?.name ?? NAMES[id] ?? `${kind} ${id}`),
  }
}

type Ask = Story & {
  occasions: readonly Told[]
  about?: readonly string[]
  at?: Temporal.Instant
  via?: Worded
  layout?: Layout
  template?: Partial<Template>
}

function tell({ occasions, about = [], at = now, via = 'sms', layout = STARTING_LAYOUT, template, ...story }: Ask) {
  const style = { layout, templates: { ...templates, [`en/${via}`]: { ...templates[`en/${via}`]!, ...template } } }
  return wordsFor(factsOf(story), { occasions, about, at, via }, style)
}

test('S1.46: a text is a shortened version of the job: which, where, what is wanted and who goes', () => {
  const { subject, body } = tell({ changes: [{ do: 'dispatch' }], occasions: ['dispatched'] })
  assert.equal(subject, null)
  assert.deepEqual(body.split('\n'), [
    'Night Owl: ABC-1234 dispatched',
    'Hargreaves Timber, 12 Mill Rd',
    'Status: In progress',
    'Service type: Burglar alarm',
    'Priority: 5',
    'Request: Zone 4',
    'Provider: Night Patrol',
    'Dispatched: 2 Mar, 13:14 AEDT',
  ])
})

test('S1.46: a text e-mail says the same as a text, with a subject that tells which job it is', () => {
  const ask: Ask = { changes: [{ do: 'dispatch' }], occasions: ['dispatched'] }
  const { subject, body } = tell({ ...ask, via: 'text-email' })
  assert.equal(subject, 'ABC-1234 dispatched: Hargreaves Timber, 12 Mill Rd')
  for (const line of tell(ask).body.split('\n').slice(1)) assert.ok(body.split('\n').includes(line), line)
})

test('S1.47: a PDF e-mail has a short covering text that names its attachment', () => {
  const { subject, body } = tell({ changes: [{ do: 'dispatch' }], occasions: ['dispatched'], via: 'pdf-email' })
  assert.equal(subject, 'ABC-1234 dispatched: Hargreaves Timber, 12 Mill Rd')
  assert.match(body, /The full job is attached as ABC-1234\.pdf\./)
  assert.doesNotMatch(body, /Request/)
})

test('S1.21: a second dispatch is called re-dispatched, the first is not', () => {
  const again: Change[] = [{ do: 'dispatch' }, { do: 'dispatch', providerId: 'other' }]
  assert.match(tell({ changes: again, occasions: ['dispatched'] }).body, /ABC-1234 re-dispatched\n/)
  assert.doesNotMatch(tell({ changes: again.slice(0, 1), occasions: ['dispatched'] }).body, /re-dispatched/)
})

test('S1.23: completed carries the status the job has now', () => {
  const cancelled = tell({ changes: [{ do: 'cancel' }], occasions: ['completed'], via: 'text-email' })
  assert.match(cancelled.subject!, /^ABC-1234 now Cancelled:/)
  const own = {
    changes: [{ do: 'set-status', statusId: statusId('NADV') }] as const,
    names: { [statusId('NADV')]: 'Ring back' },
  }
  assert.match(tell({ ...own, occasions: ['completed'] }).body, /ABC-1234 now Ring back\n/)
})

test('S1.30: an update lists what changed, and nothing that did not', () => {
  const changes: Change[] = [
    { do: 'dispatch', at: TIME.subtract({ minutes: 20 }) },
    { do: 'change', set: { onSiteAt: TIME, docketNumber: 'D88', orderNumber: 'PO 1', priority: 2 } },
  ]
  const { body } = tell({ changes, occasions: ['updated-incomplete'] })
  assert.deepEqual(body.split('\n').slice(2, 5), ['Changed:', '- Docket number: D88', '- On site: 2 Mar, 02:38 AEDT'])
  assert.match(body, /^Status: In progress$/m)
  assert.match(body, /^Dispatched: 2 Mar, 02:18 AEDT$/m)
  assert.doesNotMatch(body, /^On site/m, 'what was told as changed is not told twice')
})

test('S1.30: a corrected value is shown with the old one, and a cleared one says so', () => {
  const changes: Change[] = [
    { do: 'change', set: { onSiteAt: TIME, docketNumber: 'D88' } },
    { do: 'change', set: { onSiteAt: TIME.add({ minutes: 3 }), docketNumber: null } },
  ]
  const { body } = tell({ changes, occasions: ['updated-incomplete'] })
  assert.match(body, /^- On site: 2 Mar, 02:41 AEDT \(was 2 Mar, 02:38 AEDT\)$/m)
  assert.match(body, /^- Docket number: cleared \(was D88\)$/m)
})

test('S1.30: who is told only of the dispatch is not shown what the same save updated', () => {
  const changes: Change[] = [{ do: 'dispatch' }]
  assert.doesNotMatch(tell({ changes, occasions: ['dispatched'] }).body, /Changed/)
})

test('S1.31: completed and updated in one save is one message that names both', () => {
  const changes: Change[] = [{ do: 'dispatch' }, { do: 'complete', outcome: 'All sealed' }]
  const { subject, body } = tell({ changes, occasions: ['completed', 'updated-complete'], via: 'text-email' })
  assert.equal(subject, 'ABC-1234 now Complete and updated: Hargreaves Timber, 12 Mill Rd')
  assert.match(body, /^- Outcome: All sealed$/m)
})

test('S1.32: the first dispatch that is also an update is one message that names both', () => {
  const { body } = tell({ changes: [{ do: 'dispatch' }], occasions: ['dispatched', 'updated-incomplete'] })
  assert.match(body, /ABC-1234 dispatched and updated\n/)
  assert.match(body, /^- Dispatched: 2 Mar, 13:14 AEDT$/m)
})

test('S1.48: the layout says which facts a text has, and in which order', () => {
  const layout: Layout = ['number', 'priority', 'site', 'status']
  const { body } = tell({ changes: [{ do: 'dispatch' }], occasions: ['dispatched'], layout })
  assert.equal(body, 'Night Owl: ABC-1234 dispatched\nHargreaves Timber\nPriority: 5\nStatus: In progress')
})

test('S1.48: a field that is not shown stays hidden in every template, also as the new value of an update', () => {
  const changes: Change[] = [{ do: 'change', set: { docketNumber: 'SECRET', notes: 'SECRET' } }]
  const layout: Layout = ['number', 'status']
  const template = { body: '{{docketNumber}}{{notes}}{{#changes}}{{label}}: {{to}}{{from}}{{/changes}}' }
  const { body } = tell({ changes, occasions: ['updated-incomplete'], layout, template })
  assert.equal(body, 'Docket number: changed')
})

test('S1.48: internal notes are not shown until a company says so', () => {
  const changes: Change[] = [{ do: 'change', set: { notes: 'Bad payer', docketNumber: 'D1' } }]
  const template = { body: 'notes: {{notes}}' }
  const occasions = ['updated-incomplete'] as const
  assert.equal(tell({ changes, occasions, template }).body, 'notes:')
  assert.equal(tell({ changes, occasions, template, layout: ['number', 'notes'] }).body, 'notes: Bad payer')
})

test('times are those of the site, and the zone is named: the hour that happens twice is told apart', () => {
  const changes: Change[] = [
    { do: 'change', set: { onSiteAt: Temporal.Instant.from('2026-04-04T15:30:00Z') } },
    { do: 'change', set: { offSiteAt: Temporal.Instant.from('2026-04-04T16:30:00Z') } },
  ]
  const { body } = tell({ changes, occasions: ['updated-incomplete'] })
  assert.match(body, /^On site: 5 Apr, 02:30 AEDT$/m)
  assert.match(body, /^- Off site: 5 Apr, 02:30 AEST$/m)
  const perth = tell({ changes, occasions: ['updated-incomplete'], site: { timeZone: 'Australia/Perth' } })
  assert.match(perth.body, /^- Off site: 5 Apr, 00:30 AWST$/m)
})

test('a time far from the event is told with its year', () => {
  const changes: Change[] = [{ do: 'change', set: { onSiteAt: Temporal.Instant.from('2025-03-01T15:38:00Z') } }]
  assert.match(tell({ changes, occasions: ['updated-incomplete'] }).body, /On site: 2 Mar 2025, 02:38 AEDT/)
})

test('a line break or a control character in a site name never reaches a subject', () => {
  const name = 'Mill\r\nBcc: everyone@example.com\u0000\u0085\u2028\u202eend'
  const { subject, body } = tell({
    changes: [{ do: 'dispatch' }],
    occasions: ['dispatched'],
    via: 'text-email',
    site: { name },
  })
  assert.equal(subject, 'ABC-1234 dispatched: Mill Bcc: everyone@example.com end, 12 Mill Rd')
  assert.match(body, /^Mill Bcc: everyone@example\.com end, 12 Mill Rd$/m)
})

test('S1.46, S1.30: a long address in letters that count double does not push what was changed out of a text', () => {
  const site = {
    name: 'Ελληνική Αποθήκη',
    address: 'Λεωφόρος Βασιλίσσης Σοφίας 128, 115 27 Αθήνα, κτίριο Β, '.repeat(3),
  }
  const outcome = 'Όλα σφραγισμένα, η πόρτα ασφαλίστηκε'
  const changes: Change[] = [{ do: 'change', set: { docketNumber: 'D88213', outcome } }]
  const { body } = tell({ changes, site, occasions: ['updated-incomplete'] })
  assert.equal(segmentsOf(body).segments, 3)
  assert.match(body, /Ελληνική Αποθήκη, Λεωφόρος/)
  assert.ok(body.includes(`- Outcome: ${outcome}\n`), body)
  const sent = tell({ changes: [{ do: 'dispatch' }], site, occasions: ['dispatched'] })
  assert.ok(sent.body.includes('κτίριο Β, Λεωφόρος'), sent.body)
})

test('a subject that comes out empty still says which job and what happened', () => {
  const ask: Ask = { changes: [{ do: 'dispatch' }], occasions: ['dispatched'], via: 'text-email' }
  assert.equal(tell({ ...ask, template: { subject: '{{outcome}}' } }).subject, 'ABC-1234 dispatched')
})

test('S1.19: whose the job is no longer hears which it was, and not who has it now or how it goes on', () => {
  const changes: Change[] = [{ do: 'dispatch' }, { do: 'dispatch', providerId: 'other' }]
  const { body } = tell({ changes, occasions: ['reassigned'] })
  const which = ['Night Owl: ABC-1234 no longer yours', 'Hargreaves Timber, 12 Mill Rd', 'Request: Zone 4']
  assert.deepEqual(body.split('\n'), which)
  const named = tell({ changes, occasions: ['reassigned'], template: { body: '{{number}} {{provider}}' } })
  assert.equal(named.body, 'ABC-1234')
})

test('a line break in the subject of a template becomes a space', () => {
  const { subject } = tell({
    changes: [],
    occasions: ['dispatched'],
    via: 'text-email',
    template: { subject: 'a\r\nBcc: {{number}}' },
  })
  assert.equal(subject, 'a Bcc: ABC-1234')
})

test('plain text stays plain: nothing is escaped, and what a person typed is never read as a template', () => {
  const initialRequest = 'Smith & Sons <b> "x" {{company}} {{#facts}}'
  const { body } = tell({ changes: [{ do: 'dispatch' }], more: { initialRequest }, occasions: ['dispatched'] })
  assert.ok(body.includes(`Request: ${initialRequest}\n`))
})

test('S1.46: a text is cut at a word to three segments; an e-mail has all of it', () => {
  const initialRequest = Array.from({ length: 200 }, (_, i) => `word${i}`).join(' ')
  const outcome = 'words '.repeat(500).trimEnd()
  const ask: Ask = { changes: [{ do: 'complete', outcome }], more: { initialRequest }, occasions: ['completed'] }
  const template = { body: '{{initialRequest}} {{outcome}} {{outcome}} {{outcome}} {{outcome}}' }
  const text = tell({ ...ask, template }).body
  assert.ok(text.length > 440 && segmentsOf(text).segments === 3)
  assert.ok(text.endsWith('...'))
  const inScript = tell({ ...ask, template: { body: `東京 ${template.body}` } }).body
  assert.ok(inScript.length > 190 && inScript.length <= 201)
  assert.ok(inScript.endsWith('...'))
  const { body } = tell({ ...ask, via: 'text-email' })
  assert.ok(body.includes(initialRequest))
  assert.ok(body.includes(outcome))
})

test('a curly quote or a dash that somebody pasted does not double what a text costs', () => {
  const ask: Ask = {
    changes: [{ do: 'dispatch' }],
    more: { initialRequest: 'Zone 4 – “roller door” isn’t sealed…' },
    occasions: ['dispatched'],
  }
  const { body } = tell(ask)
  assert.match(body, /^Request: Zone 4 - "roller door" isn't sealed\.\.\.$/m)
  assert.equal(segmentsOf(body).encoding, 'GSM-7')
  assert.match(tell({ ...ask, via: 'text-email' }).body, /Zone 4 – “roller door” isn’t sealed…/)
})

test('whoever hears that the job is over reads the outcome first, however long the request was', () => {
  const ask: Ask = {
    changes: [{ do: 'complete', outcome: 'All sealed' }],
    more: { initialRequest: 'word '.repeat(200) },
    occasions: ['completed'],
  }
  assert.equal(tell(ask).body.split('\n')[2], 'Outcome: All sealed')
})

test('a template that comes out empty still says which job and what happened', () => {
  const template = { body: '{{#outcome}}Outcome: {{outcome}}{{/outcome}}' }
  assert.equal(tell({ changes: [{ do: 'dispatch' }], occasions: ['dispatched'], template }).body, 'ABC-1234 dispatched')
})

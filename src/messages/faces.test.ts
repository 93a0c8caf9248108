import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { LANGUAGES, type Language } from '#base/language.ts'
import { FACES, type Face } from '#rules/face.ts'
import type { Told, Worded } from '#rules/rule.ts'
import { now } from '../../test/saves.ts'
import { factsToTell, NUMBER, WINDOW } from '../../test/telling.ts'
import { OURS } from './built-in.run.ts'
import { STARTING_LAYOUT } from './fields.ts'
import { segmentsOf } from './segments.ts'
import { checkTemplate } from './template.ts'
import { BUILT_IN, BUILT_IN_NAMES, named, onShelf, templateFor } from './template-names.ts'
import { wordsFor } from './words.ts'

const OCCASION: Readonly<Record<Face, Told>> = {
  'request-received': 'request-received',
  'request-rejected': 'request-rejected',
  'request-accepted': 'request-accepted',
  corrected: 'corrected',
  'on-the-way': 'status-set',
  'on-site': 'status-set',
  appointment: 'appointment',
  closed: 'closed',
  'follow-up': 'follow-up',
  status: 'status-set',
  created: 'created',
  'job-report': 'job-report',
}

const JOBS = {
  full: {
    outcome: 'Roller door reset',
    appointmentFrom: WINDOW.from,
    appointmentUntil: WINDOW.until,
    reportRevision: 2,
  },
  bare: { initialRequest: '', visits: [] },
} as const

function say(face: Face, via: Worded, language: Language, how: keyof typeof JOBS) {
  const job = face === 'request-rejected' ? ({ ...JOBS[how], category: 'rejected' } as const) : JOBS[how]
  const facts = factsToTell({ job, outward: how === 'full' ? {} : null })
  const telling = { occasions: [OCCASION[face]], about: [], at: now, via, face, language }
  return wordsFor(facts, telling, { templates: OURS, layout: STARTING_LAYOUT })
}

test('every template there is has its file in every language, and no file is without a template', () => {
  const files = LANGUAGES.flatMap(language =>
    readdirSync(new URL(`../../templates/${language}`, import.meta.url)).map(file => `${language}/${file}`),
  )
  const wanted = BUILT_IN.map(({ language, name }) => `${onShelf(language, name)}.mustache`)
  assert.deepEqual(files.sort(), wanted.sort())
})

test('the templates Callout comes with are templates', () => {
  for (const { language, name } of BUILT_IN)
    assert.deepEqual(checkTemplate(name, OURS[onShelf(language, name)]!), { ok: true }, `${language} ${name}`)
})

const SAID = FACES.flatMap((face): [Face, Worded][] =>
  face === 'job-report'
    ? [[face, 'pdf-email']]
    : [
        [face, 'text-email'],
        [face, 'sms'],
      ],
)
// What a reader would stumble over where a value is missing.
const STUMBLES = /\{\{|\}\}|undefined|null| {2}|\(\)|: *$|[:,] *[.:]|\s\.(?!\w)|^[.,:]/m

for (const [face, via] of SAID) {
  for (const language of LANGUAGES) {
    test(`S3.12: "${face}" by ${via} in ${language} reads well with everything and with next to nothing`, () => {
      for (const how of ['full', 'bare'] as const) {
        const { subject, body } = say(face, via, language, how)
        // French puts a space before its colon.
        const read = `${subject ?? 'x'}\n${body}`.replaceAll(' :', ':').replaceAll(/:\n(?=\S)/g, ' = ')
        // A Spanish letter greets with a colon.
        assert.doesNotMatch(read.replace('Hola:', 'Hola'), STUMBLES, `${how}: ${subject}\n${body}`)
        assert.ok(body.includes(NUMBER) || subject?.includes(NUMBER), `${how}: ${body}`)
        assert.ok(body.includes('Night Owl'), body)
        if (via === 'sms') assert.ok(segmentsOf(body).segments <= 2, `${segmentsOf(body).units} ${body}`)
        else assert.ok(subject, body)
      }
    })
  }
}

test('S5.1: a text to a customer is written with letters of a phone, and without links it is one segment', () => {
  for (const { language, name } of BUILT_IN.filter(each => each.name.endsWith('.sms'))) {
    assert.equal(segmentsOf(OURS[onShelf(language, name)]!.body).encoding, 'GSM-7', `${language} ${name}`)
    const face = FACES.find(each => name === `${each}.sms`)!
    const { body } = say(face, 'sms', language, 'bare')
    assert.equal(segmentsOf(body).segments, 1, body)
  }
})

test('S5.1: on the way, the customer learns who comes, what he is licensed for, and how to choose another time', () => {
  const { subject, body } = say('on-the-way', 'text-email', 'en', 'full')
  assert.equal(subject, `We are on the way: ${NUMBER}`)
  for (const said of ['Jo Cole is on the way to you.', 'Licence 412 77 819', '#reschedule', '/visit/n8sKq2wZ'])
    assert.ok(body.includes(said), body)
  assert.match(say('on-the-way', 'text-email', 'en', 'bare').body, /^We are on the way to you\.$/m)
})

test('S5.1: the appointment is told on the clock of the site, in the language, with the zone; without one it is cancelled', () => {
  assert.match(say('appointment', 'text-email', 'en', 'full').body, /Tue, 3 Mar, 15:14–17:14 AEDT/)
  assert.match(say('appointment', 'text-email', 'de', 'full').body, /Di\., 3\. März, 15:14–17:14 Uhr GMT\+11/)
  assert.match(
    say('appointment', 'text-email', 'fr', 'full').subject!,
    /^Votre rendez-vous du mardi 3 mars : ABC-1234$/,
  )
  assert.match(say('appointment', 'sms', 'en', 'full').body, /we come Tue, 3 Mar, 15:14-17:14 AEDT \(ABC-1234\)/)
  assert.match(say('appointment', 'sms', 'es', 'bare').body, /su cita \(ABC-1234\) se ha anulado/)
})

test('S3.4: a rejected request says why, as far as the layout shows it', () => {
  assert.match(say('request-rejected', 'text-email', 'en', 'full').body, /^The reason: Roller door reset$/m)
  const telling = { occasions: ['request-rejected'], about: [], at: now, via: 'sms', face: 'request-rejected' } as const
  const facts = factsToTell({ job: JOBS.full })
  const { body } = wordsFor(facts, telling, { templates: OURS, layout: ['number'] })
  assert.doesNotMatch(body, /Roller/)
})

test('S3.11: the page for requests is a tag of every message to a customer', () => {
  for (const face of FACES) {
    const templates = { ...OURS, [onShelf('en', face)]: { subject: '{{number}}', body: 'Ask at {{requestPage}}' } }
    const telling = { occasions: [OCCASION[face]], about: [], at: now, via: 'text-email', face } as const
    const { body } = wordsFor(factsToTell(), telling, { templates, layout: STARTING_LAYOUT })
    assert.equal(body, 'Ask at https://night-owl.example/help', face)
  }
})

test('S4.20: a corrected report says that it is revised and which one it replaces, the first does not', () => {
  const revised = say('job-report', 'pdf-email', 'en', 'full')
  assert.match(revised.subject!, /^Report ABC-1234, revised \(v2\): Hargreaves Mill/)
  assert.match(revised.body, /version 2 and replaces version 1\./)
  const first = say('job-report', 'pdf-email', 'en', 'bare')
  assert.doesNotMatch(first.subject! + first.body, /revised|version|replaces/)
})

test('S5.2: the technician is whose step it was, else who leads the visit', () => {
  const technicianIn = (applied: readonly object[]) => {
    const changes = [{ do: 'dispatch', technicianIds: ['Ana', 'Ben'] }] as const
    const facts = factsToTell({ changes, outward: null, job: { applied } as never })
    const telling = { occasions: ['status-set'], about: [], at: now, via: 'sms', face: 'on-the-way' } as const
    return wordsFor(facts, telling, { templates: OURS, layout: STARTING_LAYOUT }).body
  }
  assert.match(technicianIn([]), /Ana is on the way/)
  assert.match(technicianIn([{ version: 2, personId: 'Ben', statusId: 'x' }]), /Ben is on the way/)
  assert.match(technicianIn([{ version: 1, personId: 'Ben', statusId: 'x' }]), /Ana is on the way/)
})

test('S1.19: whose the job is no longer learns nothing of who goes there now, whatever the template names', () => {
  const body = '{{number}}{{technician}}{{appointment}}{{statusLink}}{{certifications}}'
  const templates = { ...OURS, [onShelf('en', 'sms')]: { subject: null, body } }
  const telling = { occasions: ['reassigned'], about: [], at: now, via: 'sms' } as const
  const facts = factsToTell({ job: JOBS.full })
  assert.equal(wordsFor(facts, telling, { templates, layout: STARTING_LAYOUT }).body, NUMBER)
})

const RULE = '019abc00-0000-7000-8000-000000000001'
const OTHER = '019abc00-0000-7000-8000-000000000002'
const own = (body: string) => ({ subject: null, body })
type Look = [
  shelf: readonly string[],
  wanted: { via?: Worded; face?: Face | null; language?: Language; wordedBy?: string[] },
  found: string,
]
const LOOKS: readonly (readonly [...Look, because: string])[] = [
  [[], {}, 'en/sms', 'without a face, the words for those who work on the job'],
  [[], { face: 'closed' }, 'en/closed.sms', 'the face by a text'],
  [[], { face: 'closed', via: 'pdf-email' }, 'en/closed', 'the face by e-mail'],
  [[], { face: 'closed', via: 'call' }, 'en/call', 'a face has no words for a call'],
  [[], { face: 'job-report' }, 'en/sms', 'a report has no words for a text'],
  [[], { face: 'closed', language: 'fr' }, 'fr/closed.sms', 'in the language of the notice'],
  [[`en/rule-${RULE}.sms`], { wordedBy: [RULE] }, `en/rule-${RULE}.sms`, "a rule's own words come first"],
  [[`en/rule-${RULE}`], { wordedBy: [RULE] }, 'en/sms', "a rule's words for e-mail are none for a text"],
  [[`de/rule-${RULE}.sms`], { wordedBy: [RULE] }, 'en/sms', "a rule's words in a third language are not used"],
  [
    [`en/rule-${RULE}.sms`],
    { wordedBy: [RULE], language: 'de', face: 'closed' },
    `en/rule-${RULE}.sms`,
    "a missing translation of a rule's own words: those in the company's language",
  ],
  [
    [`en/rule-${RULE}.sms`, `de/rule-${OTHER}.sms`],
    { wordedBy: [RULE, OTHER], language: 'de' },
    `de/rule-${OTHER}.sms`,
    'the language of the notice goes before the order of the rules',
  ],
  [
    [`en/rule-${RULE}.sms`, `en/rule-${OTHER}.sms`],
    { wordedBy: [OTHER, RULE] },
    `en/rule-${OTHER}.sms`,
    'of several rules the leading one',
  ],
]
for (const [shelf, wanted, found, because] of LOOKS) {
  test(`S5.2: ${because}: ${found.replace(RULE, 'A').replace(OTHER, 'B')}`, () => {
    const marked = Object.fromEntries([...Object.keys(OURS), ...shelf].map(name => [name, own(name)]))
    assert.equal(templateFor(marked, { via: 'sms', ...wanted }, { locale: 'en-AU' }).body, found)
  })
}

test('only what can be worded has a name', () => {
  assert.equal(BUILT_IN_NAMES.length, 27)
  for (const name of ['job-report.sms', 'sms.sms', 'closed.call', 'rule-', 'rule-x', `rule-${RULE}.pdf`, '__proto__'])
    assert.equal(named(name), undefined, name)
  assert.deepEqual(named(`rule-${RULE}`), { medium: 'email', ruleId: RULE })
  assert.deepEqual(named(`rule-${RULE}.call`), { medium: 'call', ruleId: RULE })
  assert.deepEqual(named('closed.sms'), { medium: 'sms', ruleId: null })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES, type Language } from '#base/language.ts'
import type { Change } from '#jobs/job.ts'
import type { Told, Worded } from '#rules/rule.ts'
import { TOLD } from '#rules/rule.ts'
import { now } from '../../test/saves.ts'
import { factsToTell, NUMBER, WINDOW } from '../../test/telling.ts'
import { OURS } from './built-in.run.ts'
import { STARTING_LAYOUT } from './fields.ts'
import { reasonsOf } from './happened.ts'
import { sheetOf, withoutPhotos } from './job-sheet.ts'
import { EN } from './languages/en.ts'
import { segmentsOf } from './segments.ts'
import { toldIn, vocabularyOf } from './vocabularies.ts'
import { wordsFor } from './words.ts'

const STYLE = { templates: OURS, layout: STARTING_LAYOUT }
const TIME = Temporal.Instant.from('2026-03-01T15:38:00Z')

type Ask = Parameters<typeof factsToTell>[0] & {
  occasions?: readonly Told[]
  via?: Worded
  language?: Language | null
  about?: readonly string[]
}
function tell({ occasions = ['dispatched'], via = 'sms', language = null, about = [], ...story }: Ask) {
  const telling = { occasions, about, at: now, via, language }
  return wordsFor(
    factsToTell({ changes: [{ do: 'dispatch' }], names: { burglary: 'Einbruch' }, ...story }),
    telling,
    STYLE,
  )
}

test('a company is told in the language of its locale, labels, reasons and dates alike', () => {
  const { body } = tell({ locale: 'de-AT' })
  assert.deepEqual(body.split('\n'), [
    `Night Owl: ${NUMBER} entsandt`,
    'Hargreaves Mill, 12 Mill Rd, Orange',
    'Status: In progress',
    'Leistung: Einbruch',
    'Priorität: 5',
    'Anfrage: Zone 4',
    'Dienstleister: patrol',
    'Entsandt: 2. März, 13:14 GMT+11',
  ])
  assert.equal(segmentsOf(body).encoding, 'GSM-7')
})

for (const [language, reason] of [
  ['en', 'dispatched and updated'],
  ['de', 'entsandt und geändert'],
  ['fr', 'envoyée et modifiée'],
  ['es', 'enviado y cambiado'],
] as const) {
  test(`a notice in "${language}" of an English company joins its reasons as that language does: ${reason}`, () => {
    const { subject } = tell({ language, via: 'text-email', occasions: ['dispatched', 'updated-incomplete'] })
    assert.ok(subject!.includes(`${NUMBER} ${reason}`), subject!)
  })
}

test('S1.30: what changed is said in the language too: old value, cleared, and changed without being shown', () => {
  const changes: Change[] = [
    { do: 'change', set: { onSiteAt: TIME, docketNumber: 'D88' } },
    { do: 'change', set: { onSiteAt: TIME.add({ minutes: 3 }), docketNumber: null } },
  ]
  const ask = { changes, occasions: ['updated-incomplete'], language: 'de' } as const
  assert.match(tell(ask).body, /^Geändert:\n- Belegnummer: entfernt \(vorher D88\)\n- Vor Ort: 2\. März, 02:41/m)
  const layout = ['number', 'status'] as const
  const facts = factsToTell({ changes: [{ do: 'change', set: { docketNumber: 'SECRET' } }] })
  const telling = { occasions: ['updated-incomplete'], about: [], at: now, via: 'sms', language: 'es' } as const
  assert.match(wordsFor(facts, telling, { ...STYLE, layout }).body, /^- Parte: cambiado$/m)
})

test('every occasion has its reason in every language, none of them that of English', () => {
  const facts = factsToTell({
    job: { appointmentFrom: WINDOW.from, appointmentUntil: WINDOW.until, reportRevision: 2 },
  })
  const reasonIn = (language: Language, occasion: Told) =>
    reasonsOf(toldIn(facts, language), { occasions: [occasion], about: ['outcome'], at: now }).join()
  for (const occasion of TOLD) {
    for (const language of LANGUAGES.filter(each => each !== 'en')) {
      const [said, english] = [reasonIn(language, occasion), reasonIn('en', occasion)]
      assert.ok(said && said !== english, `${language} ${occasion}: ${said}`)
    }
  }
  assert.equal(reasonIn('en', 'job-report'), 'job report, revised (v2)')
  assert.equal(reasonIn('fr', 'details-missing'), 'il manque : résultat')
})

test('every label differs from being empty, and those of a text are letters of a phone', () => {
  for (const language of LANGUAGES) {
    const { labels, reasons } = vocabularyOf({ company: { locale: language } })
    assert.deepEqual(Object.keys(labels), Object.keys(EN.labels))
    for (const [name, label] of Object.entries(labels)) {
      assert.ok(label, `${language} ${name}`)
      const isShort = !['number', 'address', 'alarmCompany', 'openedAt', 'notes', 'photos'].includes(name)
      if (isShort) assert.equal(segmentsOf(label).encoding, 'GSM-7', `${language} ${name}: ${label}`)
    }
    for (const said of [reasons.dispatched, reasons.updated, reasons.created, reasons.requestReceived, reasons.closed])
      assert.equal(segmentsOf(said).encoding, 'GSM-7', said)
  }
})

const LOCALES: readonly [locale: string, language: Language | null, said: string][] = [
  ['en-AU', null, 'en-AU'],
  ['en-AU', 'en', 'en-AU'],
  ['en-AU', 'de', 'de-AU'],
  ['de', 'fr', 'fr'],
  ['de-CH', 'de', 'de-CH'],
  ['it-IT', null, 'it-IT'],
  ['it-IT', 'en', 'en-IT'],
  ['zh-Hant-TW', 'es', 'es-TW'],
]
for (const [locale, language, said] of LOCALES) {
  test(`what a company in ${locale} says in ${language ?? 'its language'} is written as in ${said}`, () => {
    assert.equal(toldIn({ company: { name: '', code: '', locale } }, language).company.locale, said)
  })
}

test('S1.47: the sheet is printed in the language: headings, moments, zone and footer', () => {
  const changes: Change[] = [
    { do: 'dispatch', technicianIds: ['jo'], at: TIME },
    { do: 'change', set: { incidentRaised: true } },
  ]
  const sheet = sheetOf(toldIn(factsToTell({ changes }), 'de'), STARTING_LAYOUT, { printed: [], all: 2 })
  assert.equal(sheet.title, `Auftrag ${NUMBER}`)
  assert.equal(sheet.zone, 'Alle Zeiten sind die des Objekts (Australia/Sydney).')
  assert.deepEqual(sheet.headings, { technician: 'Techniker', status: 'Status', photos: 'Fotos' })
  assert.equal(sheet.visits[0]!.title, 'Einsatz 1')
  assert.deepEqual(
    sheet.visits[0]!.technicians[0]!.times.map(({ label }) => label),
    ['Entsandt'],
  )
  assert.ok(sheet.fields.some(({ label, value }) => label === 'Vorfall' && value === 'Gemeldet'))
  assert.deepEqual(sheet.texts.at(-1), { label: 'Fotos', value: 'Hier sind 0 von 2 Fotos gedruckt.' })
  assert.match(sheet.footer, /^ABC-1234, Stand 2\. März 2026, 13:14 GMT\+11, Version 3$/)
  const without = withoutPhotos(sheet, 'Photo 1 is broken.')
  assert.equal(without.texts.at(-1)!.value, 'Die Fotos konnten nicht gedruckt werden.')
})

test('a call speaks the language: the words of the template, times and addresses', () => {
  const site = { address: 'Bahnhofstr. 3' }
  assert.match(
    tell({ via: 'call', language: 'de', site }).body,
    /^Auftrag A B C, 1 2 3 4: entsandt\. Ort: Hargreaves Mill, Bahnhofstraße 3\./,
  )
  assert.match(tell({ via: 'call', language: 'de' }).body, /Entsandt: 2\. März, 13 Uhr 14\.$/)
  assert.match(tell({ via: 'call', language: 'fr' }).body, /Envoyée: 2 mars, 13 heures 14\.$/)
  assert.match(tell({ via: 'call', language: 'es' }).body, /Enviado: 2 mar, 1 y 14 de la tarde\.$/)
})

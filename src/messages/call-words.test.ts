import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Change } from '#jobs/job.ts'
import type { Told } from '#rules/rule.ts'
import { eventOf, now, statuses } from '../../test/saves.ts'
import type { Facts } from './facts.ts'
import { STARTING_LAYOUT } from './fields.ts'
import { readTemplate } from './template.ts'
import type { Template } from './template-names.ts'
import { wordsFor } from './words.ts'

const BUILT_IN = readTemplate(readFileSync(new URL('../../templates/en/call.mustache', import.meta.url), 'utf8'))
const NAMES: Record<string, string> = { burglary: 'Burglar alarm', patrol: 'Night Patrol' }
const TIME = Temporal.Instant.from('2026-03-01T15:38:00Z')

type Ask = { changes: readonly Change[]; occasions: readonly Told[]; more?: object; template?: Partial<Template> }

function call({ changes, occasions, more = {}, template = {} }: Ask) {
  const event = eventOf(changes, more)
  const facts: Facts = {
    company: { name: 'Night Owl', code: 'ABC', locale: 'en-AU' },
    site: { name: 'Hargreaves Timber', address: '12 Mill Rd', timeZone: 'Australia/Sydney' },
    event: { ...event, job: { ...event.job, number: 1234 } },
    nameOf: (_, id) => (id === null ? null : (statuses.find(status => status.id === id)?.name ?? NAMES[id] ?? id)),
  }
  const templates = { 'en/call': { ...BUILT_IN, ...template } }
  return wordsFor(facts, { occasions, about: [], at: now, via: 'call' }, { layout: STARTING_LAYOUT, templates })
}

test('a call says the same in sentences: the number letter by letter, the address as it is said, no subject', () => {
  const { subject, body } = call({ changes: [{ do: 'dispatch' }], occasions: ['dispatched'] })
  assert.equal(subject, null)
  assert.equal(
    body,
    [
      'Job A B C, 1 2 3 4: dispatched. At Hargreaves Timber, 12 Mill Road. Status: In progress.',
      'Service type: Burglar alarm. Priority: 5. Request: Zone 4. Provider: Night Patrol.',
      'Dispatched: 2 Mar, 1 14 in the afternoon.',
    ].join(' '),
  )
})

test('S1.30: a call says what is new and what it was, without dashes and brackets', () => {
  const changes: Change[] = [
    { do: 'change', set: { onSiteAt: TIME, docketNumber: 'D88' } },
    { do: 'change', set: { onSiteAt: TIME.add({ minutes: 3 }), docketNumber: null } },
  ]
  const { body } = call({ changes, occasions: ['updated-incomplete'] })
  assert.match(body, /\. Docket number is now cleared, and was D88\. /)
  assert.match(body, / On site is now 2 Mar, 2 41 in the morning, and was 2 Mar, 2 38 in the morning\. /)
})

test('a call never reads out an address of the web, and never goes on for more than a minute or two', () => {
  const initialRequest = `See https://panel.example/a?b=c#d then ${'zone 4, '.repeat(400)}`
  const template = { body: '{{initialRequest}} {{outcome}}{{initialRequest}}'.repeat(8) }
  const ask: Ask = { changes: [{ do: 'dispatch' }], more: { initialRequest }, occasions: ['dispatched'] }
  const { body } = call({ ...ask, template })
  assert.doesNotMatch(body, /http|panel\.example/)
  assert.ok(body.length > 1000 && body.length <= 1500, String(body.length))
})

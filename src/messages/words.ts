import type { Language } from '#base/language.ts'
import type { Altered, JobEvent } from '#jobs/job.ts'
import type { Face } from '#rules/face.ts'
import { happenings } from '#rules/occasions.ts'
import type { Told, Worded } from '#rules/rule.ts'
import { type Facts, shortTime } from './facts.ts'
import { FIELDS, type Field, type FieldName, fieldOf, fieldValue, type Layout } from './fields.ts'
import { reasonsOf } from './happened.ts'
import type { Spoken, Vocabulary } from './languages/vocabulary.ts'
import { outwardTold } from './outward.ts'
import { fit, line, lines } from './plain.ts'
import { fitSegments, plainSpelling } from './segments.ts'
import { asSpoken, spokenNumber } from './spoken.ts'
import { fill, TAGS, type View } from './template.ts'
import { type Shelf, templateFor } from './template-names.ts'
import { toldIn, vocabularyOf } from './vocabularies.ts'

/** What a message says, exactly as it is sent. A text and a call have no subject. */
export type Words = Readonly<{ subject: string | null; body: string }>

/** What is to be told of an event, and how. Whom is not asked: the words are the same for everybody (S1.53). */
export type Telling = Readonly<{
  occasions: readonly Told[]
  via: Worded
  /** What must be named beside the job: fields that are missing, the number of an invoice. */
  about: readonly string[]
  /** Told with its invoice: all jobs of it that are told of in one message; none when each has its own (S1.25). */
  jobs?: readonly JobTold[]
  /** The saves before the event that are told of together with it. Its changes are then those of all of them. */
  earlier?: readonly JobEvent[]
  /** When it is told; reminders say how long it has been. */
  at: Temporal.Instant
  /** Which of the customer's messages it is; null or left out: it speaks to those who work on the job. */
  face?: Face | null
  /** The rules it came from, the leading one first: the first of them that has words of its own gives them. */
  wordedBy?: readonly string[]
  /** In which language; null or left out: in the company's. */
  language?: Language | null
}>

type JobTold = Readonly<{ number: string; site: string; description: string }>

/** What a company decided about its messages. */
export type Style = Readonly<{ templates: Shelf; layout: Layout }>

// A longer text is more than anybody reads on a phone, and is paid for by the segment.
const MOST_SEGMENTS = 3
// A long value must not push the others out of a text; whoever was sent knows the request, for others it is a reminder.
const LONGEST_VALUE = 160
const LONGEST_REMINDER = 80
// A minute and a half of speech; then somebody must be rung up anyway.
const LONGEST_CALL = 1500
// Longer subjects are cut by mail programs anyway.
const LONGEST_SUBJECT = 200

/** The words of one message (S1.46, S1.47): the company's template, filled with what the job was after the event. */
export function wordsFor(known: Facts, telling: Telling, { templates, layout }: Style): Words {
  const facts = toldIn(known, telling.language ?? null)
  const template = templateFor(templates, telling, known.company)
  const view = viewOf(facts, telling, layoutFor(telling, layout))
  const least = `${view.number} ${view.reasons}`
  const sent = (body: string) => asSent[telling.via]?.(body, vocabularyOf(facts).spoken) ?? body
  return {
    subject: template.subject === null ? null : fit(line(fill(template.subject, view)) || least, LONGEST_SUBJECT),
    // Of words that are nothing but a link, a call leaves none.
    body: sent(lines(fill(template.body, view))).trim() || sent(least),
  }
}

/** What each tag stands for in such a message; of a list, what its example makes of it. */
export function valuesFor(known: Facts, telling: Telling, { layout }: Style): Record<string, string> {
  const view = viewOf(toldIn(known, telling.language ?? null), telling, layoutFor(telling, layout))
  return Object.fromEntries(
    TAGS.map(({ name, of, example }) => [name, fill(of ? example : `{{${name}}}`, view).trim()]),
  )
}

// What the way of telling makes of the words: each text costs, and a call is heard and not seen.
const asSent: Partial<Record<Worded, (body: string, spoken: Spoken) => string>> = {
  sms: body => fitSegments(plainSpelling(body), MOST_SEGMENTS),
  call: (body, spoken) => fit(asSpoken(body, spoken), LONGEST_CALL),
}

/** What is shown when this is told: the company's layout, or less of it. */
export function layoutFor(telling: Pick<Telling, 'occasions' | 'jobs'>, layout: Layout): Layout {
  // What is told of several jobs is told of none: but for which they are.
  if (tellsOfMany(telling)) return ['number']
  // Whose the job is no longer learns neither who has it now nor how it goes on.
  return telling.occasions.includes('reassigned') ? layout.filter(name => WHICH.includes(name)) : layout
}

const WHICH: Layout = ['number', 'site', 'address', 'serviceType', 'initialRequest']

function viewOf(facts: Facts, telling: Telling, layout: Layout): View {
  const { listed } = vocabularyOf(facts)
  const shown = shownOf(facts, telling, layout)
  const changes = alterationsTold(facts, telling).map(altered => changeOf(altered, { facts, telling, layout }))
  return Object.assign(shown, {
    company: line(facts.company.name),
    reasons: listed(reasonsOf(facts, telling)),
    place: placeTold([shown.site, shown.address].filter(Boolean).join(', '), telling),
    ...invoiceTold(telling, listed),
    changed: listed(changes.map(({ label }) => label)),
    changes,
    facts: factsTold(layout, telling, changes)
      .filter(({ name }) => shown[name])
      .map(({ name }) => bare({ label: vocabularyOf(facts).labels[name], value: shown[name]! })),
  })
}

const tellsOfMany = ({ jobs = [] }: Pick<Telling, 'jobs'>): boolean => jobs.length > 1

const isShort = (via: Worded): boolean => via === 'sms' || via === 'call'

// Whoever is sent needs every word of the address. In any other text what has happened must not be cut off for it: a
// Greek or Arabic one has room for two hundred signs.
const placeTold = (place: string, { via, occasions }: Telling): string =>
  isShort(via) && !occasions.includes('dispatched') ? fit(place, LONGEST_REMINDER) : place

function invoiceTold(telling: Telling, listed: Vocabulary['listed']) {
  const { about, jobs } = telling
  const many = tellsOfMany(telling)
  return {
    invoice: jobs ? listed(about.map(line)) : '',
    others: jobs && many ? String(jobs.length - 1) : '',
    jobs: jobs && many ? jobs.map(job => bare({ ...job, number: numberIn(job, telling) })) : [],
  }
}

// Mustache asks every object it is given for any name the template has: these answer only to their own.
const bare = <T extends object>(values: T): T => Object.assign(Object.create(null), values)

/** A field the layout leaves out is empty even for a template that names it: the layout has the last word (S1.48). */
function shownOf(facts: Facts, telling: Telling, layout: Layout): Record<string, string> {
  const shown: Record<string, string> = Object.create(null)
  for (const { name } of FIELDS) shown[name] = ''
  for (const name of layout) {
    const value = () => shortened(fieldValue(name, facts, 'text'), telling, name)
    whenAsked(shown, name, telling.via === 'call' ? () => saidAloud(name, value(), facts) : value)
  }
  // Whose the job is no longer is no customer, and what is told of several jobs is told of none.
  const isOfIt = !telling.occasions.includes('reassigned') && !tellsOfMany(telling)
  for (const [name, value] of outwardTold(facts, layout)) whenAsked(shown, name, isOfIt ? value : () => '')
  return shown
}

// A template names a few of the fields, and working all of them out is most of the work of writing a message.
const whenAsked = (values: Record<string, string>, name: string, value: () => string) =>
  Object.defineProperty(values, name, { configurable: true, enumerable: true, get: value })

const numberIn = ({ number }: JobTold, { via }: Telling): string => (via === 'call' ? spokenNumber(number) : number)

/** Numbers and addresses as a voice must say them; anything else is read as it is written. */
function saidAloud(name: string, value: string, facts: Facts): string {
  if (name === 'number') return spokenNumber(value)
  return name === 'address' ? vocabularyOf(facts).spoken.address(value) : value
}

/** A value as there is room for it: an e-mail has room for all of it. */
function shortened(value: string, { via, occasions }: Telling, name?: FieldName): string {
  if (!isShort(via)) return value
  const reminds = name === 'initialRequest' && !occasions.includes('dispatched')
  return fit(line(value), reminds ? LONGEST_REMINDER : LONGEST_VALUE)
}

/** What this message must list as changed: the fields that made the save an update, if it tells of one (S1.30). */
function alterationsTold({ event }: Facts, { occasions, earlier = [] }: Telling): readonly Altered[] {
  const happened = [...earlier, event].flatMap(happenings)
  const told = happened.flatMap(({ occasion, fields }) => (occasions.includes(occasion) ? fields : []))
  return FIELDS.flatMap(({ name }) => (told.includes(name) ? event.changed.filter(({ field }) => field === name) : []))
}

type Change = Readonly<{ name: string; label: string; to: string; from: string }>
type Around = Readonly<{ facts: Facts; telling: Telling; layout: Layout }>

function changeOf({ field, from, to }: Altered, { facts, telling, layout }: Around): Change {
  const name = field as FieldName
  const { labels, changed, cleared } = vocabularyOf(facts)
  const label = labels[name]
  if (!layout.includes(name)) return bare({ name, label, to: changed, from: '' })
  const said = (value: unknown) => shortened(changedValue(field, value, facts), telling)
  return bare({ name, label, to: said(to) || cleared, from: said(from) })
}

function changedValue(field: string, value: unknown, facts: Facts): string {
  if (value === null || value === undefined) return ''
  return field.endsWith('At') ? shortTime(facts, Temporal.Instant.from(String(value))) : lines(String(value))
}

/** The short facts, but for what the first line or the list of changes has said already. */
function factsTold(layout: Layout, { occasions }: Telling, changes: readonly Change[]): Field[] {
  const completed = occasions.includes('completed')
  const said = [...changes.map(({ name }) => name), ...(completed ? ['status'] : [])]
  const fits = ({ inText }: Field) =>
    inText === 'always' || (inText === 'when-dispatched' && occasions.includes('dispatched'))
  const fields = layout.map(fieldOf).filter(field => fits(field) && !said.includes(field.name))
  // Whoever hears that the job is over waits for the outcome: it comes first, where no cut reaches it.
  return completed ? fields.sort((a, b) => Number(b.name === 'outcome') - Number(a.name === 'outcome')) : fields
}

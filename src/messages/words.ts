import type { Altered, JobEvent } from '#jobs/job.ts'
import { happenings } from '#rules/occasions.ts'
import { baseOf } from '#rules/remind.ts'
import type { Told, Worded } from '#rules/rule.ts'
import { type Facts, shortTime } from './facts.ts'
import { FIELDS, type Field, type FieldName, fieldOf, fieldValue, type Layout } from './fields.ts'
import { fit, line, lines } from './plain.ts'
import { fitSegments, plainSpelling } from './segments.ts'
import { asSpoken, spokenAddress, spokenNumber } from './spoken.ts'
import { fill, type Templates, type View } from './template.ts'

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
}>

type JobTold = Readonly<{ number: string; site: string; description: string }>

/** What a company decided about its messages. */
export type Style = Readonly<{ templates: Templates; layout: Layout }>

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
export function wordsFor(facts: Facts, telling: Telling, { templates, layout }: Style): Words {
  const template = templates[telling.via]
  const view = viewOf(facts, telling, layoutFor(telling, layout))
  const least = `${view.number} ${view.reasons}`
  const body = lines(fill(template.body, view)) || least
  return {
    subject: template.subject === null ? null : fit(line(fill(template.subject, view)) || least, LONGEST_SUBJECT),
    body: asSent[telling.via]?.(body) ?? body,
  }
}

// What the way of telling makes of the words: each text costs, and a call is heard and not seen.
const asSent: Partial<Record<Worded, (body: string) => string>> = {
  sms: body => fitSegments(plainSpelling(body), MOST_SEGMENTS),
  call: body => fit(asSpoken(body), LONGEST_CALL),
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
  const shown = shownOf(facts, telling, layout)
  const changes = alterationsTold(facts, telling).map(altered => changeOf(altered, { facts, telling, layout }))
  return Object.assign(shown, {
    company: line(facts.company.name),
    reasons: listed([...new Set(telling.occasions.map(occasion => reasonFor(occasion, facts, telling)))]),
    place: placeTold([shown.site, shown.address].filter(Boolean).join(', '), telling),
    ...invoiceTold(telling),
    changed: listed(changes.map(({ label }) => label)),
    changes,
    facts: factsTold(layout, telling, changes)
      .filter(({ name }) => shown[name])
      .map(({ name, label }) => bare({ label, value: shown[name]! })),
  })
}

const tellsOfMany = ({ jobs = [] }: Pick<Telling, 'jobs'>): boolean => jobs.length > 1

const isShort = (via: Worded): boolean => via === 'sms' || via === 'call'

// Whoever is sent needs every word of the address. In any other text what has happened must not be cut off for it: a
// Greek or Arabic one has room for two hundred signs.
const placeTold = (place: string, { via, occasions }: Telling): string =>
  isShort(via) && !occasions.includes('dispatched') ? fit(place, LONGEST_REMINDER) : place

function invoiceTold(telling: Telling) {
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
    whenAsked(shown, name, telling.via === 'call' ? () => saidAloud(name, value()) : value)
  }
  return shown
}

// A template names a few of the fields, and working all of them out is most of the work of writing a message.
const whenAsked = (values: Record<string, string>, name: string, value: () => string) =>
  Object.defineProperty(values, name, { configurable: true, enumerable: true, get: value })

const numberIn = ({ number }: JobTold, { via }: Telling): string => (via === 'call' ? spokenNumber(number) : number)

/** Numbers and addresses as a voice must say them; anything else is read as it is written. */
function saidAloud(name: string, value: string): string {
  if (name === 'number') return spokenNumber(value)
  return name === 'address' ? spokenAddress(value) : value
}

/** A value as there is room for it: an e-mail has room for all of it. */
function shortened(value: string, { via, occasions }: Telling, name?: FieldName): string {
  if (!isShort(via)) return value
  const reminds = name === 'initialRequest' && !occasions.includes('dispatched')
  return fit(line(value), reminds ? LONGEST_REMINDER : LONGEST_VALUE)
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

function reasonFor(occasion: Told, facts: Facts, { about, at }: Telling): string {
  const { event, nameOf } = facts
  switch (occasion) {
    case 'dispatched':
      return event.job.timesDispatched > 1 ? 're-dispatched' : 'dispatched'
    case 'reassigned':
      return 'no longer yours'
    case 'completed':
      return `now ${line(nameOf('status', event.job.statusId) ?? 'closed')}`
    case 'updated-incomplete':
    case 'updated-complete':
      return 'updated'
    case 'incomplete':
      return `not completed${howLong(facts, at)}`
    case 'details-missing':
      return `lacks ${listed(about.map(field => fieldOf(field as FieldName).label.toLowerCase()))}`
    case 'invoiced':
      return `invoiced: ${listed(about.map(line))}`
  }
}

/** " after 3 days": how long the job has been waiting, counted as its reminders are. */
function howLong({ event: { job } }: Facts, at: Temporal.Instant): string {
  const base = baseOf({ occasion: 'incomplete', details: [], serviceTypeId: null }, { job, needed: null })
  const days = base ? Math.round(at.since(base).total('hours') / 24) : 0
  return days > 0 ? ` after ${days} ${days === 1 ? 'day' : 'days'}` : ''
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
  const { name, label } = fieldOf(field as FieldName)
  if (!layout.includes(name)) return bare({ name, label, to: 'changed', from: '' })
  const said = (value: unknown) => shortened(changedValue(field, value, facts), telling)
  return bare({ name, label, to: said(to) || 'cleared', from: said(from) })
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

import mustache from 'mustache'
import { nearestAmong } from '#base/nearest.ts'
import { FIELDS } from './fields.ts'
import { CUSTOMER_TAGS } from './outward.ts'
import { line, lines } from './plain.ts'
import { BUILT_IN_NAMES, type Medium, named, type Template } from './template-names.ts'

/** A word in braces that stands for something about the job; a list has tags of its own for each of its items. */
export type Tag = Readonly<{ name: string; description: string; example: string; of?: readonly Tag[] }>

/** What a template is filled with: text and lists of texts, in objects that inherit nothing. */
export type View = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>

/** Every tag a template may use. Tags are never taken away: companies have them in their templates. */
export const TAGS: readonly Tag[] = [
  { name: 'company', description: 'Our name', example: 'Night Owl Security' },
  { name: 'reasons', description: 'What has happened', example: 'dispatched and updated' },
  { name: 'place', description: 'Site and address', example: 'Hargreaves Timber, 12 Mill Rd' },
  ...FIELDS.filter(({ shape }) => shape !== 'photos').map(({ name, label, example }) => ({
    name,
    description: `${label}; empty when there is none or the layout leaves it out`,
    example,
  })),
  ...Object.entries(CUSTOMER_TAGS).map(([name, { description, example }]) => ({ name, description, example })),
  { name: 'invoice', description: 'The number of the invoice; empty unless it is invoiced', example: 'INV-7' },
  { name: 'others', description: 'How many more jobs the same message tells of; empty when of none', example: '2' },
  {
    name: 'jobs',
    description: 'A list: the jobs of an invoice that is told of as a whole; empty when it has only one',
    example: '{{#jobs}}{{number}} {{site}}: {{description}} {{/jobs}}',
    of: [
      { name: 'number', description: 'Job number', example: 'ABC-1234' },
      { name: 'site', description: 'Site', example: 'Hargreaves Timber' },
      { name: 'description', description: 'What the line of the invoice says', example: 'Guarding, two hours' },
    ],
  },
  { name: 'changed', description: 'The names of what was changed by an update', example: 'On site and Outcome' },
  {
    name: 'changes',
    description: 'A list: what was changed by an update, with the old and the new value',
    example: '{{#changes}}{{label}}: {{to}}{{#from}} (was {{from}}){{/from}} {{/changes}}',
    of: [
      { name: 'label', description: 'What was changed', example: 'On site' },
      { name: 'to', description: 'What it is now', example: '21 Nov, 02:38 AEDT' },
      { name: 'from', description: 'What it was; empty when it was nothing', example: '21 Nov, 02:30 AEDT' },
    ],
  },
  {
    name: 'facts',
    description: 'A list: the other short facts of the job, as the layout has them',
    example: '{{#facts}}{{label}}: {{value}} {{/facts}}',
    of: [
      { name: 'label', description: 'Which fact', example: 'Priority' },
      { name: 'value', description: 'What it says', example: '2' },
    ],
  },
]

export type TemplateFault =
  | 'unknown-template'
  | 'subject-missing'
  | 'subject-not-wanted'
  | 'empty'
  | 'too-long'
  | 'too-many-tags'
  | 'broken'
  | 'unknown-tag'
  | 'list-out-of-place'
  | 'partial'
  | 'other-delimiters'

/** `part`: where the fault is. */
export type TemplateRefused = Readonly<{ ok: false; because: TemplateFault; explained: string; part?: Part }>
type Part = 'subject' | 'body'

const LONGEST = { subject: 300, body: 10_000 }
// A tag repeats a value; without a limit ten thousand characters of tags could repeat a long request a thousand times.
const MOST_TAGS = 100

/**
 * Can this be a template? Only known tags, every section closed, at most 10,000 characters and 100 tags, and no way to
 * include, redefine or repeat anything without end. `explained` says what to do about it.
 */
export function checkTemplate(name: string, { subject, body }: Template): { ok: true } | TemplateRefused {
  const medium = named(name)?.medium
  if (!medium) return refused('unknown-template', `Templates are: ${BUILT_IN_NAMES.join(', ')}, and rule-ID of a rule.`)
  const subjectless = SUBJECTLESS[medium]
  if (subjectless && subject !== null) return refused('subject-not-wanted', `${subjectless} has no subject.`)
  if (!subjectless && subject === null) return refused('subject-missing', 'An e-mail needs a subject.')
  return (subject === null ? undefined : faultIn('subject', subject)) ?? faultIn('body', body) ?? { ok: true }
}

const SUBJECTLESS: Readonly<Record<Medium, string | null>> = { email: null, sms: 'A text', call: 'A call' }

const refused = (because: TemplateFault, explained: string): TemplateRefused => ({ ok: false, because, explained })

function faultIn(part: Part, text: string): TemplateRefused | undefined {
  const fault = sizeFault(part, text) ?? tagFault(text)
  return fault && { ...fault, part }
}

function sizeFault(part: Part, text: string): TemplateRefused | undefined {
  if (text.trim() === '') return refused('empty', `The ${part} is empty.`)
  if (text.length > LONGEST[part]) {
    return refused('too-long', `The ${part} has ${text.length} characters; it may have ${LONGEST[part]}.`)
  }
  if (text.split('{{').length - 1 <= MOST_TAGS) return undefined
  return refused('too-many-tags', `The ${part} has more than ${MOST_TAGS} tags.`)
}

function tagFault(text: string): TemplateRefused | undefined {
  const tokens = parse(text)
  if ('broken' in tokens) return inLine(text, tokens.at, refused('broken', `${tokens.broken}.`))
  const found = faultOf(tokens, TAGS)
  return found && inLine(text, found.at, found.fault)
}

/** In a text of several lines the fault is looked for by its line. */
function inLine(text: string, at: number, fault: TemplateRefused): TemplateRefused {
  if (!text.trimEnd().includes('\n')) return fault
  const line = text.slice(0, at).split('\n').length
  return { ...fault, explained: `Line ${line}: ${fault.explained}` }
}

type Token = readonly [kind: string, name: string, start: number, end: number, inside?: readonly Token[]]
type Broken = Readonly<{ broken: string; at: number }>

/** The parts of a template, or in what way it is broken and where. */
function parse(text: string): readonly Token[] | Broken {
  try {
    return new mustache.Writer().parse(text)
  } catch (error) {
    const [, broken = 'Broken', at = '0'] = /^(.*) at (\d+)$/s.exec((error as Error).message) ?? []
    return { broken, at: Number(at) }
  }
}

type Found = Readonly<{ fault: TemplateRefused; at: number }>

function faultOf(tokens: readonly Token[], known: readonly Tag[]): Found | undefined {
  for (const token of tokens) {
    const [, , at, , inside] = token
    const fault = faultAt(token, known)
    if (fault) return { fault, at }
    const found = inside && faultOf(inside, tagsInside(token, known))
    if (found) return found
  }
  return undefined
}

function faultAt([kind, name, , , inside]: Token, known: readonly Tag[]): TemplateRefused | undefined {
  if (kind === 'text' || kind === '!') return undefined
  if (kind === '>') return refused('partial', `{{> ${line(name)}}}: a template cannot include another.`)
  if (kind === '=') return refused('other-delimiters', 'Tags are always written in {{ and }}.')
  const tag = known.find(each => each.name === name)
  if (!tag) return refused('unknown-tag', unknownTag(name, known))
  return !inside && tag.of ? refused('list-out-of-place', `${name} is a list. Write: ${tag.example}`) : undefined
}

// In a list only its own tags are known: lists in lists would multiply into more than any phone could hold.
const tagsInside = ([kind, name]: Token, known: readonly Tag[]): readonly Tag[] =>
  (kind === '#' && known.find(tag => tag.name === name)?.of) || known

function unknownTag(name: string, known: readonly Tag[]): string {
  const nearest = nearestAmong(known.map(tag => tag.name))(name)
  const meant = nearest ? ` Did you mean {{${nearest}}}?` : ''
  const list = known.map(tag => `{{${tag.name}}}`).join(', ')
  return `There is no tag {{${line(name)}}}${known === TAGS ? '' : ' in this list'}.${meant} Known: ${list}.`
}

/** A template as it stands in a file: an e-mail begins with a line "Subject: ..." and an empty one. */
export function readTemplate(text: string): Template {
  const [first, ...rest] = text.split('\n')
  return first?.startsWith('Subject: ')
    ? { subject: first.slice('Subject: '.length), body: lines(rest.join('\n')) }
    : { subject: null, body: lines(text) }
}

/** The template with its tags filled. Values are put in as they are: what they may hold depends on where they land. */
export const fill = (template: string, view: View): string =>
  writer.renderTokens(partsOf(template), new mustache.Context(view), undefined, template, { escape: value => value })

const writer = new mustache.Writer()

// Reading a template takes longer than filling it. The cap is for previews, where every keystroke is a template.
const MOST_KEPT = 1000
const kept = new Map<string, string[][]>()
function partsOf(template: string): string[][] {
  let parts = kept.get(template)
  if (!parts) {
    if (kept.size >= MOST_KEPT) kept.clear()
    parts = writer.parse(template) as string[][]
    writer.clearCache()
    kept.set(template, parts)
  }
  return parts
}

import type { Channel } from '#base/address.ts'
import type { CustomerLinks } from '#base/customer-links.ts'
import { type Language, languageOf } from '#base/language.ts'
import type { Connection } from '#db/sql.ts'
import { readEvent } from '#jobs/event.ts'
import type { JobEvent } from '#jobs/job.ts'
import { FACES, type Face } from '#rules/face.ts'
import { happenings } from '#rules/occasions.ts'
import { type Told, viaOf, WORDED, type Worded } from '#rules/rule.ts'
import { ifHappened } from '#rules/supposed.run.ts'
import { checkLayout, type LayoutFault } from './fields.ts'
import { latestEvent } from './messages.sql.ts'
import { type Printed, print } from './papers.run.ts'
import type { PdfPress } from './pdf.run.ts'
import { type Report, reportsOf } from './reports.run.ts'
import { type Segments, segmentsOf } from './segments.ts'
import { checkTemplate, type TemplateRefused } from './template.ts'
import { named, onShelf, type Template } from './template-names.ts'
import { toldBy } from './told-by.ts'
import { type Telling, valuesFor, type Words, wordsFor } from './words.ts'

type Refused<Because extends string> = Readonly<{ ok: false; because: Because; explained: string }>

/** One job, perhaps with a layout that has not been saved. */
export type JobShown = Readonly<{ companyId: string; jobId: string; fields?: readonly string[] }>

/** The PDF of the job as it stands now: the same sheet that goes with an e-mail (S1.47). */
export async function printJob(
  db: Connection,
  press: PdfPress,
  shown: JobShown,
): Promise<({ ok: true } & Printed) | Refused<'no-such-job' | LayoutFault>> {
  const found = await reportOf(db, shown)
  if (!found.ok) return found
  const [printed] = await print(db, press, [found.report])
  return { ok: true, ...printed! }
}

/** Words that are not saved yet, under the name and the language they are to have. */
export type WordsDraft = Template & Readonly<{ name: string; language: Language }>

/** A job, and what to try on it before it is saved. */
export type Draft = JobShown &
  Readonly<{
    /** In the company's language. */
    templates?: Readonly<Partial<Record<Worded, Template>>>
    words?: WordsDraft
    /** In which language it is told; left out: that of `words`, or the company's. */
    language?: Language
    /** What is to have happened. Left out: what the job's latest event was, as far as anybody is told of it. */
    occasions?: readonly Told[]
  }>

/** What each kind of message would say, and what the text would weigh. */
export type Previewed = Readonly<Record<Worded, Words> & { sms: Words & Segments }>

/** Somebody who would be told, in which language, and the words he would get. */
export type Recipient = Words & Readonly<{ channel: Channel; address: string; language: Language; face: Face | null }>

/** `links`: with them the words have what only customers are told. */
type Moment = Readonly<{ now: Temporal.Instant; links?: CustomerLinks | undefined }>

type Tried = {
  ok: true
  messages: Previewed
  /** What each tag stands for in the words that are tried, or in an e-mail. */
  values: Readonly<Record<string, string>>
  recipients: readonly Recipient[]
}

/**
 * The words this job's latest event would get by each kind of message, and whom its rules would tell in which words if that
 * happened now, without storing anything (W7).
 */
export async function previewMessages(
  db: Connection,
  draft: Draft,
  moment: Moment,
): Promise<Tried | Refused<'no-such-job' | LayoutFault> | TemplateRefused> {
  const refused = faultIn(draft)
  if (refused) return refused
  const found = await reportOf(db, draft, moment.links)
  if (!found.ok) return found
  const { facts, style } = { ...found.report, style: withDraft(found.report, draft) }
  const told = draft.occasions ?? occasionsOf(facts.event)
  const telling = { ...tellingOf(facts.event, told), ...asNamed(draft) }
  const messages = WORDED.map(via => [via, wordsFor(facts, { ...telling, via }, style)] as const)
  const words = Object.fromEntries(messages) as Record<Worded, Words>
  const recipients = await recipientsOf(db, found.report, { draft, told, ...moment })
  const values = valuesFor(facts, { ...telling, via: viaTried(draft) }, style)
  return { ok: true, messages: { ...words, sms: { ...words.sms, ...segmentsOf(words.sms.body) } }, values, recipients }
}

function viaTried({ words }: Draft): Worded {
  const medium = words ? named(words.name)!.medium : 'email'
  return medium === 'email' ? 'text-email' : medium
}

function faultIn({ templates = {}, words }: Draft): TemplateRefused | undefined {
  const tried = [...Object.entries(templates), ...(words ? [[words.name, words] as const] : [])]
  for (const [name, { subject, body }] of tried) {
    const checked = checkTemplate(name, { subject, body })
    if (!checked.ok) return checked
  }
  return undefined
}

/** The company's style as it would be with what is tried. */
function withDraft({ facts, style }: Report, { templates = {}, words }: Draft): Report['style'] {
  const theirs = languageOf(facts.company.locale)
  const tried = Object.entries(templates).map(([via, template]) => [onShelf(theirs, via), template] as const)
  const named = words ? [[onShelf(words.language, words.name), words] as const] : []
  return { ...style, templates: { ...style.templates, ...Object.fromEntries([...tried, ...named]) } }
}

/** What the words that are tried are for: a face of the customer, or whoever a rule tells. */
function asNamed({ words, ...draft }: Draft): Partial<Telling> {
  const language = draft.language ?? words?.language ?? null
  if (!words) return { language }
  const { ruleId } = named(words.name)!
  const face = FACES.find(each => words.name === each || words.name === `${each}.sms`) ?? null
  return { language, face, wordedBy: ruleId ? [ruleId] : [] }
}

function tellingOf(event: JobEvent, occasions: readonly Told[]): Omit<Telling, 'via'> {
  const invoice = occasions.includes('invoiced') && { jobs: [] }
  return { occasions, about: aboutOf(event, occasions), ...invoice, at: event.at }
}

type Supposed = Moment & Readonly<{ draft: Draft; told: readonly Told[] }>

async function recipientsOf(
  db: Connection,
  known: Report,
  { draft, told, now, links }: Supposed,
): Promise<readonly Recipient[]> {
  const { event, notices } = await ifHappened(db, known.facts.event, told, now)
  const ruleIds = [...new Set(notices.flatMap(({ wordedBy }) => wordedBy))]
  const [{ facts, style } = known] = notices.length > 0 ? await reportsOf(db, [event], ruleIds, links) : []
  const tried = withDraft({ facts, style: { ...style, layout: known.style.layout } }, draft)
  return notices.map(({ channel, address, occasions, pdf, face, wordedBy, language }) => {
    const telling = { ...tellingOf(event, occasions), face, wordedBy, language }
    const words = toldBy(viaOf({ channel, pdf }), telling, { facts, style: tried })
    return { channel, address, language: language ?? languageOf(facts.company.locale), face, ...words }
  })
}

async function reportOf(
  db: Connection,
  { companyId, jobId, fields }: JobShown,
  links?: CustomerLinks,
): Promise<{ ok: true; report: Report } | Refused<'no-such-job' | LayoutFault>> {
  const row = await latestEvent(db, companyId, jobId)
  const [report] = row ? await reportsOf(db, [readEvent(row)], [], links) : []
  if (!report) return { ok: false, because: 'no-such-job', explained: 'There is no such job.' }
  if (!fields) return { ok: true, report }
  const checked = checkLayout(fields)
  return checked.ok ? { ok: true, report: { ...report, style: { ...report.style, layout: checked.layout } } } : checked
}

// What a real message would have to name: an example, where the job gives none.
function aboutOf({ job }: JobEvent, occasions: readonly Told[]): string[] {
  return [
    ...(occasions.includes('invoiced') ? [job.invoiceNumber ?? 'INV-1'] : []),
    ...(occasions.includes('details-missing') ? ['outcome'] : []),
  ]
}

function occasionsOf(event: JobEvent): readonly Told[] {
  const occasions = happenings(event).map(({ occasion }) => occasion)
  if (occasions.length > 0) return occasions
  return event.job.category === 'in-progress' ? ['dispatched'] : ['completed']
}

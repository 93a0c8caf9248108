import { LANGUAGES, type Language, languageOf } from '#base/language.ts'
import { FACES, type Face } from '#rules/face.ts'
import { WORDED, type Worded } from '#rules/rule.ts'

/** The words of one kind of message before they are about a job. A text and a call have no subject. */
export type Template = Readonly<{ subject: string | null; body: string }>

/** What becomes of a template: an e-mail has a subject, a text is short, and a call is heard. */
export type Medium = 'email' | 'sms' | 'call'

/** For whom a template is: those who work on a job, customers in one of their faces, or whoever one rule tells. */
export type Named = Readonly<{ medium: Medium; ruleId: string | null }>

const MEDIUM: Readonly<Record<Worded, Medium>> = {
  sms: 'sms',
  'text-email': 'email',
  'pdf-email': 'email',
  call: 'call',
}

/** By which medium a way of telling speaks. */
export const mediumOf = (via: Worded): Medium => MEDIUM[via]

const OWN: Readonly<Record<Medium, string>> = { email: '', sms: '.sms', call: '.call' }
const MEDIA = Object.keys(OWN) as Medium[]

// A report is the paper that comes with it: there is none of it in a text.
const faceNames = (face: Face): string[] => (face === 'job-report' ? [face] : [face, `${face}.sms`])

/** The templates Callout comes with, each in every language: of the ways of telling, and of the faces. */
export const BUILT_IN_NAMES: readonly string[] = [...WORDED, ...FACES.flatMap(faceNames)]

const RULE = /^rule-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.sms|\.call)?$/

/** What a template of this name is for; nothing when none can be called so. */
export function named(name: string): Named | undefined {
  const [, ruleId, suffix = ''] = RULE.exec(name) ?? []
  if (ruleId) return { medium: MEDIA.find(medium => OWN[medium] === suffix)!, ruleId }
  if (!BUILT_IN_NAMES.includes(name)) return undefined
  const isVia = WORDED.find(via => via === name)
  return { medium: isVia ? MEDIUM[isVia] : name.endsWith('.sms') ? 'sms' : 'email', ruleId: null }
}

/** The names under which a rule may have words of its own. */
export const namesOfRule = (ruleId: string): string[] => MEDIA.map(medium => ownName(ruleId, medium))

const ownName = (ruleId: string, medium: Medium): string => `rule-${ruleId}${OWN[medium]}`

/** Templates at hand, each under its language and name: a company's own before those Callout came with. */
export type Shelf = Readonly<Record<string, Template>>

export const onShelf = (language: Language, name: string): string => `${language}/${name}`

/** Those of these rules that have words of their own. */
export const withOwnWords = (shelf: Shelf, ruleIds: readonly string[]): string[] =>
  ruleIds.filter(ruleId =>
    namesOfRule(ruleId).some(name => LANGUAGES.some(language => Object.hasOwn(shelf, onShelf(language, name)))),
  )

type Wanted = Readonly<{
  via: Worded
  face?: Face | null
  wordedBy?: readonly string[]
  language?: Language | null
}>

/**
 * The template that words a message: a rule's own in the language of the message, else a rule's own in the company's;
 * then what is said to customers in that case, or by that way to those who work on the job.
 */
export function templateFor(shelf: Shelf, wanted: Wanted, company: Readonly<{ locale: string }>): Template {
  const { via, face = null, wordedBy = [] } = wanted
  const theirs = languageOf(company.locale)
  const language = wanted.language ?? theirs
  const medium = MEDIUM[via]
  const own = wordedBy.map(ruleId => ownName(ruleId, medium))
  const general = face && faceName(face, medium)
  const names = [
    ...own.map(name => onShelf(language, name)),
    ...own.map(name => onShelf(theirs, name)),
    ...(general ? [onShelf(language, general)] : []),
  ]
  const found = names.find(name => Object.hasOwn(shelf, name)) ?? onShelf(language, via)
  return shelf[found]!
}

/** What words a face by this medium; a call, and a text of a report, have the words of everybody. */
const faceName = (face: Face, medium: Medium): string | undefined => {
  const name = `${face}${OWN[medium]}`
  return BUILT_IN_NAMES.find(each => each === name)
}

/** Every template there is without anybody writing one: its language and its name. */
export const BUILT_IN: readonly Readonly<{ language: Language; name: string }>[] = LANGUAGES.flatMap(language =>
  BUILT_IN_NAMES.map(name => ({ language, name })),
)

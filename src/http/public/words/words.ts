/** Every word that stands on the pages of customers, in one language. */
export type PageWords = Readonly<{
  lost: Saying
  /** A link to a job that was closed long ago. */
  over: Saying
  tooMany: Saying
  busy: Saying
  closed: (company: string) => Saying
  visit: VisitWords
  reschedule: RescheduleWords
  request: RequestWords
  problems: ProblemWords
}>

export type Saying = Readonly<{ title: string; text: string }>

export type VisitWords = Readonly<{
  title: (number: string) => string
  /** What has happened so far, and what is still to come. */
  progress: string
  steps: Readonly<Record<StepName, string>>
  states: Readonly<Record<'past' | 'now' | 'ahead', string>>
  because: string
  technician: string
  portrait: (name: string) => string
  certifications: string
  updated: (at: string) => string
  /** The link that opens the page anew. */
  again: string
}>

export type StepName =
  | ('requested' | 'opened' | 'accepted' | 'appointment' | 'travelling' | 'on-site' | 'off-site')
  | ('done' | 'cancelled' | 'rejected')

type RescheduleWords = Readonly<{
  title: string
  hint: string
  label: string
  send: string
  asked: (at: string) => string
  sent: Saying
  back: string
  notNow: Saying
}>

type RequestWords = Readonly<{
  title: string
  intro: (company: string) => string
  site: string
  chooseSite: string
  words: string
  wordsHint: string
  photos: string
  photosHint: string
  you: string
  name: string
  reach: string
  phone: string
  email: string
  trap: string
  send: string
  sent: string
  number: string
  kept: string
  follow: string
  noSite: (company: string) => Saying
}>

type ProblemWords = Readonly<{
  /** Before the title of a page with something to put right. */
  error: string
  title: string
  name: string
  reach: string
  email: string
  phone: string
  site: string
  words: string
  tooLong: (most: number) => string
  tooManyPhotos: string
  photoTooLarge: string
  tooLarge: string
  notAPhoto: string
  photosAgain: string
  trap: string
  tooManyOpen: string
  tooOften: string
  sentBefore: (number: string) => string
}>

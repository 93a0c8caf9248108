import type { TechnicianTimes } from '#jobs/job.ts'
import type { FieldName } from '#messages/fields.ts'
import type { Reached } from '#messages/hearers.ts'
import type { Target, Told, Worded } from '#rules/rule.ts'

/** Every word Callout itself puts into a job's messages and onto its printed sheet, in one language. */
export type Vocabulary = Readonly<{
  /** Fields of a job as a reader knows them. Those of a text keep to letters that phones write with one unit (GSM-7). */
  labels: Readonly<Record<FieldName, string>>
  /** "a, b and c". */
  listed: (words: readonly string[]) => string
  changed: string
  cleared: string
  raised: string
  reasons: Reasons
  sheet: SheetWords
  report: ReportWords
  spoken: Spoken
}>

/** What has happened, after the number of a job. */
export type Reasons = Readonly<{
  dispatched: string
  redispatched: string
  reassigned: string
  /** `status`: the company's own name of it; null when it has none any more. */
  nowIs: (status: string | null) => string
  updated: string
  /** `days`: for how many; 0: not for a day yet. */
  incomplete: (days: number) => string
  lacks: (labels: readonly string[]) => string
  invoiced: (numbers: readonly string[]) => string
  requestReceived: string
  requestAccepted: string
  requestRejected: string
  created: string
  /** `appointment`: the window in words; empty when there is none any more. */
  appointment: (appointment: string) => string
  closed: string
  followUp: string
  /** `revision`: counted from 1. */
  jobReport: (revision: number) => string
  corrected: string
}>

export type SheetWords = Readonly<{
  title: (number: string) => string
  zone: (timeZone: string) => string
  visit: (number: number) => string
  technician: string
  status: string
  moments: Readonly<Record<keyof TechnicianTimes, string>>
  photosPrinted: (printed: number, all: number) => string
  /** `because`: a sentence in English, or empty; other languages leave it out. */
  photosNotPrinted: (because: string) => string
  footer: (sheet: Readonly<{ number: string; at: string; version: number }>) => string
}>

/** Of a job report, beside the words of every sheet. */
export type ReportWords = Readonly<{
  title: (number: string) => string
  /** Of a report that corrects the one before. */
  revised: (report: Readonly<{ number: string; revision: number }>) => string
  replaces: (revision: number) => string
  changedSince: (revision: number) => string
  nothingChanged: string
  now: string
  before: string
  footer: (report: Readonly<{ number: string; at: string; revision: number }>) => string
  hearers: Readonly<{ title: string; at: string; whom: string; of: string; by: string; reached: string }>
  nobodyHeard: string
  lastShown: (shown: number, all: number) => string
  whom: Readonly<Record<Exclude<Target, 'address'>, string>>
  /** Of an address or number that is shown in part. */
  addressOf: Readonly<Record<'email' | 'sms' | 'voice', (masked: string) => string>>
  by: Readonly<Record<Worded, string>>
  reached: Readonly<Record<Reached, string>>
  of: Readonly<Record<Told, string>>
}>

/** What a voice says of things that are written short. */
export type Spoken = Readonly<{
  address: (written: string) => string
  /** `minute`: two digits. */
  time: (hour: number, minute: string) => string
  /** Between two times: "1 to 3". */
  until: string
}>

/** How most languages join a list. */
export const joinedBy =
  (and: string) =>
  (words: readonly string[]): string =>
    words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`

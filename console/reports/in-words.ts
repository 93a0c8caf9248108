import { dayInWords, spanOf } from '../look/time.tsx'
import type { Figures, Party, Response, Stretch } from './queries.ts'

/** A number of minutes as people say it; a dash where there was nothing to measure. */
export const lasted = (minutes: number | null): string =>
  minutes === null ? '–' : minutes === 0 ? '0 min' : spanOf(minutes * 60_000)

export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString()} ${count === 1 ? one : more}`

/** From when until when a time is measured: on the button, and as a sentence says it. */
export const STRETCHES: Readonly<Record<Stretch, { name: string; reached: string; since: string }>> = {
  'dispatched-on-site': { name: 'Dispatch to on site', reached: 'had somebody on site', since: 'of being dispatched' },
  'opened-on-site': { name: 'Opening to on site', reached: 'had somebody on site', since: 'of being opened' },
  'opened-dispatched': { name: 'Opening to dispatch', reached: 'were dispatched', since: 'of being opened' },
  'on-site-off-site': { name: 'On site to off site', reached: 'were left again', since: 'of somebody arriving' },
}

/** "Of 34 jobs half had somebody on site within 24 min of being dispatched; nine of ten within 41 min." */
export function responseInWords({ stretch, count, median, ninetieth }: Response): string {
  if (count === 0) return 'Of no job in these days both times are known.'
  if (count === 1) return `Of one job both times are known: it took ${lasted(median)}.`
  const { reached, since } = STRETCHES[stretch]
  return `Of ${many(count, 'job')} half ${reached} within ${lasted(median)} ${since}; nine of ten within ${lasted(ninetieth)}.`
}

/** "120 jobs were opened and 110 completed; most were opened on Fri, 13 Nov: 12." */
export function jobsInWords(jobs: Figures['jobs']): string {
  const opened = sum(jobs.map(each => each.opened))
  const completed = sum(jobs.map(each => each.completed))
  const most = jobs.reduce((a, b) => (b.opened > a.opened ? b : a), jobs[0]!)
  const peak = most.opened > 1 && jobs.length > 1 ? ` Most on ${dayInWords(most.day)}: ${most.opened}.` : ''
  return `${many(opened, 'job was', 'jobs were')} opened and ${completed.toLocaleString()} completed.${peak}`
}

/** What became of messages, in the groups that matter to people. */
export const FATES = [
  { name: 'arrived', label: 'Arrived', of: ['delivered'] },
  { name: 'taken', label: 'With a carrier', of: ['sent'] },
  { name: 'kept', label: 'Captured here', of: ['captured'] },
  { name: 'waiting', label: 'On the way', of: ['waiting'] },
  { name: 'lost', label: 'Did not arrive', of: ['failed', 'expired'] },
  { name: 'unknown', label: 'Not known', of: ['unknown'] },
  { name: 'withdrawn', label: 'Taken back', of: ['cancelled', 'resent'] },
] as const
export type FateName = (typeof FATES)[number]['name']
type Counts = Readonly<Record<FateName, number>>

/** How many messages of these fared in each way. */
export const faresOf = (channels: Figures['channels']): Counts =>
  Object.fromEntries(
    FATES.map(({ name, of }) => [name, sum(channels.flatMap(each => of.map(fate => each[fate])))]),
  ) as Counts

/** "Of 240 messages 200 arrived, 30 are with a carrier and 10 did not arrive." */
export function toldInWords(channels: Figures['channels']): string {
  const fares = faresOf(channels)
  const all = sum(Object.values(fares))
  if (all === 0) return 'Nobody was sent a message.'
  const parts = FATES.filter(({ name }) => fares[name] > 0).map(
    ({ name, label }) => `${label.toLowerCase()} ${fares[name].toLocaleString()}`,
  )
  return `Of ${many(all, 'message')}: ${parts.join(', ')}.`
}

type Reason = Readonly<{ words: string; count: number }>

/** "12 messages did not arrive, most often because ..." */
export function failuresInWords(failures: readonly Reason[]): string {
  const [first] = failures
  if (!first) return 'Nothing failed.'
  const all = sum(failures.map(({ count }) => count))
  return `${many(all, 'message')} did not arrive, as far as is known; most often: ${first.words} (${first.count.toLocaleString()}).`
}

export function notToldInWords(reasons: readonly Reason[]): string {
  const [first] = reasons
  if (!first) return 'Everybody whom a rule names was told.'
  const all = sum(reasons.map(({ count }) => count))
  return `${many(all, 'time')} somebody named by a rule was not told; most often: ${first.words} (${first.count.toLocaleString()}).`
}

export const REMINDERS = {
  incomplete: 'Job is not complete',
  'details-missing': 'Details are missing',
  'follow-up': 'Follow-up after closing',
} as const

/** "Of 40 reminders due 32 were sent. 21 more were not needed, because what was missing came." */
export function remindersInWords(reminders: Figures['reminders']): string {
  const due = sum(reminders.map(each => each.due))
  if (due === 0) return 'No reminder fell due.'
  const stopped = sum(reminders.map(each => each.stopped ?? 0))
  const needless =
    stopped > 0 ? ` ${many(stopped, 'more was', 'more were')} not needed, because what was missing came first.` : ''
  return `Of ${many(due, 'reminder')} due ${sum(reminders.map(({ told }) => told)).toLocaleString()} told somebody.${needless}`
}

/** "5 customers had jobs; Kestrel Freight had most: 40." */
export function partiesInWords(parties: readonly Party[], [one, more]: readonly [string, string]): string {
  const [first] = parties
  if (!first) return `No ${one} had a job.`
  return `${many(parties.length, one, more)} had jobs; ${first.name} had most: ${first.jobs.toLocaleString()}.`
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Whether nothing at all happened in these days. */
export const isQuiet = ({ jobs, channels, notTold }: Figures): boolean =>
  jobs.every(({ opened, completed }) => opened + completed === 0) && channels.length + notTold.length === 0

import { styleText } from 'node:util'
import { type Clock, wallTime } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import { listMessages } from '#delivery/delivery.run.ts'
import type { State } from '#delivery/state.ts'
import { findEntry, listCompanies } from '#directory/directory.run.ts'
import { CALLOUT, type Company } from '#directory/directory.ts'
import { WHY_NOT } from '#http/refusals.ts'
import { expectationOf, lineOf, reminderExpected, sentenceFor } from '#http/sentences.ts'
import type { Job } from '#jobs/job.ts'
import { findJob } from '#jobs/jobs.run.ts'
import { withReports } from '#receipts/said.run.ts'
import { remindersToCome, SUPPOSED, type Supposed, wouldBe } from '#rules/explain.run.ts'
import { type DecisionRow, decisionsOfJob } from '#rules/rules.run.ts'
import type { Config } from '../config.ts'
import type { Log } from '../station.ts'
import { onDatabase } from './server.ts'
import { CommandError } from './trouble.ts'

type Say = (line: string) => void
type Tools = { clock: Clock; log: Log; say: Say }

/** Tells of one job on the configured server what `explainOn` tells. */
export async function explain(config: Config, asked: Asked, { clock, log, say }: Tools): Promise<void> {
  // Before a database is started for it.
  const question = readQuestion(asked)
  await onDatabase(config, log, db => explainOn(db, question, { clock, say }))
}

// Which status one would have to say as well.
const ASKABLE = SUPPOSED.filter(each => each !== 'status-set')

/** As it was typed: a job by its number ("ABC-12"), and what is supposed to happen to it. */
type Asked = { reference: string; supposed?: string | undefined }
type Question = { reference: string; code: string; number: number; what: Supposed | undefined }

/** Reads what was typed, or throws a `CommandError` that says how to type it. */
export function readQuestion({ reference, supposed }: Asked): Question {
  const [, code, number] = /^([A-Z0-9]{3})-(\d{1,9})$/.exec(reference.toUpperCase()) ?? []
  if (!code) throw new CommandError(`"${reference}" is not a job: name it as ABC-12.`)
  const what = ASKABLE.find(each => each === supposed)
  if (supposed !== undefined && !what) throw new CommandError(`--if takes one of ${ASKABLE.join(', ')}.`)
  return { reference, code, number: Number(number), what }
}

/** Who was told of a job and who was not, who will be reminded, and who would be told if something happened (W1). */
export async function explainOn(
  db: Connection,
  { reference, code, number, what }: Question,
  { clock, say }: Omit<Tools, 'log'>,
): Promise<void> {
  const found = await find(db, code, number)
  if (!found) throw new CommandError(`There is no job ${reference} on this server.`)
  await tell(db, { ...found, reference, what, now: clock() }, say)
}

async function find(db: Connection, code: string, number: number) {
  const company = (await listCompanies(db)).find(each => each.code === code)
  const loaded = company && (await findJob(db, company.id, number))
  return loaded && { ...loaded, company }
}

type Scene = {
  company: Company
  job: Job
  zone: string
  reference: string
  what: Supposed | undefined
  now: Temporal.Instant
}

async function tell(db: Connection, scene: Scene, say: Say): Promise<void> {
  const { company, job, zone, reference, what } = scene
  const site = await findEntry(db, 'site', { companyId: company.id, id: job.siteId })
  say(styleText('bold', `${reference} at ${site!.name}, ${site!.address}`))
  say(`Times are those of the site: ${zone}.`)
  const parts: [title: string, lines: string[]][] = [
    ['So far', await pastLines(db, scene)],
    ['Reminders to come', await comingLines(db, scene)],
    ...(what
      ? [[`If it were ${TITLE[what]} now`, await wouldBeLines(db, { ...scene, what })] as [string, string[]]]
      : []),
  ]
  for (const [title, lines] of parts) {
    say(`\n${styleText('bold', title)}`)
    for (const line of lines) say(`  ${line}`)
  }
}

const TITLE: Record<Supposed, string> = {
  dispatched: 'dispatched',
  'on-site': 'marked on site',
  'off-site': 'marked off site',
  completed: 'completed',
  cancelled: 'cancelled',
  invoiced: 'invoiced',
  reminder: 'time to remind',
  accepted: 'accepted',
  rejected: 'rejected',
  'status-set': 'given a status',
  'report-approved': 'reported',
}

async function pastLines(db: Connection, { company, job, zone }: Scene): Promise<string[]> {
  const [decisions, messages] = await Promise.all([
    decisionsOfJob(db, company.id, job.id),
    listMessages(db, { companyId: company.id, jobId: job.id, limit: 1000 }),
  ])
  if (decisions.length === 0) return ['No rule has spoken of this job.']
  const told = await withReports(db, company.id, messages)
  const messageOf = new Map(told.map(message => [message.id, message]))
  return decisions.flatMap(decision => {
    const { at, occasion, ownerName, noticeId, droppedBecause } = decision
    const line = `${wallTime(at, zone, company.locale)}  ${sentenceFor(decision, moment => wallTime(moment, zone, company.locale))} (${occasion}, rule of ${ownerName})`
    if (noticeId === null || droppedBecause) return [line]
    return [line, `  ${fateOf(messageOf.get(noticeId))}`]
  })
}

type Message = Awaited<ReturnType<typeof listMessages>>[number]

/** What became of a message, in the carrier's own words. */
function fateOf(message: Message | undefined): string {
  if (!message) return 'Not written yet.'
  const { state, carrier, code, words, attempts } = message
  const said = [code, words].filter(Boolean).join(' ').replace(/\.+$/, '')
  const tries = attempts > 1 ? `, ${attempts} attempts` : ''
  return `${FATE[state]}${carrier ? ` by ${carrier}` : ''}${tries}${said && `: ${said}`}.`
}

const FATE: Record<State, string> = {
  waiting: 'Waiting to be sent',
  held: 'Held back',
  'handed-over': 'Handed over, not answered yet',
  unknown: 'Handed over, and the answer was lost: it may have been sent',
  delivered: 'Delivered',
  cancelled: 'Cancelled before it was sent',
  resent: 'Sent again as another message',
  'failed-for-now': 'Failed for now, to be tried again',
  accepted: 'Accepted',
  'failed-for-good': 'Failed for good',
  expired: 'Given up: it came too late to be useful',
}

async function comingLines(db: Connection, { company, job, zone, now }: Scene): Promise<string[]> {
  const coming = await remindersToCome(db, job, now)
  if (coming.length === 0) return ['None.']
  return coming.map(reminder => {
    const clock = wallTime(reminder.at, zone, company.locale)
    return `${reminderExpected(reminder, clock, reminder)} (${ruleOf(reminder)})`
  })
}

async function wouldBeLines(
  db: Connection,
  { company, job, zone, what, now }: Scene & { what: Supposed },
): Promise<string[]> {
  const would = await wouldBe(db, { job, what, by: CALLOUT, now })
  if (!would.ok) {
    const [, title, detail] = WHY_NOT[would.because]
    return [`It cannot be: ${title}. ${detail}`]
  }
  const reads = (moment: Temporal.Instant) => wallTime(moment, zone, company.locale)
  return [
    lineOf(would.expected, reads),
    ...would.expected.map(each => `${expectationOf(each, reads)} (${ruleOf(each)})`),
  ]
}

const ruleOf = ({ occasion, ownerName }: Pick<DecisionRow, 'occasion' | 'ownerName'>) =>
  `${occasion}, rule of ${ownerName}`

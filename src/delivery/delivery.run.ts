import type { CustomerLinks } from '#base/customer-links.ts'
import { later } from '#base/time.ts'
import type { Connection, Database } from '#db/sql.ts'
import { newRota, type Rota } from '#db/turns.ts'
import { writeAgain } from '#messages/again.run.ts'
import { writeMessages } from '#messages/messages.run.ts'
import type { PdfPress } from '#messages/pdf.run.ts'
import { writeReportMessages } from '#messages/report-letters.run.ts'
import type { Lane } from '#rules/notice.ts'
import { postponeNotice, settleNotices, takeDueNotices } from '#rules/rules.run.ts'
import { insertDeliveries } from './delivery.sql.ts'
import { whoWasTold } from './hearers.run.ts'
import { whyDropped } from './retry.ts'

export { messagesOfJobs } from './job-messages.sql.ts'
export {
  findMessage,
  type LoggedMessage,
  listMessages,
  type MessageFilter,
  paperOf,
  spreadsheetOf,
} from './log.sql.ts'
export { countViews } from './views.sql.ts'

export type Carry = Readonly<{
  press: PdfPress
  lane: Lane
  now: Temporal.Instant
  limit?: number
  /** Whose turn it is, from one carrying to the next. */
  rota?: Rota
  /** Pages that customers are sent to; without them none are named. */
  links?: CustomerLinks | undefined
  /** As whom e-mail is sent: customers answer there about appointments unless there is a place for that. */
  sender?: string | null
}>

/**
 * Turns due notices of a lane into words on their way, in one transaction: the words are stored, the deliveries are
 * due and the notices are settled, or none of it. A notice whose job is deferred at this moment (S1.41), or whose
 * use-by time has passed (W4), is dropped with the reason. Says whether there was anything to do. Throws, after the
 * others are on their way, when some could not be written; those are tried again a minute later, until their use-by.
 */
export async function carryOnce(
  db: Database,
  { press, lane, now, limit = 100, rota = newRota(), ...writing }: Carry,
): Promise<boolean> {
  const { due, failures } = await db.begin(async tx => {
    const due = withFewReports(await takeDueNotices(tx, { lane, now, limit, rota }))
    const judged = due.map(notice => ({ ...notice, droppedBecause: whyDropped(askedFor(notice), now) }))
    const kept = judged.filter(({ droppedBecause }) => droppedBecause === null)
    const failures = await write(tx, kept, { press, now, ...writing })
    const failed = new Set(failures.map(({ notice }) => notice))
    await settleNotices(
      tx,
      judged.filter(notice => !failed.has(notice)),
      now,
    )
    // Not at once: what cannot be written would stand before everything else for ever.
    for (const { notice } of failures) await postponeNotice(tx, notice, later(now, 60))
    return { due, failures }
  })
  if (failures.length > 0) throw new NotWritten(failures)
  return due.length > 0
}

// Whoever sends a message again by hand has seen how the job stands.
const askedFor = (notice: DueNotice): DueNotice =>
  notice.resendOf === null ? notice : { ...notice, jobIsDeferred: false, jobHasMovedOn: null }

// Printing a report takes up to a second, and what else is due in its lane must not wait for all of Monday morning's.
const MOST_REPORTS = 5

/** These notices without those of more reports than are printed at a time: they stay due. */
function withFewReports(due: readonly DueNotice[]): DueNotice[] {
  const reports = new Set(due.flatMap(({ reportId }) => reportId ?? []))
  const now = [...reports].slice(0, MOST_REPORTS)
  return due.filter(({ reportId }) => reportId === null || now.includes(reportId))
}

/** Some notices could not be turned into messages: a bug, or a press that does not work. Names them and the causes. */
export class NotWritten extends AggregateError {
  constructor(failures: readonly Failure[]) {
    const ids = failures.map(({ notice }) => notice.id).join(', ')
    super(
      failures.map(({ error }) => error),
      `No message could be written for the notices ${ids}: ${failures[0]!.error}`,
    )
  }
}

type DueNotice = Awaited<ReturnType<typeof takeDueNotices>>[number]
type Failure = { notice: DueNotice; error: unknown }
type Tools = Pick<Carry, 'press' | 'now' | 'links' | 'sender'>

/** Writes them all together or, when that fails, in parts, down to those that cannot be written. */
async function write(tx: Connection, notices: readonly DueNotice[], tools: Tools): Promise<Failure[]> {
  if (notices.length === 0) return []
  const failure = await writeTogether(tx, notices, tools)
  if (!failure) return []
  const parts = partsOf(notices)
  if (parts.length === 1) return notices.map(notice => ({ notice, ...failure }))
  const failures: Failure[] = []
  for (const part of parts) failures.push(...(await write(tx, part, tools)))
  return failures
}

// Each report by itself and whole, for everybody gets the same of it; notices of jobs in halves.
function partsOf(notices: readonly DueNotice[]): (readonly DueNotice[])[] {
  const matters = [...Map.groupBy(notices, ({ reportId }) => reportId).values()]
  if (matters.length > 1 || notices[0]!.reportId !== null || notices.length === 1) return matters
  const half = Math.ceil(notices.length / 2)
  return [notices.slice(0, half), notices.slice(half)]
}

async function writeTogether(tx: Connection, notices: readonly DueNotice[], tools: Tools) {
  const { press, now } = tools
  await tx.script('savepoint writing')
  try {
    const anew = notices.filter(({ resendAs }) => resendAs !== 'as-it-was')
    const again = notices.filter(({ resendAs }) => resendAs === 'as-it-was')
    const ofReports = anew.filter(notice => notice.reportId !== null)
    const ofJobs = anew.filter(notice => notice.reportId === null)
    await writeAgain(tx, again, now)
    await writeMessages(tx, ofJobs, { ...tools, whoWasTold })
    await writeReportMessages(tx, press, ofReports, now)
    await insertDeliveries(tx, notices, now)
    return undefined
  } catch (error) {
    await tx.script('rollback to savepoint writing')
    return { error }
  }
}

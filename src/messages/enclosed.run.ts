import { idFrom } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import type { Face } from '#rules/face.ts'
import type { Notice } from '#rules/notice.ts'
import { calendarOf } from './calendar.ts'
import {
  calendarsBefore,
  type InvitedKey,
  keepPortraits,
  type PersonKey,
  type Portrait,
  portraitsOf,
} from './enclosed.sql.ts'
import { appointmentOf } from './facts.ts'
import { htmlOf } from './html.ts'
import { whoComes } from './outward.ts'
import { line } from './plain.ts'
import type { Report } from './reports.run.ts'
import type { Words } from './words.ts'

/** What goes with an e-mail beside its words and papers. */
export type Enclosed = Readonly<{ html: string | null; portraitId: string | null; calendar: string | null }>
export const NOTHING_ENCLOSED: Enclosed = { html: null, portraitId: null, calendar: null }

/** An e-mail to a customer: its words, and what they were made from, in its language. */
export type Letter = Readonly<{ notice: Notice; report: Report; words: Words }>

/** `sender`: as whom e-mail is sent, for answers that have no place of their own; null: nobody can be answered there. */
export type Enclosing = Readonly<{ now: Temporal.Instant; sender?: string | null }>

/**
 * For each message to a customer by e-mail, by the id of its notice: the same words as a page, the portrait of whoever
 * comes (S5.1), and the appointment for his calendar. Others are words alone.
 */
export async function enclosedWith(
  tx: Connection,
  written: readonly Letter[],
  enclosing: Enclosing,
): Promise<(id: string) => Enclosed> {
  const letters = written.filter(({ notice }) => notice.channel === 'email' && notice.face !== null)
  if (letters.length === 0) return () => NOTHING_ENCLOSED
  const [portraits, calendars] = [
    await portraitsFor(tx, letters, enclosing),
    await calendarsFor(tx, letters, enclosing),
  ]
  const enclosed = new Map(
    letters.map(({ notice: { id }, report, words }) => {
      const { company, outward } = report.facts
      const portraitId = portraits.get(id) ?? null
      const portraitOf = portraitId === null ? null : line(outward?.technician ?? '')
      const html = htmlOf({ ...company, company: company.name, ...words, subject: words.subject ?? '', portraitOf })
      return [id, { html, portraitId, calendar: calendars.get(id) ?? null }]
    }),
  )
  return id => enclosed.get(id) ?? NOTHING_ENCLOSED
}

// Before he stands at the door, or when he does: then it is worth knowing him.
const SHOWS_WHO: ReadonlySet<Face | null> = new Set<Face>(['on-the-way', 'on-site', 'appointment'])

/** By the id of the notice the paper that has the portrait: kept as it was then, whatever he looks like later (W3). */
async function portraitsFor(
  tx: Connection,
  letters: readonly Letter[],
  { now }: Enclosing,
): Promise<Map<string, string>> {
  const showing = letters.flatMap(({ notice, report: { facts, style } }) => {
    const personId = whoComes(facts.event.job)
    // Who does not learn his name does not learn his face.
    const comes = notice.face !== 'appointment' || appointmentOf(facts) !== ''
    const shows = SHOWS_WHO.has(notice.face) && comes && style.layout.includes('visits') && personId !== null
    return shows ? [{ id: notice.id, companyId: notice.companyId, personId }] : []
  })
  if (showing.length === 0) return new Map()
  const found = (await portraitsOf(tx, showing)).map(each => ({ ...each, paperId: paperOf(each) }))
  await keepPortraits(tx, found, now)
  const papers = new Map(found.map(each => [personOf(each), each.paperId]))
  return new Map(
    showing.flatMap(({ id, ...person }) => {
      const paperId = papers.get(personOf(person))
      return paperId ? [[id, paperId] as const] : []
    }),
  )
}

const personOf = ({ companyId, personId }: PersonKey): string => `${companyId} ${personId}`

const paperOf = ({ companyId, hash }: Portrait): string => idFrom('portrait', companyId, hash)

/** By the id of the notice what goes into the customer's calendar. */
async function calendarsFor(
  tx: Connection,
  letters: readonly Letter[],
  { now, sender = null }: Enclosing,
): Promise<Map<string, string>> {
  const before = await calendarsBefore(tx, letters.map(invitedIn))
  const repliesTo = new Map(before.map(({ companyId, siteId, replyTo }) => [`${companyId} ${siteId}`, replyTo]))
  const formers = new Map(before.map(each => [calendarKey(each), each.former]))
  const calendars = new Map<string, string>()
  // The earlier save first: what it says is what the later one changes.
  for (const letter of letters.toSorted((a, b) => a.notice.version - b.notice.version)) {
    const { notice, report, words } = letter
    const invited = invitedIn(letter)
    const key = calendarKey(invited)
    const organizer = repliesTo.get(`${invited.companyId} ${invited.siteId}`) ?? sender
    if (!organizer) continue
    const { occasions, address: attendee } = notice
    const asked = { occasions, organizer, attendee, body: words.body, former: formers.get(key) ?? null, now }
    const calendar = calendarOf(report.facts, report.style.layout, asked)
    if (calendar === null) continue
    calendars.set(notice.id, calendar)
    formers.set(key, calendar)
  }
  return calendars
}

const invitedIn = ({ notice: { companyId, jobId, address }, report }: Letter): InvitedKey => ({
  ...{ companyId, jobId, address },
  siteId: report.facts.event.job.siteId,
})

// Of one person about one job there is one appointment, wherever it is.
const calendarKey = ({ companyId, jobId, address }: InvitedKey): string => [companyId, jobId, address].join(' ')

import type { Channel } from '#base/address.ts'
import type { Language } from '#base/language.ts'
import { isAfter, later } from '#base/time.ts'
import { type Face, leadingFace, MOMENTARY } from './face.ts'
import { channelOf, type Target, type Told } from './rule.ts'
import type { Because, Wish } from './wish.ts'

export const LANES = ['urgent', 'normal', 'slow'] as const
export type Lane = (typeof LANES)[number]

/** Why a notice that was planned became no message after all. */
export type DroppedBecause =
  | 'job-deferred'
  | 'no-longer-incomplete'
  | 'reopened'
  | 'undone'
  | 'moved-on'
  | 'muted-for-job'
  | 'too-late'

/** What was decided about one rule for one event or one reminder, and the message that came of it. */
export type Decision = Readonly<{
  companyId: string
  jobId: string
  version: number
  ruleId: string
  occasion: Told
  target: Target
  /** Which reminder it was, counted from 1; 0 for what a save led to. */
  ordinal: number
  because: Because
  noticeId: string | null
}>

/** One person to be told of one thing by one channel, whatever the number of rules that say so (S1.60). */
export type Notice = Readonly<{
  companyId: string
  id: string
  jobId: string
  version: number
  occasions: readonly Told[]
  /** What the words must name beside the job: fields that are missing, the number of an invoice. */
  about: readonly string[]
  channel: Channel
  address: string
  pdf: boolean
  lane: Lane
  dueAt: Temporal.Instant
  /** After this, silence is better than being late (W4). */
  useBy: Temporal.Instant
  /** Waits so that further changes of the job can join it. */
  gathers: boolean
  /** The first of the saves it tells of, when several were gathered in it. */
  firstVersion: number | null
  /** Until when it waits because it is quiet there (W5). */
  quietUntil: Temporal.Instant | null
  /** Which of the customer's messages it is; null: it speaks to those who work on the job. */
  face: Face | null
  /** The rules it came from, the leading one first: the first of them that has words of its own gives them. */
  wordedBy: readonly string[]
  /** In which language it speaks; null: in the company's. */
  language: Language | null
}>

export type Plan = Readonly<{ decisions: readonly Decision[]; notices: readonly Notice[] }>

/** One thing to be told: which occasion a wish is for, and by which id its notice is known. */
export type Telling = Readonly<{
  wish: Wish
  occasion: Told
  noticeId: string
  about: readonly string[]
  /** Of which kind the customer's message is; null: it goes to somebody else. */
  face: Face | null
}>

/** What the notices of one event or one reminder have in common. */
export type Matter = Readonly<{
  companyId: string
  jobId: string
  version: number
  /** When it happened: news is worth having for some time after that. */
  at: Temporal.Instant
  now: Temporal.Instant
}>

/** One notice for each id among what is told; if any rule asks for the PDF, it goes with it. */
export function noticesOf(tellings: readonly Telling[], { at, now, ...job }: Matter): Notice[] {
  const told = tellings.filter(({ wish }) => wish.because === 'told')
  const groups = Map.groupBy(told, ({ noticeId }) => noticeId)
  return [...groups].map(([id, group]) => {
    const occasions = [...new Set(group.map(({ occasion }) => occasion))]
    const face = leadingFace(group.map(telling => telling.face))
    const leading = group.toSorted((a, b) => Number(b.face === face) - Number(a.face === face)) as [Telling]
    const [{ wish }] = leading
    const lane = occasions.map(occasion => LANE[occasion]).sort(byUrgency)[0]!
    // A rule that tells at once is not made to wait by another that does not.
    const minutes = lane === 'normal' ? Math.min(...group.map(({ wish }) => wish.rule.gathersMinutes)) : 0
    return {
      ...job,
      id,
      occasions,
      about: [...new Set(group.flatMap(({ about }) => about))],
      channel: channelOf(wish.rule.via),
      address: wish.address!,
      pdf: group.some(({ wish }) => wish.rule.via === 'pdf-email'),
      lane,
      dueAt: laterOf(later(now, minutes * 60), later(at, lane === 'urgent' ? 0 : graceOf(group))),
      useBy: face && MOMENTARY.has(face) ? later(at, HOUR) : usefulUntil(occasions, at),
      gathers: minutes > 0,
      firstVersion: null,
      quietUntil: null,
      face,
      wordedBy: [...new Set(leading.map(({ wish: { rule } }) => rule.forJob?.ruleId ?? rule.id))],
      language: wish.language,
    }
  })
}

const graceOf = (group: readonly Telling[]) => Math.max(...group.map(({ wish }) => wish.rule.graceSeconds))

const laterOf = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (isAfter(a, b) ? a : b)

/** Until when news of these is worth having, if it is told as from `at`. */
export const usefulUntil = (occasions: readonly Told[], at: Temporal.Instant): Temporal.Instant =>
  later(at, Math.min(...occasions.map(occasion => USEFUL_FOR[occasion])))

const byUrgency = (a: Lane, b: Lane) => LANES.indexOf(a) - LANES.indexOf(b)

const LANE: Record<Told, Lane> = {
  dispatched: 'urgent',
  // Whoever has been sent must learn at once that he need not go.
  reassigned: 'urgent',
  'updated-incomplete': 'normal',
  'updated-complete': 'normal',
  completed: 'normal',
  invoiced: 'slow',
  incomplete: 'slow',
  'details-missing': 'slow',
  'request-received': 'normal',
  'request-accepted': 'normal',
  'request-rejected': 'normal',
  created: 'normal',
  appointment: 'normal',
  'status-set': 'normal',
  corrected: 'normal',
  closed: 'normal',
  'job-report': 'normal',
  'follow-up': 'slow',
}

// Seconds after it happened. A dispatch told a day late misleads; a report is worth having even after a long outage.
const HOUR = 3600
const USEFUL_FOR: Record<Told, number> = {
  dispatched: 12 * HOUR,
  reassigned: 12 * HOUR,
  'updated-incomplete': 24 * HOUR,
  'updated-complete': 72 * HOUR,
  completed: 72 * HOUR,
  invoiced: 72 * HOUR,
  // By then the next one may be due.
  incomplete: 20 * HOUR,
  'details-missing': 20 * HOUR,
  'request-received': 24 * HOUR,
  'request-accepted': 72 * HOUR,
  'request-rejected': 72 * HOUR,
  created: 24 * HOUR,
  appointment: 24 * HOUR,
  'status-set': 24 * HOUR,
  corrected: HOUR,
  closed: 72 * HOUR,
  'job-report': 7 * 24 * HOUR,
  'follow-up': 72 * HOUR,
}

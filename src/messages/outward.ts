import type { Job } from '#jobs/job.ts'
import { appointmentDayOf, appointmentOf, type Facts, NOTHING_OUTWARD } from './facts.ts'
import type { FieldName, Layout } from './fields.ts'
import { nameOfStatus, statusSet } from './happened.ts'
import { line, lines } from './plain.ts'

type CustomerTag = Readonly<{
  description: string
  example: string
  /** Only where the layout shows this field: it has the last word (S1.48). */
  shownWith?: FieldName
  of: (facts: Facts) => string
}>

const outwardOf = ({ outward = NOTHING_OUTWARD }: Facts) => outward
const link = (url: string): string => line(url).replaceAll(' ', '%20')

/** What a template may say to customers beside the fields of the job; each is empty when there is nothing to say. */
export const CUSTOMER_TAGS = {
  technician: {
    description: 'Who comes or came: whose step it was, else who leads the visit',
    example: 'Jo Cole',
    shownWith: 'visits',
    of: facts => line(outwardOf(facts).technician || (facts.nameOf('person', whoComes(facts.event.job)) ?? '')),
  },
  certifications: {
    description: 'The licences and certificates of the technician',
    example: 'Security licence 412 77 819',
    shownWith: 'visits',
    of: facts => line(outwardOf(facts).certifications),
  },
  appointment: {
    description: 'The window in which somebody will come, on the clock of the site',
    example: 'Sat, 21 Nov, 09:00–11:00 AEDT',
    of: appointmentOf,
  },
  appointmentDay: { description: 'The day of it', example: 'Saturday 21 November', of: appointmentDayOf },
  statusLink: {
    description: 'The page on which the customer sees how his job stands',
    example: 'https://callout.example/s/x',
    of: facts => link(outwardOf(facts).statusLink),
  },
  rescheduleLink: {
    description: 'The page on which he asks for another time',
    example: 'https://callout.example/s/x#time',
    of: facts => link(outwardOf(facts).rescheduleLink),
  },
  reviewLink: {
    description: 'The page on which he says how it was',
    example: 'https://reviews.example/night-owl',
    of: facts => link(outwardOf(facts).reviewLink),
  },
  requestPage: {
    description: 'The page on which he may ask for service: the one of his region, or ours',
    example: 'https://night-owl.example/help',
    of: facts => link(outwardOf(facts).requestPage),
  },
  rejectedBecause: {
    description: 'Why his request was declined; empty unless it was',
    example: 'We do not serve that suburb',
    shownWith: 'outcome',
    of: ({ event: { job } }) => (job.category === 'rejected' ? lines(job.outcome ?? '') : ''),
  },
  statusName: {
    description: 'The status that was set last, as it is called here',
    example: 'Waiting for parts',
    shownWith: 'status',
    of: facts => nameOfStatus(facts, statusSet(facts)) ?? '',
  },
  reportRevision: {
    description: 'Which job report this is, counted from 1; empty when there is none',
    example: '2',
    of: ({ event: { job } }) => (job.reportRevision > 0 ? String(job.reportRevision) : ''),
  },
  replacesReport: {
    description: 'Which report this one replaces; empty for the first',
    example: '1',
    of: ({ event: { job } }) => (job.reportRevision > 1 ? String(job.reportRevision - 1) : ''),
  },
} as const satisfies Record<string, CustomerTag>

const ALL = Object.entries(CUSTOMER_TAGS) as [string, CustomerTag][]

/** What each of these tags says of the job, asked for one by one: a template names few of them. */
export const outwardTold = (facts: Facts, layout: Layout): readonly (readonly [name: string, value: () => string])[] =>
  ALL.map(([name, { of, shownWith }]) => [
    name,
    () => (shownWith === undefined || layout.includes(shownWith) ? of(facts) : ''),
  ])

/** Whose step it was, else who leads the last visit. */
export function whoComes({ applied, version, visits }: Job): string | null {
  const set = applied.findLast(each => each.version === version)
  return set?.personId ?? visits.at(-1)?.technicians[0]?.personId ?? null
}

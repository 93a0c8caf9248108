import { type Change, type JobEvent, jobNumber } from '#jobs/job.ts'
import type { Facts } from '#messages/facts.ts'
import { eventOf, now, statuses } from './saves.ts'

// A job of a German company to tell of, with everything a customer can be told.

export const WINDOW = { from: now.add({ hours: 26 }), until: now.add({ hours: 28 }) }

const OUTWARD: NonNullable<Facts['outward']> = {
  technician: 'Jo Cole',
  certifications: 'Licence 412 77 819',
  statusLink: 'https://callout.example/visit/n8sKq2wZ',
  rescheduleLink: 'https://callout.example/visit/n8sKq2wZ#reschedule',
  reviewLink: 'https://reviews.example/night-owl',
  requestPage: 'https://night-owl.example/help',
}

type Ask = Readonly<{
  changes?: readonly Change[]
  locale?: string
  job?: Partial<JobEvent['job']>
  outward?: Partial<typeof OUTWARD> | null
  site?: Partial<Facts['site']>
  names?: Readonly<Record<string, string>>
}>

/** What there is to tell of a job after these changes. `outward` null: nothing that only customers are told is known. */
export function factsToTell({ changes = [], locale = 'en-AU', job, outward, site, names = {} }: Ask = {}): Facts {
  const event = eventOf(changes)
  const facts: Facts = {
    company: { name: 'Night Owl', code: 'ABC', locale },
    site: { name: 'Hargreaves Mill', address: '12 Mill Rd, Orange', timeZone: 'Australia/Sydney', ...site },
    event: { ...event, job: { ...event.job, number: 1234, ...job } },
    nameOf: (_, id) => id && (names[id] ?? statuses.find(status => status.id === id)?.name ?? id),
  }
  return outward === null ? facts : { ...facts, outward: { ...OUTWARD, ...outward } }
}

export const NUMBER = jobNumber('ABC', 1234)

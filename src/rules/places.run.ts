import type { Connection } from '#db/sql.ts'
import type { Job } from '#jobs/job.ts'
import type { Chased } from './remind.ts'
import { chasedPlaces } from './reminders.sql.ts'

/** Each of these jobs as reminders see it, with its site's clock and its alarm company's demands as they now are. */
export async function placesOf(db: Connection, jobs: readonly Job[]): Promise<(job: Job) => Chased> {
  const places = new Map((await chasedPlaces(db, jobs)).map(place => [placeKey(place), place]))
  return job => {
    const place = places.get(placeKey(job))!
    return { job, zone: place.zone, needed: place }
  }
}

// Two companies may have given sites of theirs the same id.
const placeKey = ({ companyId, siteId, alarmCompanyId }: Pick<Job, 'companyId' | 'siteId' | 'alarmCompanyId'>) =>
  `${companyId} ${siteId} ${alarmCompanyId}`

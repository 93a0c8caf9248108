import type { CustomerLinks } from '#base/customer-links.ts'
import type { Connection } from '#db/sql.ts'
import type { Job, JobEvent } from '#jobs/job.ts'
import { NOTHING_OUTWARD, type Outward } from './facts.ts'
import { certificationsOf, type Surroundings, surroundingsOf } from './outward.sql.ts'
import { whoComes } from './outward.ts'

type NameOf = (kind: 'person', id: string | null) => string | null

/**
 * What customers are told beside the job (S5.1, S3.11), in two statements whatever the number of events. Without links
 * nothing of it is known.
 */
export async function outwardOf(
  db: Connection,
  events: readonly JobEvent[],
  links: CustomerLinks | undefined,
): Promise<(job: Job, nameOf: NameOf) => Outward> {
  if (!links || events.length === 0) return () => NOTHING_OUTWARD
  const jobs = events.map(event => event.job)
  const customers = new Map(jobs.map(job => [surroundingKey(job), job]))
  const people = new Map(
    jobs.flatMap(job => {
      const id = whoComes(job)
      return id === null ? [] : [[`${job.companyId} ${id}`, { companyId: job.companyId, id }]]
    }),
  )
  const [around, certified] = await Promise.all([
    surroundingsOf(db, [...customers.values()]),
    people.size > 0 ? certificationsOf(db, [...people.values()]) : [],
  ])
  const aroundOf = new Map(around.map(each => [surroundingKey(each), each]))
  const certificationsBy = new Map(certified.map(each => [`${each.companyId} ${each.id}`, each.certifications]))
  return (job, nameOf) => {
    const personId = whoComes(job)
    const { reviewUrl = null, ...asking } = aroundOf.get(surroundingKey(job)) ?? {}
    const named = { companyId: job.companyId, id: job.id }
    return {
      technician: nameOf('person', personId) ?? '',
      certifications: certificationsBy.get(`${job.companyId} ${personId}`) ?? '',
      reviewLink: reviewUrl ?? '',
      // A link is sealed only for a message that names it: few do.
      get statusLink() {
        return links.visitUrl(named)
      },
      get rescheduleLink() {
        return job.appointmentFrom && job.category === 'in-progress' ? links.rescheduleUrl(named) : ''
      },
      get requestPage() {
        return requestPageOf(asking, job, links)
      },
    }
  }
}

const surroundingKey = ({ companyId, customerId }: Pick<Job, 'companyId' | 'customerId'>) =>
  `${companyId} ${customerId}`

function requestPageOf(
  { requestUrl, takesRequests }: Partial<Surroundings>,
  { companyId, customerId }: Job,
  links: CustomerLinks,
): string {
  if (requestUrl) return requestUrl
  return takesRequests && customerId ? links.requestUrl({ companyId, id: customerId }) : ''
}

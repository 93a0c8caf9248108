import { type Named, nameIn, sealedName } from './seal.ts'

/** Pages that customers open without an account. Each address is sealed: nobody can make one, or guess another's. */
export type CustomerLinks = Readonly<{
  /** Where the customer sees how his job stands; '' without a public address. */
  visitUrl: (job: Named) => string
  /** Where on that page he asks for another time. */
  rescheduleUrl: (job: Named) => string
  /** Where this customer asks for service. */
  requestUrl: (customer: Named) => string
  /** The job, or the customer, an address was made for; null when we did not make it. */
  readVisit: (token: string) => Named | null
  readRequest: (token: string) => Named | null
}>

export function openCustomerLinks({
  secret,
  publicUrl,
}: Readonly<{
  secret: string
  /** Without a slash at its end. */
  publicUrl: string | null
}>): CustomerLinks {
  const url = (purpose: Purpose, named: Named) =>
    publicUrl === null ? '' : `${publicUrl}/${purpose}/${sealedName(secret, purpose, named)}`
  const visitUrl = (job: Named) => url('visit', job)
  return {
    visitUrl,
    rescheduleUrl: job => (publicUrl === null ? '' : `${visitUrl(job)}#${RESCHEDULE}`),
    requestUrl: customer => url('request', customer),
    readVisit: token => nameIn(secret, 'visit', token),
    readRequest: token => nameIn(secret, 'request', token),
  }
}

type Purpose = 'visit' | 'request'

/** Where on the page of a job one asks for another time. */
export const RESCHEDULE = 'reschedule'

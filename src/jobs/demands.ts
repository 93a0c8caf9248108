import type { Needed } from '#directory/directory.ts'
import type { Job } from './job.ts'

export const PARTIES = ['customer', 'alarm-company'] as const
/** Who may have to be told in person of what was found. */
export type Party = (typeof PARTIES)[number]

/** What one party demands of every job of its own: numbers, and to be told in person before the job is complete. */
export type Demand = Needed & Readonly<{ companyId: string; party: Party; id: string; mustBeAdvised: boolean }>

/** Where a job keeps who the party is and when it was told. */
export const OF_PARTY = {
  customer: { id: 'customerId', advisedAt: 'customerAdvisedAt' },
  'alarm-company': { id: 'alarmCompanyId', advisedAt: 'alarmCompanyAdvisedAt' },
} as const satisfies Record<Party, Record<'id' | 'advisedAt', keyof Job>>

const BEFORE = { start: ['at-start'], end: ['at-start', 'at-end'] } as const

/** The first number a party of this job demands before its start or its end and that nobody has written down yet. */
export function missingNumber(
  job: Job,
  demands: readonly Demand[],
  before: keyof typeof BEFORE,
): 'order-number-missing' | 'docket-number-missing' | undefined {
  const mine = demandsOn(job, demands)
  const needs = (number: keyof Needed) => mine.some(demand => BEFORE[before].some(when => when === demand[number]))
  if (!job.orderNumber && needs('orderNumberNeeded')) return 'order-number-missing'
  return !job.docketNumber && needs('docketNumberNeeded') ? 'docket-number-missing' : undefined
}

/** Whether somebody must still be told in person of what was found. */
export const isUntold = (job: Job, demands: readonly Demand[]): boolean =>
  demandsOn(job, demands).some(({ party, mustBeAdvised }) => mustBeAdvised && !job[OF_PARTY[party].advisedAt])

const demandsOn = (job: Job, demands: readonly Demand[]) =>
  demands.filter(({ companyId, party, id }) => companyId === job.companyId && id === job[OF_PARTY[party].id])

import { isAfter, later } from '#base/time.ts'
import type { Meaning } from './keyword.ts'

/** The latest message a company sent to an address through one account. */
export type Writer = Readonly<{
  companyId: string
  carrier: string
  deliveryId: string
  jobId: string | null
  at: Temporal.Instant
}>

/** Whose an answer is: of the latest message to that address, or of a company, or it is not known. */
export type Whose = Readonly<{ companyId: string | null; jobId: string | null; deliveryId: string | null }>

const NOBODY: Whose = { companyId: null, jobId: null, deliveryId: null }

/** Seconds for which an answer is taken to be about the last message. */
const FORTNIGHT = 14 * 86_400

type Answer = Readonly<{ carrier: string; at: Temporal.Instant }>

/**
 * Whose an answer is: the company's that wrote to that address last, within two weeks. Of several accounts the one that
 * was answered goes before the others. On a server with one company it is that one's in any case.
 */
export function whoseIs({ carrier, at }: Answer, writers: readonly Writer[], onlyCompany: string | null): Whose {
  const recent = writers.filter(writer => isAfter(later(writer.at, FORTNIGHT), at))
  const found = recent.find(writer => writer.carrier === carrier) ?? recent[0]
  if (!found) return { ...NOBODY, companyId: onlyCompany }
  const { companyId, jobId, deliveryId } = found
  return { companyId, jobId, deliveryId }
}

/**
 * For which companies a STOP or START counts. For every company that wrote through the account that was answered, however
 * long ago: the phone shows one number and one conversation, and the phone company will block that number for all of
 * them. Failing these for whomever the answer belongs to.
 */
export function heardBy({ carrier }: Answer, writers: readonly Writer[], whose: Whose): string[] {
  const through = writers.filter(writer => writer.carrier === carrier).map(({ companyId }) => companyId)
  if (through.length > 0) return [...new Set(through)]
  return whose.companyId ? [whose.companyId] : []
}

/**
 * What an answer means, knowing how its sender stands. "Yes" answers a question as often as it asks for messages: only
 * somebody who has opted out can mean that.
 */
export const meantBy = (meaning: Meaning, sender: 'opted-out' | 'not-opted-out'): Meaning =>
  meaning === 'start' && sender === 'not-opted-out' ? 'reply' : meaning

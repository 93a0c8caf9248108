import type { Actor } from '#directory/directory.ts'
import { type Notice, usefulUntil } from './notice.ts'
import { reportUsefulUntil } from './reports.ts'

export const RESEND_AS = ['as-it-was', 'afresh'] as const
/** How a message is sent again: with the words and papers it had, or written anew from what is known by now (W3). */
export type ResendAs = (typeof RESEND_AS)[number]

/** A message to be sent again: under which new id, how, and at whose word. `address`: elsewhere than before. */
export type Again = Readonly<{
  companyId: string
  id: string
  of: string
  as: ResendAs
  address?: string
  by: Actor
}>

/** What is known of the notice of a message that is sent again. */
export type Former = Pick<Notice, 'companyId' | 'id' | 'occasions'> & Readonly<{ reportId: string | null }>

/** Until when a message that goes out again now is worth having: as long as the first was (W4). */
export const freshUseBy = ({ occasions, reportId }: Former, now: Temporal.Instant): Temporal.Instant =>
  reportId === null ? usefulUntil(occasions, now) : reportUsefulUntil(now)

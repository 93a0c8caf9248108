import type { Step } from '#directory/directory.ts'
import type { Told } from './rule.ts'

export const FACES = [
  'request-received',
  'request-rejected',
  'request-accepted',
  'corrected',
  'on-the-way',
  'on-site',
  'appointment',
  'closed',
  'follow-up',
  'status',
  'created',
  'job-report',
] as const
/**
 * What a customer is told, as the customer sees it. Each has words of its own; what is told to those who work on a job
 * has none. When one message tells of several, the first in this list words it.
 */
export type Face = (typeof FACES)[number]

/** What is true only now: "on my way" is not sent when he has been there for an hour, nor in the morning (W4). */
export const MOMENTARY: ReadonlySet<Face> = new Set(['on-the-way', 'on-site', 'corrected'])

const OF_OCCASION: Partial<Record<Told, Face>> = {
  'request-received': 'request-received',
  'request-accepted': 'request-accepted',
  'request-rejected': 'request-rejected',
  created: 'created',
  appointment: 'appointment',
  'status-set': 'status',
  closed: 'closed',
  'follow-up': 'follow-up',
  corrected: 'corrected',
  'job-report': 'job-report',
}

const OF_STEP: Partial<Record<Step, Face>> = { travelling: 'on-the-way', 'on-site': 'on-site' }

/** Which face an occasion has; null: none. `step`: of the status that was set. */
export const faceOf = (occasion: Told, step: Step | null): Face | null =>
  (occasion === 'status-set' && step && OF_STEP[step]) || (OF_OCCASION[occasion] ?? null)

/** Of several faces the one that words the message. */
export const leadingFace = (faces: readonly (Face | null)[]): Face | null =>
  FACES.find(face => faces.includes(face)) ?? null

/** What may have happened to a job that somebody is told of, as people say it. */
export const OCCASIONS = {
  dispatched: 'Dispatched',
  reassigned: 'Given to another provider',
  completed: 'Completed',
  'updated-incomplete': 'Changed while in progress',
  'updated-complete': 'Changed after completion',
  incomplete: 'Not completed in time',
  'details-missing': 'Details missing',
  invoiced: 'Invoiced',
  'request-received': 'Request received',
  'request-accepted': 'Request accepted',
  'request-rejected': 'Request declined',
  created: 'Job opened',
  appointment: 'Appointment made or moved',
  'status-set': 'Status set',
  corrected: 'Status taken back',
  closed: 'Closed',
  'follow-up': 'Follow-up',
  'job-report': 'Job report',
} as const
export type Occasion = keyof typeof OCCASIONS
export const isOccasion = (word: unknown): word is Occasion => typeof word === 'string' && word in OCCASIONS

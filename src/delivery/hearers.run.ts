import type { Reached } from '#messages/hearers.ts'
import type { WhoWasTold } from '#messages/job-reports.run.ts'
import { hearersOf } from './hearers.sql.ts'
import type { State } from './state.ts'

/** Who was told of these jobs by now, and what became of it as far as carriers have said. */
export const whoWasTold: WhoWasTold = async (db, jobs, now) =>
  (await hearersOf(db, jobs, now)).map(({ state, ...told }) => ({
    ...told,
    reached: REACHED[state ?? 'waiting'],
  }))

const REACHED: Readonly<Record<State, Reached>> = {
  waiting: 'on-its-way',
  held: 'on-its-way',
  'failed-for-now': 'on-its-way',
  'handed-over': 'on-its-way',
  unknown: 'uncertain',
  accepted: 'accepted',
  delivered: 'delivered',
  'failed-for-good': 'failed',
  expired: 'not-reached',
  cancelled: 'stopped',
  resent: 'sent-again',
}

import { idFrom } from '#base/id.ts'
import { later } from '#base/time.ts'
import type { Notice } from './notice.ts'
import { newestRun, nextRun, type Period, periodOf, type Schedule } from './schedule.ts'

type Instant = Temporal.Instant

/** What is reported: under which name, whose jobs, on which clock, of which time. */
export type Reported = Readonly<{
  companyId: string
  name: string
  customerId: string | null
  timeZone: string
  period: Period
}>

/** One report that fell due. */
export type Report = Reported & Readonly<{ id: string; scheduleId: string; at: Instant }>

/** One person who is to get a report. It is about many jobs and names none. */
export type ReportNotice = Omit<Notice, 'jobId' | 'version'> &
  Readonly<{ jobId: null; version: null; reportId: string }>

/** What a schedule that has fallen due leads to, and when it falls due again. */
export type FallenDue = Readonly<{
  companyId: string
  scheduleId: string
  nextAt: Instant
  report: Report
  notices: readonly ReportNotice[]
}>

/** The newest report of a schedule at this moment, whether or not it is time for one. */
export const reportedBy = (schedule: Schedule, now: Instant): Reported => ({
  companyId: schedule.companyId,
  name: schedule.name,
  customerId: schedule.customerId,
  timeZone: schedule.timeZone,
  period: periodOf(schedule, newestRun(schedule, now)),
})

// Seconds. A report is worth having long after an outage, until the next of most kinds takes its place.
const USEFUL_FOR = 7 * 86_400

/** Until when a report that goes out at this moment is worth having. */
export const reportUsefulUntil = (at: Instant): Instant => later(at, USEFUL_FOR)

/**
 * The one report of a schedule that has fallen due: for the newest time, if several passed while we were stopped, as
 * with reminders (S1.44). Ids are made from their cause, so that falling due twice adds nothing.
 */
export function fallDue(schedule: Schedule, now: Instant): FallenDue {
  const { companyId, id: scheduleId } = schedule
  const id = idFrom('report', companyId, scheduleId, newestRun(schedule, now).toString())
  return {
    companyId,
    scheduleId,
    nextAt: nextRun(schedule, now),
    report: { ...reportedBy(schedule, now), id, scheduleId, at: now },
    notices: schedule.addresses.map(address => ({
      ...{ companyId, id: idFrom(id, 'email', address), jobId: null, version: null, reportId: id },
      ...{ occasions: [], about: [], channel: 'email', address, pdf: true, lane: 'slow' },
      ...{ dueAt: now, useBy: reportUsefulUntil(now), gathers: false, firstVersion: null, quietUntil: null },
      ...{ face: null, wordedBy: [], language: null },
    })),
  }
}

import type { Connection } from '#db/sql.ts'
import { namedHolidays } from '#directory/holidays.run.ts'
import { publicHolidays } from '#directory/holidays.ts'
import type { Notice, Plan } from './notice.ts'
import { type Peace, peaceOf } from './quiet.sql.ts'
import { afterQuiet, type Quiet, waitsForMorning } from './quiet.ts'

/**
 * These plans with what falls into quiet hours or holidays put off until they are over (W5). Production and preview both
 * come by here. Needs one statement, and one more when somebody wants to be left in peace.
 */
export async function deferQuiet(db: Connection, plans: readonly Plan[]): Promise<Plan[]> {
  const asked = plans
    .flatMap(({ notices }) => notices)
    .filter(waitsForMorning)
    .map((notice, position) => ({ notice, position }))
  const peaces = asked.length > 0 ? await peaceOf(db, asked.map(placed)) : []
  if (peaces.length === 0) return [...plans]
  const quietOf = await quietIn(db, peaces)
  const deferred = new Map(
    peaces.map(peace => {
      const { notice } = asked[peace.position]!
      return [notice, afterQuiet(notice, { quiet: quietOf(peace), zone: peace.zone, seq: peace.seq ?? 0 })]
    }),
  )
  return plans.map(plan => ({ ...plan, notices: plan.notices.map(notice => deferred.get(notice) ?? notice) }))
}

const placed = ({ notice, position }: { notice: Notice; position: number }) => {
  const { companyId, jobId, version, channel, address } = notice
  return { position, companyId, jobId, version, channel, address }
}

async function quietIn(db: Connection, peaces: readonly Peace[]): Promise<(peace: Peace) => Quiet> {
  const named = await namedHolidays(db, [...new Set(peaces.map(({ companyId }) => companyId))])
  const days = new Set(named.map(({ companyId, day }) => `${companyId} ${day}`))
  return ({ companyId, from, until, place }) => ({
    hours: from === null || until === null ? null : { from, until },
    isHoliday: date => {
      const day = date.toString()
      if (days.has(`${companyId} ${day}`)) return true
      return place !== null && publicHolidays(place, date.year).some(holiday => holiday.day === day)
    },
  })
}

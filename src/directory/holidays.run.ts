import type { Connection } from '#db/sql.ts'
import { within } from './directory.run.ts'
import { insertChanges, lockCompany } from './directory.sql.ts'
import type { Actor } from './directory.ts'
import { replaceHolidays, selectHolidays } from './holidays.sql.ts'
import type { Holiday } from './holidays.ts'

/** The days these companies have named as quiet beside the public holidays, by day (W5). */
export const namedHolidays = (db: Connection, companyIds: readonly string[]) => selectHolidays(db, companyIds)

/** The days one company has named itself. */
export const holidaysOf = async (db: Connection, companyId: string): Promise<Holiday[]> =>
  (await selectHolidays(db, [companyId])).map(({ day, name }) => ({ day, name }))

/** Makes these the days a company has named itself, and records who did. Refused when a day is there twice. */
export function setHolidays(
  db: Connection,
  { companyId, holidays, by }: Readonly<{ companyId: string; holidays: readonly Holiday[]; by: Actor }>,
  now: Temporal.Instant,
): Promise<{ ok: true; holidays: Holiday[] } | { ok: false; because: 'day-twice' }> {
  return within(db, async tx => {
    await lockCompany(tx, companyId)
    if (new Set(holidays.map(({ day }) => day)).size < holidays.length) return { ok: false, because: 'day-twice' }
    const before = { holidays: await holidaysOf(tx, companyId) }
    await replaceHolidays(tx, companyId, holidays)
    const after = { holidays: await holidaysOf(tx, companyId) }
    if (JSON.stringify(before) !== JSON.stringify(after)) {
      await insertChanges(tx, [{ companyId, entry: 'company', entryId: companyId, before, after }], { by, now })
    }
    return { ok: true, ...after }
  })
}

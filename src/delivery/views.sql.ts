import sql from 'sql-template-tag'
import { CHANNELS } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import { LANES } from '#rules/notice.ts'
import { STATES_IN, type View } from './views.ts'

type Counted = Readonly<{
  companyId: string
  /** Failed ones are counted as far back as this. */
  since: Temporal.Instant
  /** Nobody counts further than that by eye. */
  most: number
}>

/** How many messages stand in each view. */
export async function countViews(db: Connection, { companyId, since, most }: Counted): Promise<Record<View, number>> {
  const [counted] = await db.query<Record<View, number>>(sql`
    select (
      select count(*)::int from (
        select from delivery
        join message on message.company_id = delivery.company_id and message.id = delivery.id
        where delivery.company_id = ${companyId} and delivery.state = any (${STATES_IN.failed})
          and delivery.state in ('held', 'unknown', 'failed-for-good', 'expired') and message.at >= ${since}
        limit ${most}
      ) as these
    ) as failed, (
      select count(*)::int from (
        select from delivery
        where company_id = ${companyId} and ended_at is null and lane = any (${LANES}) and channel = any (${CHANNELS})
          and state = any (${STATES_IN.waiting})
        limit ${most}
      ) as these
    ) as waiting, (
      select count(*)::int from (
        select from delivery
        where company_id = ${companyId} and state = 'held'
          and state in ('held', 'unknown', 'failed-for-good', 'expired')
        limit ${most}
      ) as these
    ) as held`)
  return counted!
}

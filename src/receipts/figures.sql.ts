import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'
import { type FiguresAsked, rangeOf } from '#jobs/figures.ts'
import { type Failures, LOST } from './figures.ts'
import { decidingFor } from './settle.ts'

// What differs in the words of a carrier from one message to the next: addresses, and what holds four figures or more.
const ADDRESS = '<?[^[:space:]<>]+@[^[:space:]<>]+>?'
const NUMBER = '[^[:space:]]*[0-9]{4}[^[:space:]]*'

/**
 * Why messages written in this time did not arrive, the most frequent reasons first: what was reported of them later, else
 * what the last attempt was answered.
 */
export function failuresIn(db: Connection, asked: FiguresAsked, most: number) {
  const { customerId = null, providerId = null, serviceTypeId = null } = asked
  const { from, until } = rangeOf(asked)
  return db.query<Failures>(sql`
  select channel, state, code, words, count(*) as count
  from (
    select delivery.channel, delivery.state, coalesce(report.code, latest.code) as code,
           regexp_replace(
             regexp_replace(coalesce(report.words, latest.words), ${ADDRESS}, '...', 'g'), ${NUMBER}, '...', 'g'
           ) as words
    from message
    join delivery on delivery.company_id = message.company_id and delivery.id = message.id
    join notice on notice.company_id = message.company_id and notice.id = message.id
    left join job on job.company_id = notice.company_id and job.id = notice.job_id
    left join lateral (
      select code, words
      from attempt
      where attempt.company_id = delivery.company_id and attempt.delivery_id = delivery.id and ended_at is not null
      order by number desc
      limit 1
    ) latest on true
    left join lateral (
      select code, words
      from receipt
      where receipt.company_id = delivery.company_id and receipt.delivery_id = delivery.id
        and receipt.delivery_id is not null and delivery.state = 'failed-for-good'
        and says = any (${decidingFor('failed-for-good')}::text[]) and settled_as in ('applied', 'known-already')
        -- After a later attempt that was refused it is that refusal which counts.
        and receipt.attempt >= delivery.attempts
      order by receipt.attempt desc, at desc, id desc
      limit 1
    ) report on true
    where message.company_id = ${asked.companyId} and message.at >= ${from} and message.at < ${until}
      and delivery.state = any (${[...LOST]}::text[])
      and (${customerId}::uuid is null or job.customer_id = ${customerId})
      and (${providerId}::uuid is null or job.provider_id = ${providerId})
      and (${serviceTypeId}::uuid is null or job.service_type_id = ${serviceTypeId})
  ) lost
  group by channel, state, code, words
  order by count desc, channel, state, code, words
  limit ${most}`)
}

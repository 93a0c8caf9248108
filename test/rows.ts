import sql from 'sql-template-tag'
import { idFrom } from '#base/id.ts'
import type { Connection } from '#db/sql.ts'
import { type Actor, STARTING_STATUSES } from '#directory/directory.ts'

/** Plain rows for tests of one room, put in place without the rooms that would write them. */
export const SAM: Actor = { kind: 'person', id: 'sam', name: 'Sam the dispatcher' }

export const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)

export type Place = Awaited<ReturnType<typeof insertPlace>>

/** A company with a customer, an alarm company, two providers, two sites, two service types and three officers. */
export async function insertPlace(db: Connection, code = 'ABC') {
  const id = (name: string) => idFrom('test', code, name)
  const place = {
    companyId: id('company'),
    customerId: id('customer'),
    alarmCompanyId: id('alarm company'),
    providerId: id('provider'),
    otherProviderId: id('other provider'),
    siteId: id('site'),
    otherSiteId: id('other site'),
    burglaryId: id('burglary'),
    plumbingId: id('plumbing'),
    people: [id('ana'), id('ben'), id('cai')] as const,
    status: Object.fromEntries(STARTING_STATUSES.map(({ code: status }) => [status, id(status)])) as Record<
      string,
      string
    >,
  }
  const { companyId } = place
  await db.query(sql`
    insert into company (id, name, code, time_zone, locale, country, created_at)
    values (${companyId}, ${`Company ${code}`}, ${code}, 'Australia/Sydney', 'en-AU', 'AU', '2026-01-01T00:00:00Z')`)
  await db.query(
    sql`insert into customer values (${companyId}, ${place.customerId}, 'Hargreaves Timber', 'office@hargreaves.example')`,
  )
  await db.query(sql`insert into alarm_company values (${companyId}, ${place.alarmCompanyId}, 'Sentinel Monitoring')`)
  await db.query(sql`
    insert into provider
    values (${companyId}, ${place.providerId}, 'Night Patrol', 'control@nightpatrol.example', '+61491570156'),
           (${companyId}, ${place.otherProviderId}, 'Second Patrol', null, null)`)
  await db.query(sql`
    insert into site (company_id, id, name, address, time_zone, customer_id, alarm_company_id)
    values (${companyId}, ${place.siteId}, 'Hargreaves Mill', '12 Mill Rd, Orange', 'Australia/Sydney', ${place.customerId}, ${place.alarmCompanyId}),
           (${companyId}, ${place.otherSiteId}, 'Hargreaves Yard', '3 Dock St, Perth', 'Australia/Perth', ${place.customerId}, ${place.alarmCompanyId})`)
  await db.query(sql`
    insert into service_type
    values (${companyId}, ${place.burglaryId}, 'Burglar alarm', 'alarm'), (${companyId}, ${place.plumbingId}, 'Plumbing', 'service')`)
  for (const [i, person] of place.people.entries()) {
    await db.query(
      sql`insert into person (company_id, id, name, role) values (${companyId}, ${person}, ${`Officer ${i + 1}`}, 'technician')`,
    )
  }
  for (const status of STARTING_STATUSES) {
    await db.query(sql`
      insert into status
      values (${companyId}, ${place.status[status.code]}, ${status.code}, ${status.name}, ${status.category}, ${status.step})`)
  }
  return place
}

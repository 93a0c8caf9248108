import sql from 'sql-template-tag'
import type { Language } from '#base/language.ts'
import type { Connection } from '#db/sql.ts'
import type { Kind } from '#directory/directory.ts'
import type { Job } from '#jobs/job.ts'
import type { Reach } from './wish.ts'

/** Where these providers can be reached. */
export const reachesOf = (db: Connection, providers: readonly { companyId: string; id: string }[]) =>
  db.query<Reach & { companyId: string; id: string }>(sql`
    select provider.company_id, provider.id, provider.email, provider.mobile
    from provider
    join unnest(${providers.map(provider => provider.companyId)}::uuid[], ${providers.map(provider => provider.id)}::uuid[])
      as ask (company_id, id)
      on ask.company_id = provider.company_id and ask.id = provider.id`)

type Place = Pick<Job, 'companyId' | 'siteId' | 'customerId' | 'serviceTypeId'>

/** What is known of a job's customer, site and service type: nulls where it has no customer, or that no head office. */
export type Surrounding = Place &
  Readonly<{
    kind: Kind
    siteRegionId: string | null
    customerRegionId: string | null
    regionIsActive: boolean
    takesNotifications: boolean
    hasComplaint: boolean
    customerEmail: string | null
    customerPhone: string | null
    customerLanguage: Language | null
    headOfficeId: string | null
    headOfficeEmail: string | null
    headOfficePhone: string | null
    headOfficeLanguage: Language | null
  }>

export const selectSurroundings = (db: Connection, places: readonly Place[]) =>
  db.query<Surrounding>(sql`
    select ask.company_id, ask.site_id, ask.customer_id, ask.service_type_id, service_type.kind,
           site.region_id as site_region_id, customer.region_id as customer_region_id,
           coalesce(region.active, false) as region_is_active,
           coalesce(customer.takes_notifications, false) as takes_notifications,
           customer.email as customer_email, customer.phone as customer_phone, customer.language as customer_language,
           customer.head_office_id, head.email as head_office_email, head.phone as head_office_phone,
           head.language as head_office_language,
           exists (
             select from complaint
             where complaint.company_id = ask.company_id and complaint.customer_id = ask.customer_id
               and complaint.closed_at is null
           ) as has_complaint
    from unnest(
      ${places.map(place => place.companyId)}::uuid[], ${places.map(place => place.siteId)}::uuid[],
      ${places.map(place => place.customerId)}::uuid[], ${places.map(place => place.serviceTypeId)}::uuid[]
    ) as ask (company_id, site_id, customer_id, service_type_id)
    join site on site.company_id = ask.company_id and site.id = ask.site_id
    join service_type on service_type.company_id = ask.company_id and service_type.id = ask.service_type_id
    left join customer on customer.company_id = ask.company_id and customer.id = ask.customer_id
    left join region on region.company_id = customer.company_id and region.id = customer.region_id
    left join customer head on head.company_id = customer.company_id and head.id = customer.head_office_id`)

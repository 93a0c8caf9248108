import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

type Ref = Readonly<{ companyId: string; id: string }>

/** Which licences and certificates these people have. */
export const certificationsOf = (db: Connection, people: readonly Ref[]) =>
  db.query<Ref & { certifications: string | null }>(sql`
    select person.company_id, person.id, person.certifications
    from person
    join unnest(${people.map(each => each.companyId)}::uuid[], ${people.map(each => each.id)}::uuid[])
      as ask (company_id, id)
      using (company_id, id)`)

export type Surroundings = Readonly<{
  companyId: string
  customerId: string | null
  reviewUrl: string | null
  takesRequests: boolean
  /** Of the customer's region. */
  requestUrl: string | null
}>

/** Where these customers of these companies may ask for service, and say how it was unless they have a complaint open. */
export const surroundingsOf = (
  db: Connection,
  customers: readonly Readonly<{ companyId: string; customerId: string | null }>[],
) =>
  db.query<Surroundings>(sql`
    select ask.company_id, ask.customer_id, region.request_url,
           -- Nobody is asked how it was who has just complained (S5.1).
           case when not exists (
             select from complaint
             where complaint.company_id = ask.company_id and complaint.customer_id = ask.customer_id
               and complaint.closed_at is null
           ) then company.review_url end as review_url,
           company.takes_requests and company.request_type_id is not null as takes_requests
    from unnest(
      ${customers.map(each => each.companyId)}::uuid[], ${customers.map(each => each.customerId)}::uuid[]
    ) as ask (company_id, customer_id)
    join company on company.id = ask.company_id
    left join customer on customer.company_id = ask.company_id and customer.id = ask.customer_id
    left join region on region.company_id = customer.company_id and region.id = customer.region_id`)

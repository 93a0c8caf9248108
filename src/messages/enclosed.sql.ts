import sql from 'sql-template-tag'
import type { Connection } from '#db/sql.ts'

export type PersonKey = Readonly<{ companyId: string; personId: string }>
export type Portrait = PersonKey & Readonly<{ hash: string }>

/** Of which of these people a portrait is there, and what tells it from another. */
export const portraitsOf = (db: Connection, people: readonly PersonKey[]) =>
  db.query<Portrait>(sql`
    select company_id, person_id, encode(sha256(image), 'hex') as hash
    from portrait
    join unnest(${people.map(({ companyId }) => companyId)}::uuid[], ${people.map(({ personId }) => personId)}::uuid[])
      as ask (company_id, person_id)
      using (company_id, person_id)`)

/** Keeps these portraits as papers, but for those that are there. The pictures stay in the database. */
export const keepPortraits = (
  db: Connection,
  portraits: readonly (Portrait & { paperId: string })[],
  now: Temporal.Instant,
) =>
  db.query(sql`
    insert into paper (company_id, id, name, bytes, at)
    select portrait.company_id, ask.paper_id,
           case portrait.type when 'image/png' then 'portrait.png' else 'portrait.jpg' end, portrait.image, ${now}
    from unnest(
      ${portraits.map(({ companyId }) => companyId)}::uuid[], ${portraits.map(({ personId }) => personId)}::uuid[],
      ${portraits.map(({ hash }) => hash)}::text[], ${portraits.map(({ paperId }) => paperId)}::uuid[]
    ) as ask (company_id, person_id, hash, paper_id)
    join portrait using (company_id, person_id)
    where not exists (select from paper where paper.company_id = ask.company_id and paper.id = ask.paper_id)
      -- One that was changed this very moment is missed here; then the message is written again, with the new one.
      and encode(sha256(portrait.image), 'hex') = ask.hash
    on conflict do nothing`)

export type InvitedKey = Readonly<{ companyId: string; jobId: string; siteId: string; address: string }>

/** For each of these: where answers about the site go, and what was last sent to that calendar about the job. */
export const calendarsBefore = (db: Connection, asked: readonly InvitedKey[]) =>
  db.query<InvitedKey & { replyTo: string | null; former: string | null }>(sql`
    select ask.company_id, ask.job_id, ask.site_id, ask.address, former.calendar as former,
           coalesce(region.reply_to, company.reply_to) as reply_to
    from unnest(
      ${asked.map(({ companyId }) => companyId)}::uuid[], ${asked.map(({ jobId }) => jobId)}::uuid[],
      ${asked.map(({ siteId }) => siteId)}::uuid[], ${asked.map(({ address }) => address)}::text[]
    ) as ask (company_id, job_id, site_id, address)
    join site on site.company_id = ask.company_id and site.id = ask.site_id
    join company on company.id = ask.company_id
    left join region on region.company_id = site.company_id and region.id = site.region_id
    left join lateral (
      select message.calendar
      from notice
      join message using (company_id, id)
      where notice.company_id = ask.company_id and notice.job_id = ask.job_id and notice.address = ask.address
        and message.calendar is not null
      -- Of two written together the later save counts.
      order by message.at desc, notice.version desc
      limit 1
    ) former on true`)

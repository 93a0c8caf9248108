import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import { changeCompany, findCompany } from '#directory/directory.run.ts'
import { DEFERRAL_MUTES, type Company as KeptCompany } from '#directory/directory.ts'
import { holidaysOf, setHolidays } from '#directory/holidays.run.ts'
import { type Holiday as KeptHoliday, publicHolidays } from '#directory/holidays.ts'
import { refuse } from './problem.ts'
import { DIRECTORY } from './refusals.ts'
import { done, type Exact, type Route, route } from './route.ts'
import { Day, Id, Instant, text } from './shapes.ts'

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00')
  .openapi({ example: '22:00' })

const QuietHours = z.strictObject({ from: clock, until: clock }).openapi('QuietHours')
const quiet = {
  quietHours: z.union([QuietHours, z.null()]).openapi({
    description: "on the site's clock, between which only urgent messages go out; they may go over midnight",
  }),
  quietHolidays: z.boolean().openapi({ description: 'whether public holidays are quiet all day' }),
}

const replyTo = text(254).openapi({
  example: 'desk@example.com',
  description: 'where answers to e-mail go, unless a region says otherwise; null: to its sender',
})

const asking = {
  approvesReports: z.boolean().openapi({ description: 'whether somebody looks at a job report before it goes out' }),
  takesRequests: z
    .boolean()
    .openapi({ description: 'whether customers may ask for service by a link, without an account' }),
  requestTypeId: Id.nullable().openapi({ description: 'of which service type such a job is; null: nobody can ask' }),
  reviewUrl: text(2000).nullable().openapi({
    example: 'https://reviews.example.com/night-owl',
    description: 'where customers may say how it was',
  }),
}

const Company = z
  .object({
    id: Id,
    name: z.string().openapi({ example: 'Harbour Monitoring' }),
    code: z.string().openapi({ example: 'HRB', description: 'chosen once; job numbers read HRB-1234' }),
    timeZone: z.string().openapi({ example: 'Australia/Sydney' }),
    locale: z.string().openapi({ example: 'en-AU' }),
    country: z.string().openapi({ example: 'AU', description: 'whose phone numbers need no country code' }),
    deferralMutes: z.enum(DEFERRAL_MUTES).openapi({ description: 'what deferring a job silences' }),
    ...quiet,
    holidaysOf: z.string().nullable().openapi({ example: 'AU-NSW', description: "null: of the company's country" }),
    replyTo: replyTo.nullable(),
    ...asking,
    createdAt: Instant,
  })
  .openapi('Company')

const Change = z
  .strictObject({
    name: text(200),
    timeZone: text(100),
    locale: text(35),
    country: text(2),
    deferralMutes: z.enum(DEFERRAL_MUTES),
    ...quiet,
    holidaysOf: text(20).nullable(),
    replyTo: replyTo.nullable(),
    ...asking,
  })
  .partial()
  .openapi('CompanyChange')

const seen = ({ quietFrom, quietUntil, ...company }: KeptCompany) => ({
  ...company,
  quietHours: quietFrom === null ? null : { from: clockOf(quietFrom), until: clockOf(quietUntil!) },
})

const clockOf = (minutes: number): string =>
  new Temporal.PlainTime().add({ minutes }).toString({ smallestUnit: 'minute' })

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

function changeOf({ quietHours, ...change }: Exact<z.output<typeof Change>>) {
  if (quietHours === undefined) return change
  const [quietFrom, quietUntil] = quietHours ? [quietHours.from, quietHours.until].map(minutesOf) : [null, null]
  return { ...change, quietFrom: quietFrom!, quietUntil: quietUntil! }
}

const Holiday = z.object({ day: Day, name: z.string().openapi({ example: 'Melbourne Cup' }) })
const Holidays = z
  .object({
    items: z.array(Holiday).openapi({ description: 'days you named yourselves: quiet all day' }),
    next: z.array(Holiday).openapi({ description: 'the next public holidays of your calendar' }),
    quiet: z.boolean().openapi({ description: 'whether those are quiet all day' }),
  })
  .openapi('Holidays')

async function holidaysSeen(db: Connection, companyId: string, items: KeptHoliday[], now: Temporal.Instant) {
  const company = (await findCompany(db, companyId))!
  const today = now.toZonedDateTimeISO(company.timeZone).toPlainDate()
  const place = company.holidaysOf ?? company.country
  const years = [today.year, today.year + 1].flatMap(year => publicHolidays(place, year))
  const next = years.filter(({ day }) => day >= today.toString()).slice(0, 10)
  return done({ items, next, quiet: company.quietHolidays })
}

export const companyRoutes = (): Route[] => [
  route({
    method: 'get',
    path: '/company',
    id: 'getCompany',
    about: 'Company',
    summary: 'Your company',
    scope: 'read',
    reply: { status: 200, shape: Company },
    act: async ({ db, who }) => {
      const company = await findCompany(db, who.companyId)
      return company ? done(seen(company)) : refuse(DIRECTORY, { because: 'no-such-company' })
    },
  }),
  route({
    method: 'patch',
    path: '/company',
    id: 'changeCompany',
    about: 'Company',
    summary: 'Change your company',
    description: 'Only what is named is changed. The code is chosen once: it stands in every job number given out.',
    scope: 'administer',
    body: Change,
    reply: { status: 200, shape: Company },
    act: async ({ db, who, body, now }) => {
      const saved = await changeCompany(db, who.companyId, changeOf(body), who.actor, now)
      return saved.ok ? done(seen(saved.company)) : refuse(DIRECTORY, saved)
    },
  }),
  route({
    method: 'get',
    path: '/company/holidays',
    id: 'listHolidays',
    about: 'Company',
    summary: 'Days that are quiet all day',
    scope: 'read',
    reply: { status: 200, shape: Holidays },
    act: async ({ db, who: { companyId }, now }) => holidaysSeen(db, companyId, await holidaysOf(db, companyId), now),
  }),
  route({
    method: 'put',
    path: '/company/holidays',
    id: 'setHolidays',
    about: 'Company',
    summary: 'Name the days that are quiet beside the public holidays',
    description: 'All of them: those that are left out are quiet no longer.',
    scope: 'administer',
    body: z
      .strictObject({ items: z.array(z.strictObject({ day: Day, name: text(200) })).max(400) })
      .openapi('HolidaysAsked'),
    reply: { status: 200, shape: Holidays },
    act: async ({ db, who: { companyId, actor: by }, body, now }) => {
      const set = await setHolidays(db, { companyId, holidays: body.items, by }, now)
      return set.ok ? holidaysSeen(db, companyId, set.holidays, now) : refuse(DIRECTORY, set)
    },
  }),
]

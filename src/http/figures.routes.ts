import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import { findCompany } from '#directory/directory.run.ts'
import { figuresOf } from './figures.run.ts'
import { figuresCsv, TABLES } from './figures-csv.ts'
import { daysAsked } from './figures-days.ts'
import { FiguresSeen } from './figures-shapes.ts'
import { refuse } from './problem.ts'
import { FIGURES } from './refusals.ts'
import { bytes, done, type Exact, type Route, route } from './route.ts'
import { Day, Id } from './shapes.ts'

const about = 'Reports'

const ADay = Day.regex(/^(19|20|21)/, 'must be a day between 1900 and 2199')
const asked = {
  from: ADay.optional().openapi({
    description: 'the first day, on the clock of the company; left out: 30 days in all',
  }),
  until: ADay.optional().openapi({ description: 'the last day, which counts; left out: today. At most 366 days' }),
  customerId: Id.optional(),
  providerId: Id.optional(),
  serviceTypeId: Id.optional(),
}
type Asked = Exact<z.output<z.ZodObject<typeof asked>>>

export const figureRoutes = (): Route[] => [drawing, spreading]

async function figuresAsked(
  db: Connection,
  companyId: string,
  { from, until, ...narrowed }: Asked,
  now: Temporal.Instant,
) {
  const { timeZone } = (await findCompany(db, companyId))!
  const read = daysAsked({ ...(from && { from }), ...(until && { until }) }, { timeZone, now })
  if (!read.ok) return read
  return { ok: true as const, figures: await figuresOf(db, { companyId, days: read.days, timeZone, narrowed }) }
}

const drawing = route({
  method: 'get',
  path: '/figures',
  id: 'getFigures',
  about,
  summary: 'How the work and the telling went: counts, times, and reasons',
  description:
    'Jobs count on the day they were opened or completed, messages on the day they were written, reminders and reasons on ' +
    'the day they were decided. Requests that nobody accepted are no jobs.',
  scope: 'read',
  query: z.strictObject(asked),
  reply: { status: 200, shape: FiguresSeen },
  act: async ({ db, who: { companyId }, query, now }) => {
    const found = await figuresAsked(db, companyId, query, now)
    return found.ok ? done(found.figures) : refuse(FIGURES, found)
  },
})

const spreading = route({
  method: 'get',
  path: '/figures/csv',
  id: 'spreadFigures',
  about,
  summary: 'A part of the figures as a spreadsheet',
  scope: 'read',
  query: z.strictObject({ table: z.enum(TABLES), ...asked }),
  reply: { status: 200, type: 'text/csv; charset=utf-8' },
  act: async ({ db, who: { companyId }, query: { table, ...query }, now }) => {
    const found = await figuresAsked(db, companyId, query, now)
    if (!found.ok) return refuse(FIGURES, found)
    const { from, until } = found.figures
    const csv = Buffer.from(figuresCsv(table, found.figures))
    return bytes(csv, 'text/csv; charset=utf-8', `${table} ${from} ${until}.csv`)
  },
})

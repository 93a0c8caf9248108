import { z } from 'zod'
import { isTimeZone } from '#base/time.ts'
import { KINDS } from '#directory/directory.ts'
import { DESTINATIONS, DETAILS, OCCASIONS, OWNER_KINDS, TURNS, VIAS } from '#rules/rule.ts'

/** Text in which {{Column name}} stands for what a row says in that column. */
const FromRow = z.string().min(1)

const Zone = z.string().refine(isTimeZone, 'is not a time zone such as "America/Los_Angeles"')

/** How the columns of a file of past calls become jobs: the map that `callout replay` reads. */
export const ReplayMap = z.strictObject({
  company: z.strictObject({
    name: z.string().min(1),
    code: z.string().regex(/^[A-Z0-9]{3}$/, 'must be three capital letters or digits'),
    timeZone: Zone,
    locale: z.string().min(2),
    country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code such as "US"'),
  }),
  /** The zone of the times in the file, and how they are written (Luxon tokens: "MM/dd/yyyy hh:mm:ss a"). */
  times: z.strictObject({ zone: Zone, format: z.string().min(1) }),
  /** Columns. `row` names a row, `call` a call; rows of one call become technicians of one visit. */
  row: z.string().min(1),
  call: z.string().min(1),
  unit: z.string().min(1),
  steps: z.strictObject({
    opened: z.string().min(1),
    dispatched: z.string().min(1),
    travelling: z.string().min(1),
    onSite: z.string().min(1),
    offSite: z.string().min(1),
  }),
  site: z.strictObject({ name: FromRow, address: FromRow }),
  customer: FromRow,
  alarmCompany: FromRow.optional(),
  provider: FromRow.optional(),
  /** How providers can be reached, by their name. */
  providers: z
    .record(z.string(), z.strictObject({ email: z.string().optional(), mobile: z.string().optional() }))
    .default({}),
  /** How customers can be reached, by their name; "*": all others. */
  customers: z
    .record(z.string(), z.strictObject({ email: z.string().optional(), phone: z.string().optional() }))
    .default({}),
  serviceType: FromRow,
  kind: z.enum(KINDS),
  request: FromRow,
  orderNumber: FromRow.optional(),
  outcome: FromRow,
  /** Outcomes that mean the call was cancelled. */
  cancelled: z.array(z.string()).default([]),
  rules: z
    .array(
      z.strictObject({
        /** Of a status the name is its code. */
        owner: z.strictObject({ kind: z.enum(OWNER_KINDS).exclude(['company', 'region']), name: z.string().min(1) }),
        mute: z.literal(true).optional(),
        when: z.enum(OCCASIONS).optional(),
        via: z.enum(VIAS).optional(),
        destination: z.enum(DESTINATIONS).default('address'),
        /** Of statuses: with whose tap, and after how many seconds. */
        turn: z.enum(TURNS).optional(),
        graceSeconds: z.int().default(0),
        to: z.string().optional(),
        recipient: z.string().optional(),
        /** Of reminders: after so many days, at most so often, and what else is chased. */
        everyDays: z.int().optional(),
        times: z.int().optional(),
        details: z.array(z.enum(DETAILS)).default([]),
      }),
    )
    .default([]),
})
export type ReplayMap = z.infer<typeof ReplayMap>

/** Reads a map, or says in one sentence for each fault what is wrong with it. */
export function readMap(text: string): { ok: true; map: ReplayMap } | { ok: false; problems: string[] } {
  const json = parseJson(text)
  if (json === undefined) return { ok: false, problems: ['The map is not JSON.'] }
  const read = ReplayMap.safeParse(json)
  if (read.success) return { ok: true, map: read.data }
  return {
    ok: false,
    problems: read.error.issues.map(issue => `${issue.path.join('.') || 'the map'}: ${issue.message}`),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The columns a map speaks of, to be held against the file's header. */
export function columnsOf(map: ReplayMap): string[] {
  const { site, customer, alarmCompany = '', provider = '', serviceType, request, orderNumber = '', outcome } = map
  const texts = [site.name, site.address, customer, alarmCompany, provider, serviceType, request, orderNumber, outcome]
  const tags = texts.flatMap(text => [...text.matchAll(/\{\{([^{}]+)\}\}/g)].map(match => match[1]!.trim()))
  return [...new Set([map.row, map.call, map.unit, ...Object.values(map.steps), ...tags])]
}

/** `text` with {{Column}} replaced by what the row says there. */
export const fill = (text: string, row: Readonly<Record<string, string>>): string =>
  text.replace(/\{\{([^{}]+)\}\}/g, (_, column: string) => row[column.trim()] ?? '').trim()

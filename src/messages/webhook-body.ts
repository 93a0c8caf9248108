import type { EntryKind } from '#directory/directory.ts'
import { type Altered, type Job, jobNumber } from '#jobs/job.ts'
import { happenings } from '#rules/occasions.ts'
import { reminds } from '#rules/rule.ts'
import type { Facts } from './facts.ts'
import { type FieldName, fieldValue, type Layout } from './fields.ts'
import { fit, lines } from './plain.ts'
import { layoutFor, type Telling } from './words.ts'

/** What a program is told of: the same as people are, in no words. */
type Told = Omit<Telling, 'via'>

// Receivers may refuse more than this, and what is cut off they find in the API.
const MOST_BYTES = 20_000
// Characters of one value, from the first limit at which all of it has room. Ids and times have room at the last.
const LIMITS = [4000, 1000, 300, 100, 40]
const MOST_JOBS = 50

/**
 * What a program is told, as JSON in the envelope of Standard Webhooks: the job as it stood after the event, as far as
 * the layout shows it (S1.48). A field that is left out is not there; one that says nothing is null. Less than 20 kB.
 */
export function webhookBody(facts: Facts, told: Told, layout: Layout): string {
  const shown = layoutFor(told, layout)
  const { occasions, at } = told
  const when = occasions.some(reminds) ? at : facts.event.at
  const content = {
    type: `job.${occasions[0]}`,
    timestamp: when.toString(),
    data: {
      occasions,
      company: facts.company.code,
      job: jobTold(facts, shown),
      changed: changesTold(facts, told, shown),
      ...moreTold(told),
    },
  }
  const written = LIMITS.map(most => () => JSON.stringify(content, shortening(most)))
  return firstThat(written, text => Buffer.byteLength(text) < MOST_BYTES)
}

const firstThat = (written: readonly (() => string)[], fits: (text: string) => boolean): string => {
  const [write, ...shorter] = written
  const text = write!()
  return fits(text) || shorter.length === 0 ? text : firstThat(shorter, fits)
}

const shortening = (most: number) => (_key: string, value: unknown) =>
  typeof value === 'string' ? fit(lines(value), most) : value

/** The job with those of its fields that are shown. Which job it is and which clock it has is always told. */
function jobTold(facts: Facts, shown: Layout): object {
  const { event, company, site } = facts
  const { id, version, number, category } = event.job
  const values = shown.filter(name => !APART.has(name)).map(name => [name, saidOf(name, facts)])
  return {
    id,
    reference: jobNumber(company.code, number),
    version,
    ...(shown.includes('status') && { category }),
    site: {
      ...(shown.includes('site') && { name: site.name }),
      ...(shown.includes('address') && { address: site.address }),
      timeZone: site.timeZone,
    },
    ...Object.fromEntries(values),
    ...(shown.includes('visits') && { technicians: fieldValue('visits', facts, 'sheet') || null }),
  }
}

const APART: ReadonlySet<FieldName> = new Set(['number', 'site', 'address', 'visits', 'photos'])

/** Fields that name an entry: a program is told its name, as people are. */
const NAMED: Readonly<Partial<Record<FieldName, readonly [keyof Job, EntryKind]>>> = {
  status: ['statusId', 'status'],
  customer: ['customerId', 'customer'],
  alarmCompany: ['alarmCompanyId', 'alarm-company'],
  provider: ['providerId', 'provider'],
  serviceType: ['serviceTypeId', 'service-type'],
}

function saidOf(name: FieldName, { event: { job }, nameOf }: Facts): unknown {
  const [field, kind] = NAMED[name] ?? []
  return field && kind ? nameOf(kind, job[field] as string | null) : job[name as keyof Job]
}

type Change = Readonly<{ field: FieldName; from: unknown; to: unknown }>

/** What the save altered, if it is the save that is told of and not a reminder: each with its old and new value. */
function changesTold({ event, nameOf }: Facts, { occasions }: Told, shown: Layout): Change[] {
  if (!happenings(event).some(({ occasion }) => occasions.includes(occasion))) return []
  return shown.flatMap(name => {
    const [field, kind] = NAMED[name] ?? [name]
    const altered = event.changed.find(change => change.field === field && isOfJob(change))
    if (!altered) return []
    const said = (value: unknown) => (kind ? nameOf(kind, value as string | null) : value)
    return [{ field: name, from: said(altered.from), to: said(altered.to) }]
  })
}

const isOfJob = ({ personId }: Altered): boolean => personId === undefined

function moreTold({ occasions, about, jobs = [] }: Told): object {
  return {
    ...(occasions.includes('details-missing') && { missing: about }),
    ...(occasions.includes('invoiced') && { invoice: about[0] }),
    ...(jobs.length > 1 && { jobs: jobs.slice(0, MOST_JOBS), jobsLeftOut: Math.max(0, jobs.length - MOST_JOBS) }),
  }
}

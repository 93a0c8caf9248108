import { z } from '@hono/zod-openapi'
import { wallTime } from '#base/time.ts'
import type { Connection } from '#db/sql.ts'
import { findCompany, findEntry } from '#directory/directory.run.ts'
import { type Job, jobNumber } from '#jobs/job.ts'
import { type Expected, remindersToCome, SUPPOSED, type Supposing, wouldBe } from '#rules/explain.run.ts'
import { OWNER_KINDS, TARGETS, TOLD, VIAS } from '#rules/rule.ts'
import { type DecisionRow, decisionsOfJob, latestDecisions } from '#rules/rules.run.ts'
import { noSuchJob } from './job-answers.run.ts'
import { jobAt } from './job-views.run.ts'
import { refuse } from './problem.ts'
import { mutesAmong } from './recipient-views.run.ts'
import { JOBS, WHY_NOT } from './refusals.ts'
import { done, type Route, route } from './route.ts'
import { expectationOf, lineOf, reminderExpected, sentenceFor } from './sentences.ts'
import { Actor, Id, Instant, MaybeInstant, Moment, oneJob, page, paged, writeCursor } from './shapes.ts'

const about = 'Decisions'

/** Whom a decision is about: enough to mute or replace him for this job. */
const whom = {
  ruleId: Id,
  ownerKind: z.enum([...OWNER_KINDS, 'job']),
  ownerName: z.string().openapi({ description: 'whose rule it is' }),
  target: z.enum(TARGETS).openapi({ description: 'whom of those the rule names' }),
  via: z.enum(VIAS),
  recipient: z.string().nullable().openapi({ description: 'who the address in the rule is' }),
  address: z.string().nullable().openapi({ description: 'where it would reach or would have reached; null: nowhere' }),
  recipientId: Id.nullable().openapi({
    description: 'of a rule for this job alone: which recipient it is part of, to take it back',
  }),
  muted: z.union([z.object({ recipientId: Id, by: Actor, at: Instant }), z.null()]).openapi({
    description: 'that he is muted for this job now, by whom, and what to take back to end that',
  }),
}

const Decision = z
  .object({
    jobId: Id,
    reference: z.string().openapi({ example: 'HRB-1234' }),
    version: z.int().openapi({ description: 'the save of the job it is about' }),
    occasion: z.enum(TOLD),
    ordinal: z.int().openapi({ description: 'which reminder of its rule it was; 0 for what a save led to' }),
    ...whom,
    because: z.string().openapi({ example: 'muted-by-site', description: '"told", or the one reason why not' }),
    sentence: z.string().openapi({ example: 'Told desk@example.com by e-mail with PDF.' }),
    messageId: Id.nullable().openapi({ description: 'the message that came of it, once it is written' }),
    at: Instant,
    timeZone: z.string().openapi({ example: 'Australia/Sydney' }),
    waitsUntil: MaybeInstant.openapi({
      description: 'until when its message waits to be written: for the end of quiet hours, or for further changes',
    }),
  })
  .openapi('Decision')

async function decisionViews(db: Connection, companyId: string, rows: readonly DecisionRow[]) {
  const [company, muteOf] = await Promise.all([
    findCompany(db, companyId),
    mutesAmong(
      db,
      companyId,
      rows.map(({ jobId }) => jobId),
    ),
  ])
  const { code, locale } = company!
  return rows.map((row): z.output<typeof Decision> => {
    const because = row.droppedBecause ?? row.because
    const { mutedBy, ...said } = muteOf({ ...row, because }, row.providerId)
    return {
      jobId: row.jobId,
      reference: jobNumber(code, row.jobNumber),
      version: row.version,
      occasion: row.occasion,
      ordinal: row.ordinal,
      ...namedIn(row),
      ...said,
      because,
      sentence: sentenceFor({ ...row, mutedBy }, at => wallTime(at, row.zone, locale)),
      // Behind the second stands in which order they go out.
      waitsUntil: row.waitsUntil?.round('second') ?? null,
      messageId: row.droppedBecause ? null : row.noticeId,
      at: row.at,
      timeZone: row.zone,
    }
  })
}

const namedIn = ({ ruleId, ownerKind, ownerName, target, via, recipient, address }: DecisionRow | Expected) => ({
  ...{ ruleId, ownerKind, ownerName, target, via, recipient, address },
})

const expected = {
  ...whom,
  occasion: z.enum(TOLD),
  because: z.string().openapi({ example: 'muted-by-site', description: '"told", or the one reason why not' }),
}

const ReminderDue = z
  .object({
    ...expected,
    at: Instant,
    timeZone: z.string().openapi({ example: 'Australia/Sydney' }),
    number: z.int().openapi({ description: 'which of its reminders it would be' }),
    of: z.int().openapi({ description: 'how many there may be' }),
    sentence: z.string().openapi({ example: 'Will remind jo@example.com by text on 24 Nov 2026, 09:00 AEDT: 2 of 4.' }),
  })
  .openapi('ReminderDue')

const WouldBe = z
  .object({
    if: z.enum(SUPPOSED),
    refused: z
      .union([z.object({ because: z.string(), title: z.string(), detail: z.string() }), z.null()])
      .openapi({ description: 'why it could not happen, if it could not' }),
    line: z.string().openapi({ example: 'Will tell: jo@example.com by text.' }),
    messages: z.int(),
    items: z.array(
      z.object({ ...expected, sentence: z.string().openapi({ example: 'Will tell jo@a.example by text.' }) }),
    ),
  })
  .openapi('WouldBe')

async function remindersView(db: Connection, { job, zone }: { job: Job; zone: string }, now: Temporal.Instant) {
  const { companyId, id: jobId, providerId } = job
  const { locale } = (await findCompany(db, companyId))!
  const muteOf = await mutesAmong(db, companyId, [jobId])
  return (await remindersToCome(db, job, now)).map((reminder): z.output<typeof ReminderDue> => {
    const { occasion, because, at, number, of } = reminder
    const { mutedBy, ...said } = muteOf({ jobId, ...reminder, at: undefined }, providerId)
    const sentence = reminderExpected({ ...reminder, mutedBy }, wallTime(at, zone, locale), reminder)
    return { ...namedIn(reminder), ...said, occasion, because, at, timeZone: zone, number, of, sentence }
  })
}

async function wouldBeView(db: Connection, supposing: Supposing & { zone: string }): Promise<z.output<typeof WouldBe>> {
  const would = await wouldBe(db, supposing)
  if (!would.ok) {
    const [, title, detail] = WHY_NOT[would.because]
    return {
      if: supposing.what,
      refused: { because: would.because, title, detail },
      line: title,
      messages: 0,
      items: [],
    }
  }
  const { companyId, id: jobId, providerId } = supposing.job
  const { locale } = (await findCompany(db, companyId))!
  const reads = (at: Temporal.Instant) => wallTime(at, supposing.zone, locale)
  const muteOf = await mutesAmong(db, companyId, [jobId])
  const expected = would.expected.map(each => ({
    ...each,
    ...muteOf({ jobId, ...each }, supposing.providerId ?? providerId),
  }))
  const items = expected.map(each => {
    const { occasion, because, muted, recipientId } = each
    return { ...namedIn(each), muted, recipientId, occasion, because, sentence: expectationOf(each, reads) }
  })
  const messages = new Set(would.expected.flatMap(({ messageOf }) => messageOf ?? [])).size
  return { if: supposing.what, refused: null, line: lineOf(expected, reads), messages, items }
}

const supposed = z
  .strictObject({
    if: z.enum(SUPPOSED).optional().openapi({ description: 'also say what the rules would do if this happened now' }),
    providerId: Id.optional().openapi({ description: 'with if=dispatched: to whom; else to the provider it has' }),
    statusId: Id.optional().openapi({ description: 'with if=status-set: which' }),
    technicianId: Id.optional().openapi({ description: 'with if=status-set: who sets it; else the office' }),
  })
  .refine(asked => !asked.providerId || asked.if === 'dispatched', {
    path: ['providerId'],
    error: 'goes with if=dispatched',
  })
  .refine(asked => (asked.statusId !== undefined) === (asked.if === 'status-set'), {
    path: ['statusId'],
    error: 'goes with if=status-set',
  })
  .refine(asked => !asked.technicianId || asked.if === 'status-set', {
    path: ['technicianId'],
    error: 'goes with if=status-set',
  })

export const decisionRoutes = (): Route[] => [ofJob, latest]

const ofJob = route({
  method: 'get',
  path: '/jobs/{id}/decisions',
  id: 'listJobDecisions',
  about,
  summary: 'Who was told of a job and who was not, and why',
  description:
    'And of reminders, who will be; and what the rules would do if something happened now. That stores nothing.',
  scope: 'read',
  params: oneJob,
  query: supposed,
  refuses: [404],
  reply: {
    status: 200,
    shape: z.object({ items: z.array(Decision), due: z.array(ReminderDue), wouldBe: z.union([WouldBe, z.null()]) }),
  },
  act: async ({ db, who: { companyId, actor: by }, params, query: { if: what, ...more }, now }) => {
    const found = await jobAt(db, companyId, params.id)
    if (!found) return noSuchJob()
    const { job } = found
    if (more.providerId && !(await findEntry(db, 'provider', { companyId, id: more.providerId })))
      return refuse(JOBS, { because: 'no-such-entry', field: 'providerId' })
    const rows = await decisionsOfJob(db, companyId, job.id)
    return done({
      items: await decisionViews(db, companyId, rows),
      due: await remindersView(db, found, now),
      wouldBe: what ? await wouldBeView(db, { ...found, what, by, now, ...more }) : null,
    })
  },
})

// Saves of all companies are counted together: there may be more of them than any company has jobs.
const saveCount = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

const latest = route({
  method: 'get',
  path: '/decisions',
  id: 'listDecisions',
  about,
  summary: 'The latest decisions, newest first',
  description:
    'A page holds those of at most `limit` moments; what was decided together about one save stays together.',
  scope: 'read',
  query: z.strictObject(paged(z.tuple([saveCount, Moment]))),
  reply: { status: 200, shape: page(Decision) },
  act: async ({ db, who: { companyId }, query: { limit, after } }) => {
    const before = after && { before: { seq: after[0], at: after[1] } }
    const rows = await latestDecisions(db, { companyId, moments: limit + 1, ...before })
    const moments = [...Map.groupBy(rows, ({ at, seq }) => `${seq}\n${at}`).entries()]
    const shown = moments.slice(0, limit).flatMap(([, together]) => together)
    const next = moments.length > limit ? writeCursor(moments[limit - 1]![0].split('\n')) : null
    return done({ items: await decisionViews(db, companyId, shown), next })
  },
})

import { z } from '@hono/zod-openapi'
import type { Connection } from '#db/sql.ts'
import { jobNumber } from '#jobs/job.ts'
import { TOLD } from '#rules/rule.ts'
import { type DecisionRow, decisionsOfJob, latestDecisions } from '#rules/rules.run.ts'
import { noSuchJob } from './job-answers.run.ts'
import { codeOf, jobAt } from './job-views.run.ts'
import { done, type Route, route } from './route.ts'
import { sentenceFor } from './sentences.ts'
import { count, Id, Instant, oneJob, page, paged } from './shapes.ts'

const about = 'Decisions'

const Decision = z
  .object({
    jobId: Id,
    reference: z.string().openapi({ example: 'HRB-1234' }),
    version: z.int().openapi({ description: 'the save of the job it is about' }),
    occasion: z.enum(TOLD),
    ordinal: z.int().openapi({ description: 'which reminder of its rule it was; 0 for what a save led to' }),
    ruleId: Id,
    ownerName: z.string().openapi({ description: 'whose rule it is' }),
    because: z.string().openapi({ example: 'muted-by-site', description: '"told", or the one reason why not' }),
    sentence: z.string().openapi({ example: 'Told desk@example.com by e-mail with PDF.' }),
    messageId: Id.nullable().openapi({ description: 'the message that came of it, once it is written' }),
    at: Instant,
    timeZone: z.string().openapi({ example: 'Australia/Sydney' }),
  })
  .openapi('Decision')

async function decisionView(db: Connection, companyId: string) {
  const code = await codeOf(db, companyId)
  return (row: DecisionRow): z.output<typeof Decision> => ({
    jobId: row.jobId,
    reference: jobNumber(code, row.jobNumber),
    version: row.version,
    occasion: row.occasion,
    ordinal: row.ordinal,
    ruleId: row.ruleId,
    ownerName: row.ownerName,
    because: row.droppedBecause ?? row.because,
    sentence: sentenceFor(row),
    messageId: row.droppedBecause ? null : row.noticeId,
    at: row.at,
    timeZone: row.zone,
  })
}

export const decisionRoutes = (): Route[] => [ofJob, latest]

const ofJob = route({
  method: 'get',
  path: '/jobs/{id}/decisions',
  id: 'listJobDecisions',
  about,
  summary: 'Who was told of a job and who was not, and why',
  scope: 'read',
  params: oneJob,
  refuses: [404],
  reply: { status: 200, shape: z.object({ items: z.array(Decision) }) },
  act: async ({ db, who: { companyId }, params }) => {
    const found = await jobAt(db, companyId, params.id)
    if (!found) return noSuchJob()
    const rows = await decisionsOfJob(db, companyId, found.job.id)
    return done({ items: rows.map(await decisionView(db, companyId)) })
  },
})

const latest = route({
  method: 'get',
  path: '/decisions',
  id: 'listDecisions',
  about,
  summary: 'The latest decisions, newest first',
  description: 'A page holds the decisions about at most `limit` saves; those about one save stay together.',
  scope: 'read',
  query: z.strictObject(paged(z.tuple([count]))),
  reply: { status: 200, shape: page(Decision) },
  act: async ({ db, who: { companyId }, query: { limit, after } }) => {
    const before = after && { before: after[0] }
    const rows = await latestDecisions(db, { companyId, events: limit + 1, ...before })
    const saves = [...new Set(rows.map(({ seq }) => seq))]
    const last = saves[limit - 1]
    const shown = last === undefined ? rows : rows.filter(({ seq }) => seq >= last)
    const next = saves.length > limit ? Buffer.from(String(last)).toString('base64url') : null
    return done({ items: shown.map(await decisionView(db, companyId)), next })
  },
})

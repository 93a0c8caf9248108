import { z } from '@hono/zod-openapi'
import { importRules } from '#rules/import.run.ts'
import { importInWords, OUTCOMES } from '#rules/import-words.ts'
import { refuse } from './problem.ts'
import { IMPORT } from './refusals.ts'
import { done, type Route, route } from './route.ts'
import { Warnings } from './rule-shapes.ts'
import { Id } from './shapes.ts'

const ImportedRow = z
  .object({
    line: z.int().openapi({ description: 'in the file; the header is line 1' }),
    outcome: z.enum(OUTCOMES).openapi({ description: 'ready: it was not made, but nothing is wrong with it' }),
    ruleId: Id.nullable().openapi({ description: 'the rule that was made, or is there already' }),
    because: z.string().nullable().openapi({ example: 'no-such-owner' }),
    sentence: z.string().openapi({
      description: 'the rule in words, or what is wrong and what to do',
      example: 'When a job of customer Hargreaves Timber is dispatched, text Facilities desk (+61491570156).',
    }),
    notes: z.array(z.string()).readonly(),
    warnings: Warnings,
  })
  .openapi('ImportedRow')

const Imported = z
  .object({
    summary: z.string().openapi({ example: 'Of 3 rows: 2 made, 1 there already.' }),
    unusedColumns: z.array(z.string()).readonly().openapi({ description: 'columns of the file that were not read' }),
    rows: z.array(ImportedRow).readonly(),
  })
  .openapi('ImportedRules')

const choice = z.enum(['true', 'false']).default('false')

export const importRoutes = (): Route[] => [
  route({
    method: 'post',
    path: '/rules/import',
    id: 'importRules',
    about: 'Rules',
    summary: "Make rules of SMART's notification rows",
    description:
      'The body is a CSV file in UTF-8 of at most 2 MB and 5,000 rows, with commas or semicolons and the columns Owner ' +
      'Type, Owner, Service Type, Notify When, Via, Email Address / Mobile Number and, where they say something, ' +
      "Recipient, Notify Provider, Don't Notify, Period (days) and Number of Times. Rules that are there already are " +
      'not made again. With a row refused nothing is made, unless `partly` is true.',
    scope: 'administer',
    query: z.strictObject({
      dryRun: choice.openapi({ description: 'true: say what would become of every row, and make nothing' }),
      partly: choice.openapi({ description: 'true: make the rules of the good rows though others are refused' }),
    }),
    media: ['text/csv', 'text/csv; charset=utf-8'],
    reply: { status: 200, shape: Imported },
    act: async ({ db, who: { companyId, actor }, query: { dryRun, partly }, bytes: file, now }) => {
      const run = dryRun === 'true' ? 'dry' : partly === 'true' ? 'partly' : 'whole'
      const imported = await importRules(db, { companyId, file, run }, actor, now)
      if (!imported.ok) return { ...refuse(IMPORT, imported), detail: imported.explained }
      const { rows, unusedColumns } = imported
      const outcomes = rows.map(({ outcome }) => outcome)
      return done({ summary: importInWords(outcomes, run), unusedColumns, rows })
    },
  }),
]

import { z } from '@hono/zod-openapi'
import { FIELDS } from '#messages/fields.ts'
import { previewMessages } from '#messages/preview.run.ts'
import { ENCODINGS } from '#messages/segments.ts'
import { currentLayout, currentTemplates, saveLayout, saveTemplate } from '#messages/style.run.ts'
import { TAGS } from '#messages/template.ts'
import { TOLD, WORDED } from '#rules/rule.ts'
import { idOfJobAt } from './job-views.run.ts'
import { type Problem, refuse } from './problem.ts'
import { WORDING } from './refusals.ts'
import { done, type Exact, type Route, route } from './route.ts'
import { jobParam, MaybeActor, MaybeInstant, text, words } from './shapes.ts'

const about = 'Wording'
const written = { version: z.int(), by: MaybeActor, at: MaybeInstant }
const template = { subject: z.string().nullable(), body: z.string() }

const Template = z
  .object({ name: z.enum(WORDED), ...template, ...written, builtIn: z.object(template) })
  .openapi('Template')

const part = z.object({ name: z.string(), description: z.string(), example: z.string() })
const Tag = part.extend({ of: z.array(part).readonly().optional() }).openapi('TemplateTag')

const Field = z.object({ name: z.string(), label: z.string(), example: z.string() })
const Layout = z
  .object({ fields: z.array(z.string()).readonly(), ...written, known: z.array(Field) })
  .openapi('SheetLayout')

const version = z.int().min(0).max(1_000_000).openapi({ description: 'the version you were looking at; 0 is ours' })
const templateAsked = { subject: words(400).nullable(), body: words(20_000) }
const fields = z.array(text(100)).max(100)
const Version = z.object({ version: z.int() }).openapi('SavedVersion')

const explained = (refused: { because: keyof typeof WORDING; explained: string }): Problem => ({
  ...refuse(WORDING, { because: refused.because }),
  detail: refused.explained,
})

export const wordingRoutes = (): Route[] => [templates, savingTemplate, layout, savingLayout, previewing]

const templates = route({
  method: 'get',
  path: '/templates',
  id: 'listTemplates',
  about,
  summary: 'The templates messages are made from, and the tags they may use',
  scope: 'read',
  reply: { status: 200, shape: z.object({ items: z.array(Template), tags: z.array(Tag).readonly() }) },
  act: async ({ db, who }) =>
    done({ items: await currentTemplates(db, who.companyId), tags: TAGS as Exact<typeof TAGS> }),
})

const savingTemplate = route({
  method: 'put',
  path: '/templates/{name}',
  id: 'saveTemplate',
  about,
  summary: 'Write a template',
  scope: 'administer',
  params: z.strictObject({ name: z.enum(WORDED) }),
  body: z.strictObject({ version, ...templateAsked }).openapi('TemplateChange'),
  reply: { status: 200, shape: Version },
  act: async ({ db, who: { companyId, actor }, params, body, now }) => {
    const saved = await saveTemplate(db, { companyId, name: params.name, ...body }, actor, now)
    return saved.ok ? done({ version: saved.version }) : explained(saved)
  },
})

const layout = route({
  method: 'get',
  path: '/sheet-layout',
  id: 'getSheetLayout',
  about,
  summary: 'Which fields of a job are shown, in which order',
  scope: 'read',
  reply: { status: 200, shape: Layout },
  act: async ({ db, who }) => {
    const known = FIELDS.map(({ name, label, example }) => ({ name, label, example }))
    return done({ ...(await currentLayout(db, who.companyId)), known })
  },
})

const savingLayout = route({
  method: 'put',
  path: '/sheet-layout',
  id: 'saveSheetLayout',
  about,
  summary: 'Choose which fields of a job are shown',
  scope: 'administer',
  body: z.strictObject({ version, fields }).openapi('SheetLayoutChange'),
  reply: { status: 200, shape: Version },
  act: async ({ db, who: { companyId, actor }, body, now }) => {
    const saved = await saveLayout(db, { companyId, ...body }, actor, now)
    return saved.ok ? done({ version: saved.version }) : explained(saved)
  },
})

const Words = z.object({ subject: z.string().nullable(), body: z.string() })
const TextWords = Words.extend({
  encoding: z.enum(ENCODINGS),
  units: z.int().openapi({ description: 'septets of GSM-7, UTF-16 units of UCS-2' }),
  segments: z.int(),
  room: z.int().openapi({ description: 'units left in the last segment' }),
})
const tried = z.strictObject(templateAsked).optional()
const occasions = z
  .array(z.enum(TOLD))
  .min(1)
  .max(TOLD.length)
  .refine(all => new Set(all).size === all.length, 'must name each once')
  // Nothing else happens to a job as it is invoiced.
  .refine(all => all.length === 1 || !all.includes('invoiced'), 'must name "invoiced" alone')

const previewing = route({
  method: 'post',
  path: '/templates/preview',
  id: 'previewMessages',
  about,
  summary: 'Try a template on a job before it is saved',
  description: 'Nothing is stored and nothing is sent.',
  scope: 'read',
  body: z
    .strictObject({
      job: jobParam,
      templates: z.strictObject({ sms: tried, 'text-email': tried, 'pdf-email': tried, call: tried }).optional(),
      occasions: occasions.optional(),
      fields: fields.optional(),
    })
    .openapi('MessagePreview'),
  reply: { status: 200, shape: z.object({ sms: TextWords, 'text-email': Words, 'pdf-email': Words, call: Words }) },
  refuses: [404],
  act: async ({ db, who: { companyId }, body: { job, templates, ...draft } }) => {
    const jobId = await idOfJobAt(db, companyId, job)
    if (!jobId) return refuse(WORDING, { because: 'no-such-job' })
    const trying = templates && { templates: templates as Exact<typeof templates> }
    const previewed = await previewMessages(db, { companyId, jobId, ...trying, ...draft })
    return previewed.ok ? done(previewed.messages) : explained(previewed)
  },
})

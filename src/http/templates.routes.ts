import { z } from '@hono/zod-openapi'
import { CHANNELS } from '#base/address.ts'
import type { CustomerLinks } from '#base/customer-links.ts'
import { LANGUAGES, languageOf } from '#base/language.ts'
import { findCompany } from '#directory/directory.run.ts'
import { previewMessages } from '#messages/preview.run.ts'
import { ENCODINGS } from '#messages/segments.ts'
import { TAGS } from '#messages/template.ts'
import { currentTemplates, restoreTemplate, saveTemplate, templateVersions } from '#messages/templates.run.ts'
import { FACES } from '#rules/face.ts'
import { TOLD } from '#rules/rule.ts'
import { idOfJobAt } from './job-views.run.ts'
import { refuse } from './problem.ts'
import { WORDING } from './refusals.ts'
import { done, type Exact, type Route, route } from './route.ts'
import { jobParam, text, words } from './shapes.ts'
import { explained, SavedVersion, version, WORDING_ABOUT, written } from './wording-shapes.ts'

const about = WORDING_ABOUT
const template = { subject: z.string().nullable(), body: z.string() }
const restores = z
  .int()
  .nullable()
  .openapi({ description: 'the older version it brought back; 0: ours; null: it was written' })
const name = text(60).openapi({
  example: 'on-the-way.sms',
  description:
    'a way of telling, a face of the customer with or without ".sms", or rule-ID with or without ".sms" or ".call"',
})
const language = z.enum(LANGUAGES)

const Template = z
  .object({
    ...{ name, language, ...template, ...written, restores },
    builtIn: z.union([z.object(template), z.null()]).openapi({ description: 'the words Callout comes with, if any' }),
  })
  .openapi('Template')
const TemplateVersion = z.object({ ...template, ...written, restores }).openapi('TemplateVersion')

const part = z.object({ name: z.string(), description: z.string(), example: z.string() })
const Tag = part.extend({ of: z.array(part).readonly().optional() }).openapi('TemplateTag')

const templateAsked = { subject: words(400).nullable(), body: words(20_000) }

/** `links`: the pages of customers, for previews of what they are told. */
export const templatesRoutes = (links?: CustomerLinks): Route[] => [
  ...[templates, saving, savingIn, versions, restoring],
  previewing(links),
]

const templates = route({
  method: 'get',
  path: '/templates',
  id: 'listTemplates',
  about,
  summary: 'The templates messages are made from, and the tags they may use',
  description: "The company's language comes first.",
  scope: 'read',
  query: z.strictObject({ name: name.optional(), language: language.optional() }),
  reply: { status: 200, shape: z.object({ items: z.array(Template), tags: z.array(Tag).readonly() }) },
  act: async ({ db, who, query }) =>
    done({ items: await currentTemplates(db, who.companyId, query), tags: TAGS as Exact<typeof TAGS> }),
})

const TemplateChange = z.strictObject({ version, ...templateAsked }).openapi('TemplateChange')

const saving = route({
  method: 'put',
  path: '/templates/{name}',
  id: 'saveTemplate',
  about,
  summary: "Write a template in the company's language",
  scope: 'administer',
  params: z.strictObject({ name }),
  body: TemplateChange,
  reply: { status: 200, shape: SavedVersion },
  refuses: [404],
  act: async ({ db, who: { companyId, actor }, params, body, now }) => {
    const company = await findCompany(db, companyId)
    const key = { companyId, name: params.name, language: languageOf(company!.locale) }
    const saved = await saveTemplate(db, { ...key, ...body }, actor, now)
    return saved.ok ? done({ version: saved.version }) : explained(saved)
  },
})

const key = z.strictObject({ name, language })

const savingIn = route({
  method: 'put',
  path: '/templates/{name}/{language}',
  id: 'saveTemplateIn',
  about,
  summary: 'Write a template in a language',
  scope: 'administer',
  params: key,
  body: TemplateChange,
  reply: { status: 200, shape: SavedVersion },
  refuses: [404],
  act: async ({ db, who: { companyId, actor }, params, body, now }) => {
    const saved = await saveTemplate(db, { companyId, ...params, ...body }, actor, now)
    return saved.ok ? done({ version: saved.version }) : explained(saved)
  },
})

const versions = route({
  method: 'get',
  path: '/templates/{name}/{language}/versions',
  id: 'listTemplateVersions',
  about,
  summary: 'Every version of a template, the newest first',
  scope: 'read',
  params: key,
  reply: { status: 200, shape: z.object({ items: z.array(TemplateVersion) }) },
  refuses: [404],
  act: async ({ db, who: { companyId }, params }) => {
    const items = await templateVersions(db, { companyId, ...params })
    return items ? done({ items }) : refuse(WORDING, { because: 'unknown-template' })
  },
})

const restoring = route({
  method: 'post',
  path: '/templates/{name}/{language}/restore',
  id: 'restoreTemplate',
  about,
  summary: 'Bring back an older version of a template, or ours',
  description: 'It becomes a new version with the same words. Going back to ours takes the own words of a rule away.',
  scope: 'administer',
  params: key,
  body: z
    .strictObject({ version, of: version.openapi({ description: 'the version to bring back; 0 is ours' }) })
    .openapi('TemplateRestoring'),
  reply: { status: 200, shape: SavedVersion },
  refuses: [404],
  act: async ({ db, who: { companyId, actor }, params, body, now }) => {
    const restored = await restoreTemplate(db, { companyId, ...params, ...body }, actor, now)
    return restored.ok ? done({ version: restored.version }) : explained(restored)
  },
})

const Words = z.object({ subject: z.string().nullable(), body: z.string() })
const TextWords = Words.extend({
  encoding: z.enum(ENCODINGS),
  units: z.int().openapi({ description: 'septets of GSM-7, UTF-16 units of UCS-2' }),
  segments: z.int(),
  room: z.int().openapi({ description: 'units left in the last segment' }),
})
const Recipient = Words.extend({
  channel: z.enum(CHANNELS),
  address: z.string(),
  language,
  face: z.union([z.enum(FACES), z.null()]).openapi({ description: "which of the customer's messages it is, if one" }),
}).openapi('PreviewedRecipient')
const tried = z.strictObject(templateAsked).optional()
const occasions = z
  .array(z.enum(TOLD))
  .min(1)
  .max(TOLD.length)
  .refine(all => new Set(all).size === all.length, 'must name each once')
  // Nothing else happens to a job as it is invoiced.
  .refine(all => all.length === 1 || !all.includes('invoiced'), 'must name "invoiced" alone')

const previewing = (links: CustomerLinks | undefined) =>
  route({
    method: 'post',
    path: '/templates/preview',
    id: 'previewMessages',
    about,
    summary: 'Try a template on a job before it is saved, with those who would be told',
    description: 'Nothing is stored and nothing is sent.',
    scope: 'read',
    body: z
      .strictObject({
        job: jobParam,
        templates: z.strictObject({ sms: tried, 'text-email': tried, 'pdf-email': tried, call: tried }).optional(),
        words: z
          .strictObject({ name, language, ...templateAsked })
          .optional()
          .openapi({ description: 'one template in one language' }),
        language: language.optional(),
        occasions: occasions.optional(),
        fields: z.array(text(100)).max(100).optional(),
      })
      .openapi('MessagePreview'),
    reply: {
      status: 200,
      shape: z.object({
        ...{ sms: TextWords, 'text-email': Words, 'pdf-email': Words, call: Words },
        values: z.record(z.string(), z.string()).openapi({
          description: 'what each tag stands for in the words that are tried; of a list, what its example makes of it',
        }),
        recipients: z.array(Recipient).readonly(),
      }),
    },
    refuses: [404],
    act: async ({ db, who: { companyId, scopes }, body: { job, templates, ...draft }, now }) => {
      const jobId = await idOfJobAt(db, companyId, job)
      if (!jobId) return refuse(WORDING, { because: 'no-such-job' })
      // With such a link one asks for service: whoever may only read does not get it.
      const known = scopes.includes('dispatch') || scopes.includes('administer') ? links : undefined
      const trying = templates && { templates: templates as Exact<typeof templates> }
      const previewed = await previewMessages(db, { companyId, jobId, ...trying, ...draft }, { now, links: known })
      if (!previewed.ok) return explained(previewed)
      return done({ ...previewed.messages, values: previewed.values, recipients: previewed.recipients })
    },
  })

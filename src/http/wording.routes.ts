import { z } from '@hono/zod-openapi'
import { FIELDS } from '#messages/fields.ts'
import { currentLayout, saveLayout } from '#messages/style.run.ts'
import { done, type Route, route } from './route.ts'
import { text } from './shapes.ts'
import { explained, SavedVersion, version, WORDING_ABOUT, written } from './wording-shapes.ts'

const about = WORDING_ABOUT

const Field = z.object({ name: z.string(), label: z.string(), example: z.string() })
const Layout = z
  .object({ fields: z.array(z.string()).readonly(), ...written, known: z.array(Field) })
  .openapi('SheetLayout')

const fields = z.array(text(100)).max(100)

export const wordingRoutes = (): Route[] => [layout, savingLayout]

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
  reply: { status: 200, shape: SavedVersion },
  act: async ({ db, who: { companyId, actor }, body, now }) => {
    const saved = await saveLayout(db, { companyId, ...body }, actor, now)
    return saved.ok ? done({ version: saved.version }) : explained(saved)
  },
})

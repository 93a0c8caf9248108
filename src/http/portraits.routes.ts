import { z } from '@hono/zod-openapi'
import { portraitOf, removePortrait, setPortrait } from '#directory/portraits.run.ts'
import { refuse } from './problem.ts'
import { PORTRAITS } from './refusals.ts'
import { bytes, done, type Route, route } from './route.ts'
import { Id } from './shapes.ts'

const path = '/people/{id}/portrait'
const about = 'Directory'
const onePerson = z.strictObject({ id: Id })

const Portrait = z
  .object({ personId: Id, type: z.enum(['image/jpeg', 'image/png']), bytes: z.int() })
  .openapi('Portrait')

/** How technicians look, shown to the customers they are on the way to (S5.1). */
export const portraitRoutes = (): Route[] => [
  route({
    method: 'put',
    path,
    id: 'setPortrait',
    about,
    summary: 'Show how a person looks',
    description: 'The body is the image itself, at most 2 MB. Customers see it on the page of their job.',
    scope: 'administer',
    params: onePerson,
    media: ['image/jpeg', 'image/png'],
    refuses: [404, 413],
    reply: { status: 200, shape: Portrait },
    act: async ({ db, who: { companyId, actor: by }, params: { id: personId }, bytes: image, now }) => {
      const set = await setPortrait(db, { companyId, personId, image, by }, now)
      return set.ok ? done({ personId, type: set.portrait.type, bytes: image.length }) : refuse(PORTRAITS, set)
    },
  }),
  route({
    method: 'get',
    path,
    id: 'getPortrait',
    about,
    summary: 'How a person looks',
    scope: 'read',
    params: onePerson,
    refuses: [404],
    reply: { status: 200, type: 'image/jpeg' },
    act: async ({ db, who: { companyId }, params: { id: personId } }) => {
      const portrait = await portraitOf(db, { companyId, personId })
      return portrait ? bytes(portrait.image, portrait.type) : refuse(PORTRAITS, { because: 'no-portrait' })
    },
  }),
  route({
    method: 'delete',
    path,
    id: 'removePortrait',
    about,
    summary: 'Forget how a person looks',
    scope: 'administer',
    params: onePerson,
    refuses: [404],
    reply: { status: 200, shape: z.object({ removed: Id }) },
    act: async ({ db, who: { companyId, actor: by }, params: { id: personId }, now }) => {
      const removed = await removePortrait(db, { companyId, personId, by }, now)
      return removed.ok ? done({ removed: personId }) : refuse(PORTRAITS, removed)
    },
  }),
]

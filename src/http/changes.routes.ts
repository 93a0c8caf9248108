import { z } from '@hono/zod-openapi'
import type { Changes } from './changes.run.ts'
import { LINES } from './respond.ts'
import { lines, type Route, route } from './route.ts'
import { Id, Instant, ProblemDocument } from './shapes.ts'

const ChangeLine = z
  .union([
    z.object({ at: Instant }),
    z.object({
      jobs: z.array(Id).readonly().openapi({ description: 'jobs that were opened or saved' }),
      messages: z.array(Id).readonly().openapi({ description: 'jobs about which a message was planned or moved' }),
      rules: z.boolean(),
      directory: z.boolean(),
    }),
    z.object({ beat: z.literal(true) }),
    z.object({ problem: ProblemDocument }),
  ])
  .openapi('ChangeLine')

export const changeRoutes = (changes: Changes): Route[] => [
  route({
    method: 'get',
    path: '/changes',
    id: 'listenToChanges',
    about: 'Board',
    summary: 'What happens in this company from now on',
    description:
      'The answer does not end by itself; it comes in lines, each a JSON value. First `at`: whatever is committed after ' +
      'that will be told, so read what you show then. After that what has happened, at most once a second, or `beat` ' +
      'when nothing has for a quarter of a minute. When it breaks off, ask again, and read again what you show.',
    scope: 'read',
    reply: { status: 200, shape: ChangeLine, type: LINES },
    act: async ({ who: { companyId } }) => {
      const gone = new AbortController()
      return lines(changes.listen(companyId, gone.signal), () => gone.abort())
    },
  }),
]

import { z } from '@hono/zod-openapi'
import { latestAlarms } from '#audit/audit.run.ts'
import { done, type Route, route } from './route.ts'
import { Instant, MaybeInstant } from './shapes.ts'

export const Severity = z
  .enum(['alarm', 'warning'])
  .openapi({ description: 'alarm: people are not told what they should be; warning: it may soon be so' })

const Alarm = z
  .object({
    id: z.int(),
    severity: Severity,
    words: z.string().openapi({ example: 'The account "sms" is paused: Authenticate. Texts are not sent now.' }),
    since: Instant,
    seenAt: Instant.openapi({ description: 'when it was last seen' }),
    toldAt: MaybeInstant.openapi({ description: 'when the operators were last told' }),
    toldBy: z.string().nullable().openapi({ description: 'by which way: "email, sms"; "log" when there is nobody' }),
    overAt: MaybeInstant,
  })
  .openapi('Alarm')

const MOST = 100

export const alarmRoutes = (): Route[] => [
  route({
    method: 'get',
    path: '/alarms',
    id: 'listAlarms',
    about: 'Health',
    summary: 'What is wrong with the sending itself, and what was',
    description: 'Of the whole server; they name nobody. Those that are not over come first, at most a hundred in all.',
    scope: 'administer',
    reply: { status: 200, shape: z.object({ items: z.array(Alarm) }) },
    act: async ({ db }) => done({ items: (await latestAlarms(db, MOST)).map(({ key: _, ...alarm }) => alarm) }),
  }),
]

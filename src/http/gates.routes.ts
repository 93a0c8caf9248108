import { z } from '@hono/zod-openapi'
import { findCompany, findEntry } from '#directory/directory.run.ts'
import { GATES, gatesOf } from '#rules/gates.ts'
import { findRule } from '#rules/rules.run.ts'
import { refuse } from './problem.ts'
import { DIRECTORY } from './refusals.ts'
import type { Rooms } from './rooms.ts'
import { done, type Route, route } from './route.ts'
import { RULES } from './rule-refusals.ts'
import { sendingSeen } from './sending-seen.ts'
import { Id } from './shapes.ts'

const Gates = z
  .object({
    sends: z.boolean().openapi({ description: 'whether the customer would hear of it as things stand' }),
    gates: z.array(
      z.object({
        gate: z.enum(GATES),
        open: z.boolean(),
        words: z.string().openapi({ description: 'what is wrong, if it is closed' }),
      }),
    ),
  })
  .openapi('NotificationGates')

/** Why a customer does or does not hear what its region or a status says (S3.13 to S3.19). */
export const gateRoutes = (health: Rooms['health']): Route[] => [
  route({
    method: 'get',
    path: '/rules/{id}/gates',
    id: 'getNotificationGates',
    about: 'Rules',
    summary: 'What stands between what customers are told and one of them',
    description: 'Of a rule that tells customers: seven gates of a region, five of a status.',
    scope: 'read',
    params: z.strictObject({ id: Id }),
    query: z.strictObject({ customerId: Id }),
    refuses: [404],
    reply: { status: 200, shape: Gates },
    act: async ({ db, who: { companyId }, params, query, now }) => {
      const rule = await findRule(db, companyId, params.id)
      if (rule?.does !== 'tell' || rule.destination !== 'customer') return refuse(RULES, { because: 'no-such-rule' })
      const { kind, id } = rule.owner
      const [region, customer, company] = await Promise.all([
        kind === 'region' ? findEntry(db, 'region', { companyId, id }) : null,
        findEntry(db, 'customer', { companyId, id: query.customerId }),
        findCompany(db, companyId),
      ])
      if (!customer) return refuse(DIRECTORY, { because: 'no-such-entry' })
      const sending = sendingSeen(await health(), rule, now)
      const gates = gatesOf({ rule, region: region ?? null, customer, country: company!.country, ...sending })
      return done({ sends: gates.every(({ open }) => open), gates })
    },
  }),
]

import { z } from '@hono/zod-openapi'
import { type AddressFault, readAddress } from '#base/address.ts'
import { findCompany } from '#directory/directory.run.ts'
import type { Desk } from '#jobs/jobs.run.ts'
import { savedAnswer } from './job-answers.run.ts'
import { Saved } from './job-shapes.ts'
import { refuse } from './problem.ts'
import { REQUESTS } from './refusals.ts'
import { type Route, route } from './route.ts'
import { Id, MaybeMoment, text } from './shapes.ts'

const Asked = z
  .strictObject({
    siteId: Id,
    customerId: Id.nullable().optional().openapi({ description: "left out: the site's" }),
    words: text(10_000).openapi({ example: 'The gate does not close' }),
    name: text(200).openapi({ example: 'Ana Ruiz', description: 'who asks' }),
    email: text(254).nullable().optional(),
    phone: text(40).nullable().optional(),
    serviceTypeId: Id.optional().openapi({ description: "left out: the company's requestTypeId" }),
    appointmentFrom: MaybeMoment.optional(),
    appointmentUntil: MaybeMoment.optional(),
  })
  .openapi('CustomerRequest')

/** What customers ask for reaches us by a program: as a job that waits for somebody to accept it (S3.3). */
export const customerRequestRoutes = (desk: Desk): Route[] => [
  route({
    method: 'post',
    path: '/requests',
    id: 'askForService',
    about: 'Jobs',
    summary: 'Ask for service in the name of a customer',
    description:
      'It becomes a job that waits to be accepted or rejected. Those that wait: GET /api/v1/jobs?category=requested.',
    scope: 'dispatch',
    keeps: 'room',
    body: Asked,
    reply: { status: 201, shape: Saved },
    act: async ({ db, who: { companyId, actor: by }, body, request }) => {
      const { requestTypeId, country } = (await findCompany(db, companyId))!
      const { words: initialRequest, name, email, phone, serviceTypeId = requestTypeId, ...rest } = body
      if (serviceTypeId === null) return refuse(REQUESTS, { because: 'no-request-type', field: 'serviceTypeId' })
      const reach = reachedAt(email ?? null, phone ?? null, country)
      if (!reach.ok) return refuse(REQUESTS, reach)
      const requestedBy = { name: name.trim(), email: reach.email, phone: reach.phone }
      const asked = { ...rest, companyId, serviceTypeId, initialRequest, requestedBy, by }
      const saved = await desk.open({ ...asked, ...(request && { request }) })
      return savedAnswer(db, saved, { companyId, as: 'opened' })
    },
  }),
]

type Reach =
  | { ok: true; email: string | null; phone: string | null }
  | { ok: false; because: AddressFault; field: string }

function reachedAt(email: string | null, phone: string | null, country: string): Reach {
  const mail = email ? readAddress('email', email, country) : null
  if (mail && !mail.ok) return { ...mail, field: 'email' }
  const call = phone ? readAddress('voice', phone, country) : null
  if (call && !call.ok) return { ...call, field: 'phone' }
  return { ok: true, email: mail?.address ?? null, phone: call?.address ?? null }
}

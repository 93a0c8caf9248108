import { z } from '@hono/zod-openapi'
import { acceptInvitation, invite, linkNamed, withdrawInvitation } from '#directory/account-links.run.ts'
import type { SignIn } from '#directory/sign-in.run.ts'
import { GivenLink, give, type Mail } from './account-mail.run.ts'
import { ACCOUNTS } from './account-refusals.ts'
import { Code, type Guard, letIn, NewPassword, SessionBegun } from './entering.ts'
import { refuse } from './problem.ts'
import { done, made, type Route, route } from './route.ts'
import { Id } from './shapes.ts'

const about = 'Who signs in'

const Invited = z
  .object({ company: z.string(), person: z.string(), email: z.string() })
  .openapi('Invited', { example: { company: 'Harbour', person: 'Sam Kerr', email: 'sam@harbour.example' } })

export const invitationRoutes = (mail: Mail, entering: { signIn: SignIn; guard: Guard }): Route[] => [
  route({
    method: 'post',
    path: '/invitations',
    id: 'invitePerson',
    about,
    summary: 'Invite a person to sign in',
    description:
      'The person needs an e-mail address and a role that signs in. The link opens once, within a week, and takes the place of one that was made before.',
    scope: 'administer',
    keeps: 'nobody',
    body: z.strictObject({ personId: Id }).openapi('NewInvitation'),
    refuses: [404],
    reply: { status: 201, shape: GivenLink },
    act: async ({ db, who: { companyId, actor: by }, body, now }) => {
      const invited = await invite(db, { companyId, ...body, by }, now)
      return invited.ok ? made(await give(invited.link, mail), '/accounts') : refuse(ACCOUNTS, invited)
    },
  }),
  route({
    method: 'delete',
    path: '/invitations/{personId}',
    id: 'withdrawInvitation',
    about,
    summary: 'Take an invitation back',
    scope: 'administer',
    params: z.strictObject({ personId: Id }),
    refuses: [404],
    reply: { status: 200, shape: z.object({ withdrawn: z.boolean() }).openapi('InvitationWithdrawn') },
    act: async ({ db, who: { companyId, actor: by }, params, now }) => {
      const withdrawn = await withdrawInvitation(db, { companyId, ...params, by }, now)
      return withdrawn.ok ? done({ withdrawn: true }) : refuse(ACCOUNTS, withdrawn)
    },
  }),
  ...invitedRoutes(entering),
]

/** What somebody asks who has nothing but the link. */
const invitedRoutes = ({ signIn, guard }: { signIn: SignIn; guard: Guard }): Route[] => [
  route({
    method: 'post',
    path: '/invitations/by-code',
    id: 'findInvitation',
    about,
    summary: 'Whom an invitation is for',
    description: 'The code is sent in the body, so that no log of addresses has it.',
    scope: 'anybody',
    body: z.strictObject({ code: Code }).openapi('InvitationCode'),
    refuses: [404, 429],
    reply: { status: 200, shape: Invited },
    act: async ({ db, body, caller, now }) => {
      const waits = guard(caller(), body.code, now)
      if (waits) return waits
      const link = await linkNamed(db, 'invitation', body.code, now)
      if (!link) return refuse(ACCOUNTS, { because: 'no-such-link' })
      return done({ company: link.company, person: link.name, email: link.email })
    },
  }),
  route({
    method: 'post',
    path: '/invitations/accept',
    id: 'acceptInvitation',
    about,
    summary: 'Choose a password and be signed in',
    scope: 'anybody',
    body: z.strictObject({ code: Code, password: NewPassword }).openapi('InvitationAccepted'),
    refuses: [401, 404, 429],
    reply: { status: 200, shape: SessionBegun },
    act: async ({ db, body, caller, now }) => {
      const waits = guard(caller(), body.code, now)
      if (waits) return waits
      const accepted = await acceptInvitation(db, body, now)
      if (!accepted.ok) return refuse(ACCOUNTS, accepted)
      const entered = await signIn.enter({ email: accepted.email, password: body.password }, caller())
      return entered.ok ? letIn(entered, caller()) : refuse(ACCOUNTS, entered)
    },
  }),
]

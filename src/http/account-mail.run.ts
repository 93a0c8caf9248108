import { z } from '@hono/zod-openapi'
import type { AccountLink } from '#directory/account.ts'
import { letterFor, urlOf } from '#directory/account-letters.ts'
import type { Rooms } from './rooms.ts'
import { Instant } from './shapes.ts'

/** By what links are sent, and by which address people reach us. */
export type Mail = Readonly<{ post: Rooms['post']; address: () => string }>

export const GivenLink = z
  .object({
    email: z.string(),
    link: z.string().openapi({
      example: 'https://callout.example.com/invitation#code=...',
      description: 'Shown this once, because it is not kept. Give it to nobody else.',
    }),
    expiresAt: Instant,
    emailed: z.enum(['sent', 'not-configured', 'failed']).openapi({
      description: 'whether it was sent there too; not-configured: this server sends no e-mail',
    }),
  })
  .openapi('GivenLink')

/** Sends somebody his link if e-mail is set up, and shows it to whoever made it. */
export const give = async (link: AccountLink, { post, address }: Mail) => ({
  email: link.email,
  link: urlOf(link, address()),
  expiresAt: link.expiresAt,
  emailed: await post.send(letterFor(link, address())),
})

import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { linkSecret, recipientOf } from '#delivery/links.run.ts'
import { openLinks } from '#delivery/links.ts'
import { optOut } from '#directory/contacts.run.ts'
import { SAFE } from './respond.ts'
import type { Rooms } from './rooms.ts'

const PATH = '/unsubscribe/:token'

/**
 * Where the recipient of an e-mail says that it was the last (RFC 8058). Opening the page does nothing, for programs open
 * links too; its button does, and so does the mail program's own. Urgent messages still go there (W9).
 */
export function mountUnsubscribe(app: Pick<Hono, 'get' | 'post'>, { db, clock }: Pick<Rooms, 'db' | 'clock'>): void {
  let secret: string | undefined
  async function recipient({ req }: Context) {
    secret ??= await linkSecret(db)
    const links = openLinks({ secret, publicUrl: null, bounceAddress: null })
    const message = links.readUnsubscribe(req.param('token') ?? '')
    return message ? recipientOf(db, message) : undefined
  }

  app.get(PATH, async c => {
    const found = await recipient(c)
    return found ? page(200, asking(found.company)) : page(404, UNKNOWN)
  })
  app.post(PATH, bodyLimit({ maxSize: 10_000, onError: () => page(413, TOO_MUCH) }), async c => {
    const found = await recipient(c)
    if (!found) return page(404, UNKNOWN)
    const said = await c.req.parseBody().then(
      body => body[BUTTON.name],
      () => undefined,
    )
    if (said !== BUTTON.value) return page(400, asking(found.company))
    const { companyId, company, address } = found
    const contact = { companyId, channel: 'email', address } as const
    await optOut(db, contact, 'unsubscribed by the link in a message', clock())
    return page(200, done(company))
  })
}

// What a mail program sends in the name of its user; our button sends the same.
const BUTTON = { name: 'List-Unsubscribe', value: 'One-Click' }

type Text = Readonly<{ title: string; body: string }>

const asking = (company: string): Text => ({
  title: `No more e-mail from ${company}?`,
  body: `<p>You will get no more e-mail from ${escaped(company)} at the address this link was sent to. What is urgent still comes.</p>
      <form method="post"><button name="${BUTTON.name}" value="${BUTTON.value}">Unsubscribe</button></form>`,
})

const done = (company: string): Text => ({
  title: 'You are unsubscribed',
  body: `<p>You will get no more e-mail from ${escaped(company)} at this address. What is urgent still comes. To hear from them again, tell them so.</p>`,
})

const UNKNOWN: Text = {
  title: 'This link leads nowhere',
  body: '<p>Open it again from the message itself: part of it may have been lost.</p>',
}
const TOO_MUCH: Text = { title: 'This is too large', body: '<p>Open the link from the message again.</p>' }

function page(status: 200 | 400 | 404 | 413, { title, body }: Text): Response {
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${escaped(title)}</title>
    <link rel="stylesheet" href="../public.css">
  </head>
  <body>
    <main>
      <section>
      <h1>${escaped(title)}</h1>
      ${body}
      </section>
    </main>
  </body>
</html>
`
  return new Response(html, { status, headers: HEADERS })
}

const HEADERS = {
  ...SAFE,
  'content-security-policy': SAFE['content-security-policy'].replace("form-action 'none'", "form-action 'self'"),
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, mark => MARKS[mark]!)

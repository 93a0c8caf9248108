import type { Hono } from 'hono'
import { openCustomerLinks } from '#base/customer-links.ts'
import { linkSecret } from '#delivery/links.run.ts'
import type { Rooms } from '#http/rooms.ts'
import { mountRequestPage } from './request-page.ts'
import { mountVisitPage } from './visit-page.ts'

/** The pages that customers open without an account, by links that only we can make. */
export function mountPublicPages(app: Pick<Hono, 'get' | 'post'>, rooms: Pick<Rooms, 'db' | 'clock' | 'desk'>): void {
  let secret: string | undefined
  const linksOf = async () => {
    secret ??= await linkSecret(rooms.db)
    // What is linked to on a page stands beside it, wherever that is.
    return openCustomerLinks({ secret, publicUrl: '..' })
  }
  mountVisitPage(app, { ...rooms, linksOf })
  mountRequestPage(app, { ...rooms, linksOf })
}

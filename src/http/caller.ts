import type { Context } from 'hono'
import { COOKIES } from '#directory/sign-in.run.ts'
import { clientOf, isBehindProxy } from './public/client.ts'

/** Where a request comes from, as far as signing in needs it. */
export type Caller = Readonly<{
  cookie: string
  /** Which browser it says it is. */
  agent: string
  /** By which who asks too often is told to wait. */
  network: string
  /** Whether it came by https: then what its browser keeps is for https alone. */
  secure: boolean
}>

export function callerOf(c: Context, publicUrl: string | null): Caller {
  const { req } = c
  return {
    cookie: req.header('cookie') ?? '',
    agent: (req.header('user-agent') ?? '').slice(0, 500),
    network: clientOf(c),
    secure: isSecure(c, publicUrl),
  }
}

function isSecure(c: Context, publicUrl: string | null): boolean {
  if (isBehindProxy(c) && c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https') return true
  const open = publicUrl === null ? null : new URL(publicUrl)
  return open?.protocol === 'https:' && open.host === hostOf(c)
}

const hostOf = ({ req }: Context): string => req.header('host') ?? new URL(req.url).host

/**
 * Whether a page of somebody else made a browser send this with the cookies it keeps for us. A browser says from where
 * a request comes; one that says nothing is not believed. Keys are not kept by browsers.
 */
export function isForeign(c: Context, publicUrl: string | null): boolean {
  const { req } = c
  if (req.header('authorization') !== undefined || !req.header('cookie')?.includes(`${COOKIES}.`)) return false
  const site = req.header('sec-fetch-site')
  if (site !== undefined) return site !== 'same-origin'
  const origin = URL.parse(req.header('origin') ?? '')
  if (!origin) return true
  return origin.host !== hostOf(c) && origin.origin !== (publicUrl && new URL(publicUrl).origin)
}

import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'

type Env = Readonly<{ incoming?: Readonly<{ socket?: Readonly<{ remoteAddress?: string }> }> }>

/**
 * From which network a request comes. Who is reached over this machine or a private network stands before us for others, and
 * says last for whom; what anybody else says of himself is not believed. An IPv6 client has a network of its own (/64).
 */
export function clientOf({ env, req }: Pick<Context, 'env' | 'req'>): string {
  const peer = addressIn((env as Env | undefined)?.incoming?.socket?.remoteAddress ?? '')
  if (peer && peer.range() === 'unicast') return networkOf(peer)
  const told = addressIn(req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '')
  return networkOf(told ?? peer)
}

const addressIn = (text: string) => (ipaddr.isValid(text) ? ipaddr.process(text) : undefined)

const networkOf = (address: ReturnType<typeof addressIn>): string =>
  address?.kind() === 'ipv6'
    ? (address as ipaddr.IPv6).toByteArray().slice(0, 8).join('.')
    : (address?.toString() ?? 'unknown')

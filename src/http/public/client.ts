import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'

type Env = Readonly<{ incoming?: Readonly<{ socket?: Readonly<{ remoteAddress?: string }> }> }>

/**
 * From which network a request comes. Who is reached over this machine or a private network stands before us for others, and
 * says last for whom; what anybody else says of himself is not believed. An IPv6 client has a network of its own (/64).
 */
export function clientOf(c: Reached): string {
  const peer = peerOf(c)
  if (!isBehindProxy(c)) return networkOf(peer)
  const told = addressIn(c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '')
  return networkOf(told ?? peer)
}

/** Whether who is reached stands before us for others, so that what it says of them is believed. */
export const isBehindProxy = (c: Reached): boolean => peerOf(c)?.range() !== 'unicast'

type Reached = Pick<Context, 'env' | 'req'>

const peerOf = ({ env }: Reached) => addressIn((env as Env | undefined)?.incoming?.socket?.remoteAddress ?? '')

const addressIn = (text: string) => (ipaddr.isValid(text) ? ipaddr.process(text) : undefined)

const networkOf = (address: ReturnType<typeof addressIn>): string =>
  address?.kind() === 'ipv6'
    ? (address as ipaddr.IPv6).toByteArray().slice(0, 8).join('.')
    : (address?.toString() ?? 'unknown')

import { lookup as askSystem, Resolver } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import ipaddr from 'ipaddr.js'
import { type Answered, sendHolding } from './last-byte.ts'

/** An address a name stands for; 4 or 6 says which kind. */
export type Resolved = Readonly<{ address: string; family: number }>
export type Resolve = (name: string) => Promise<readonly Resolved[]>

/** What came of a request to an address that a company chose. forbidden: it may not be reached, and was not. */
export type Reached = Exclude<Answered, { as: 'not-tried' }> | Readonly<{ as: 'forbidden'; words: string }>

export type Posting = Readonly<{ url: string; headers: Readonly<Record<string, string>>; body: Uint8Array }>

/** Posts to addresses that companies chose. It never throws. */
export type Egress = (posting: Posting) => Promise<Reached>

export type EgressOptions = Readonly<{
  /** Networks that may be reached although they are not public, as "10.1.0.0/16". There http and any port will do. */
  mayReach: readonly string[]
  resolve?: Resolve
}>

// Seconds for finding the address and for all the rest.
const FIND_WITHIN = 5
const ANSWER_WITHIN = 15
// All that anybody is ever shown of an answer is its beginning.
const MOST_BYTES = 4096

/**
 * The one way out to addresses that companies chose. Whoever writes such an address must not reach through us what only
 * we can reach: a name is looked up once, every address it stands for must be public, and the connection goes to one of
 * those, whatever the name stands for by then. No redirect is followed and no proxy is used.
 */
export function openEgress({ mayReach, resolve = resolverFor(mayReach) }: EgressOptions): Egress {
  const allowed = mayReach.map(range => ipaddr.parseCIDR(range))
  return async ({ url: written, headers, body }) => {
    const url = new URL(written)
    const found = await addressesOf(url, resolve)
    if (found.as !== 'found') return found
    const words = whyForbidden(url, found.addresses, allowed)
    if (words) return { as: 'forbidden', words }
    const sending = {
      url,
      headers,
      body,
      timeout: ANSWER_WITHIN,
      mostBytes: MOST_BYTES,
      lookup: always(found.addresses),
    }
    return (await sendHolding({ ...sending, method: 'POST' }, async () => true)) as Reached
  }
}

// Only the system reads the hosts file, in which private names may stand. But of its look-ups only two go on at once in a
// process: a company whose names nobody answers for would keep text and voice carriers from finding theirs.
const resolverFor = (mayReach: readonly string[]): Resolve =>
  mayReach.length > 0 ? bySystem : byServers(new Resolver({ timeout: 2000, tries: 2 }))

const bySystem: Resolve = name => askSystem(name, { all: true, verbatim: true })

/** Asks the name servers for both kinds of address; it fails when they say neither. */
export function byServers(servers: Pick<Resolver, 'resolve4' | 'resolve6'>): Resolve {
  return async name => {
    const [four, six] = await Promise.allSettled([servers.resolve4(name), servers.resolve6(name)])
    if (four.status === 'rejected' && six.status === 'rejected') throw four.reason
    return [...addressesIn(four, 4), ...addressesIn(six, 6)]
  }
}

const addressesIn = (said: PromiseSettledResult<string[]>, family: 4 | 6): Resolved[] =>
  said.status === 'fulfilled' ? said.value.map(address => ({ address, family })) : []

type Found = Readonly<{ as: 'found'; addresses: readonly Resolved[] }> | Extract<Reached, { as: 'unreachable' }>

async function addressesOf({ hostname }: URL, resolve: Resolve): Promise<Found> {
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(literal)) {
    const family = ipaddr.parse(literal).kind() === 'ipv4' ? 4 : 6
    return { as: 'found', addresses: [{ address: literal, family }] }
  }
  try {
    const addresses = await within(FIND_WITHIN, resolve(hostname))
    if (addresses.length > 0) return { as: 'found', addresses }
    return { as: 'unreachable', code: 'ENOTFOUND', words: `There is no address for ${hostname}.` }
  } catch (error) {
    const { code = 'unknown', message } = error as Partial<Error & { code: string }>
    return { as: 'unreachable', code, words: `The address of ${hostname} was not found: ${message}` }
  }
}

async function within<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  const done = new AbortController()
  const late = pause(seconds * 1000, undefined, { signal: done.signal }).then(() => {
    throw Object.assign(new Error('it took too long'), { code: 'ETIMEDOUT' })
  })
  late.catch(() => {})
  return Promise.race([work, late]).finally(() => done.abort())
}

// Node asks for one address or for all of them; it gets those that were looked at, and no others.
const always =
  (addresses: readonly Resolved[]): LookupFunction =>
  (_name, { all }, done) =>
    all ? done(null, [...addresses]) : done(null, addresses[0]!.address, addresses[0]!.family)

type Network = ReturnType<typeof ipaddr.parseCIDR>

/** Why this may not be reached, in a sentence; null when it may. */
function whyForbidden(url: URL, addresses: readonly Resolved[], allowed: readonly Network[]): string | null {
  const parsed = addresses.map(({ address }) => (ipaddr.isValid(address) ? ipaddr.process(address) : null))
  if (parsed.every(address => address && isAmong(address, allowed))) return null
  if (!parsed.every(address => address && (isPublic(address) || isAmong(address, allowed))))
    return `${url.hostname} is not a public address: it may not be reached from here.`
  if (url.protocol !== 'https:') return 'It is not an https address, and messages only go there over https.'
  return PORTS.has(url.port) ? null : `Port ${url.port} may not be reached from here: use 443 or 8443.`
}

// Empty: the usual one.
const PORTS: ReadonlySet<string> = new Set(['', '8443'])

const isAmong = (address: NonNullable<ReturnType<typeof ipaddr.process>>, networks: readonly Network[]): boolean =>
  networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))

// All that was ever given out to be public; the rest of the space is unused, or stands for something else.
const GLOBAL = ipaddr.parseCIDR('2000::/3')

function isPublic(address: ReturnType<typeof ipaddr.process>): boolean {
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(GLOBAL)
}

import { readAddress } from '#base/address.ts'
import { channelOf, type TellRule } from './rule.ts'
import { NOT_AT_WORK, noAccountFor, type Sending, switchedOff } from './warnings.ts'

export const GATES = [
  'channel',
  'sending',
  'region-active',
  'rule-active',
  'customer-in-region',
  'customer-takes-notifications',
  'customer-reachable',
] as const
/** What must all hold before a customer hears what its region or a status says, in the order of S3.13 to S3.19. */
export type Gate = (typeof GATES)[number]

/** A gate, whether it is open, and if it is not, what is wrong in words. */
export type GateSeen = Readonly<{ gate: Gate; open: boolean; words: string }>

export type Approach = Readonly<{
  rule: Pick<TellRule, 'via' | 'active' | 'owner'>
  /** Of the rule; null: it is no region's, and no region stands between. */
  region: Readonly<{ name: string; active: boolean }> | null
  customer: Readonly<{
    name: string
    regionId: string | null
    takesNotifications: boolean
    email: string | null
    phone: string | null
  }>
  /** Whose phone numbers need no country code. */
  country: string
}> &
  Sending

/** How a customer stands with each gate of a rule: all are looked at, so that they are mended in one go. */
export function gatesOf(approach: Approach): GateSeen[] {
  const { rule, region, customer } = approach
  const channel = channelOf(rule.via)
  const seen: Readonly<Record<Gate, readonly [open: boolean, otherwise: string]>> = {
    channel: [approach.channelGoesOut, noAccountFor(channel)],
    sending: [approach.isSending, NOT_AT_WORK],
    'region-active': [region?.active ?? true, switchedOff(region?.name ?? '')],
    'rule-active': [rule.active, 'This notification is switched off.'],
    'customer-in-region': [
      customer.regionId === rule.owner.id,
      `${customer.name} is not in the region ${region?.name}.`,
    ],
    'customer-takes-notifications': [customer.takesNotifications, `${customer.name} does not take notifications.`],
    'customer-reachable': reachable(approach),
  }
  const standing = GATES.filter(gate => region !== null || !OF_REGION.has(gate))
  return standing.map(gate => {
    const [open, otherwise] = seen[gate]
    return { gate, open, words: open ? '' : otherwise }
  })
}

const OF_REGION: ReadonlySet<Gate> = new Set(['region-active', 'customer-in-region'])

function reachable({ rule, customer, country }: Approach): readonly [boolean, string] {
  const channel = channelOf(rule.via)
  const [written, what] =
    channel === 'email' ? ([customer.email, 'e-mail address'] as const) : ([customer.phone, 'mobile'] as const)
  if (!written) return [false, `${customer.name} has no ${what}.`]
  return [readAddress(channel, written, country).ok, `The ${what} of ${customer.name} cannot be used.`]
}

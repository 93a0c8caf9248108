import { readAddress } from '#base/address.ts'
import { channelOf, type TellRule } from './rule.ts'

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
  /** Whether what the rule's channel is given leaves this machine, and whether anybody is at work. */
  channelGoesOut: boolean
  isSending: boolean
}>

/** How a customer stands with each gate of a rule: all are looked at, so that they are mended in one go. */
export function gatesOf(approach: Approach): GateSeen[] {
  const { rule, region, customer } = approach
  const channel = channelOf(rule.via)
  const seen: Readonly<Record<Gate, readonly [open: boolean, otherwise: string]>> = {
    channel: [
      approach.channelGoesOut,
      `No account is set up for ${CALLED[channel]}: messages are kept and go nowhere.`,
    ],
    sending: [approach.isSending, 'Callout is not at work: messages wait until it is started.'],
    'region-active': [region?.active ?? true, `The region ${region?.name} is switched off.`],
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

const CALLED = { email: 'e-mail', sms: 'texts', voice: 'calls', webhook: 'webhooks' } as const

function reachable({ rule, customer, country }: Approach): readonly [boolean, string] {
  const channel = channelOf(rule.via)
  const [written, what] =
    channel === 'email' ? ([customer.email, 'e-mail address'] as const) : ([customer.phone, 'mobile'] as const)
  if (!written) return [false, `${customer.name} has no ${what}.`]
  return [readAddress(channel, written, country).ok, `The ${what} of ${customer.name} cannot be used.`]
}

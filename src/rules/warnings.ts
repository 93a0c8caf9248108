import type { Channel } from '#base/address.ts'
import { HOW } from './reasons.ts'
import { channelOf, type TellRule } from './rule.ts'

export const WARNED_OF = [
  ...(['provider-has-no-mobile', 'provider-has-no-email', 'customer-has-no-mobile', 'customer-has-no-email'] as const),
  ...(['customer-takes-none', 'region-switched-off', 'opted-out', 'address-dead', 'webhook-disabled'] as const),
  ...(['captured', 'not-sending'] as const),
] as const
type WarnedOf = (typeof WARNED_OF)[number]

/** Something a rule's author should know although nothing is wrong with the rule. `names`: the first few it is about. */
export type Warning = Readonly<{ about: WarnedOf; names: readonly string[]; sentence: string }>

export const warningOf = (
  about: WarnedOf,
  names: readonly string[],
  rule: Pick<TellRule, 'via' | 'occasion'>,
): Warning => ({
  about,
  names,
  sentence: IN_WORDS[about]({ ...rule, whom: AND.format(names), isOne: names.length === 1 }),
})

/** Whether what the rule's channel is given leaves this machine, and whether anybody is at work. */
export type Sending = Readonly<{ channelGoesOut: boolean; isSending: boolean }>

/** What is wrong with the sending itself, whatever the rule says. */
export const sendingWarnings = (rule: TellRule, { channelGoesOut, isSending }: Sending): Warning[] => [
  ...(channelGoesOut ? [] : [warningOf('captured', [], rule)]),
  ...(isSending ? [] : [warningOf('not-sending', [], rule)]),
]

export const noAccountFor = (channel: Channel): string =>
  `No account is set up for ${CALLED[channel]}: messages are kept and go nowhere.`
export const NOT_AT_WORK = 'Callout is not at work: messages wait until it is started.'
export const switchedOff = (region: string): string => `The region ${region} is switched off.`

const CALLED = { email: 'e-mail', sms: 'texts', voice: 'calls', webhook: 'webhooks' } as const

type About = Pick<TellRule, 'via' | 'occasion'> & Readonly<{ whom: string; isOne: boolean }>

const lacks =
  (what: string) =>
  ({ whom, isOne, via }: About): string =>
    `${whom} ${isOne ? 'has' : 'have'} no ${what}: this ${HOW[via]} would reach nobody there.`

// W9: whoever is sent out is told whatever is known of his address.
const sentAllTheSame = ({ occasion }: About): string =>
  occasion === 'dispatched' ? 'this goes there all the same' : 'this would not be sent'

const IN_WORDS: Record<WarnedOf, (about: About) => string> = {
  'provider-has-no-mobile': lacks('mobile'),
  'provider-has-no-email': lacks('e-mail address'),
  'customer-has-no-mobile': lacks('mobile'),
  'customer-has-no-email': lacks('e-mail address'),
  'customer-takes-none': ({ whom, isOne }) =>
    `${whom} ${isOne ? 'does' : 'do'} not take notifications: this would not be sent.`,
  'region-switched-off': ({ whom }) => switchedOff(whom),
  'opted-out': about => `${about.whom} does not want messages: ${sentAllTheSame(about)}.`,
  'address-dead': about => `Messages to ${about.whom} have come back: ${sentAllTheSame(about)}.`,
  'webhook-disabled': ({ whom }) => `The webhook ${whom} is disabled: it is told nothing until somebody enables it.`,
  captured: ({ via }) => noAccountFor(channelOf(via)),
  'not-sending': () => NOT_AT_WORK,
}

const AND = new Intl.ListFormat('en-AU', { type: 'conjunction' })

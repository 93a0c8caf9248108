import type { DroppedBecause } from './notice.ts'
import type { Via } from './rule.ts'
import type { Because } from './wish.ts'

/** Each way of telling as a dispatcher would say it, after "by". */
export const HOW: Record<Via, string> = {
  sms: 'text',
  'text-email': 'e-mail',
  'pdf-email': 'e-mail with PDF',
  call: 'call',
  webhook: 'webhook',
}

/** Each reason as a dispatcher would say it, after "Told" or "Not told:". */
export const SAID: Record<Because | DroppedBecause, string> = {
  told: 'told',
  'rule-switched-off': 'the rule is switched off',
  'other-service-type': 'the rule is for another service type',
  'muted-by-site': '"don\'t notify" at this site',
  'cancelled-left-out': 'the rule leaves out cancelled and abandoned jobs',
  'job-deferred': 'the job is deferred',
  'no-provider': 'the job has no provider',
  'provider-has-no-mobile': 'the provider has no mobile',
  'provider-has-no-email': 'the provider has no e-mail address',
  'address-unusable': "the provider's address cannot be used",
  'opted-out': 'its owner does not want messages',
  'address-dead': 'messages to it have come back',
  'passed-while-stopped': 'its moment passed while Callout was stopped, and one reminder was enough',
  'no-longer-incomplete': 'nothing was left to remind of',
  'too-late': 'it came too late to be useful',
}

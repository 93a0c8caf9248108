import type { DroppedBecause } from './notice.ts'
import type { Occasion, Via } from './rule.ts'
import type { Because } from './wish.ts'

/** Each way of telling as a dispatcher would say it, after "by". */
export const HOW: Record<Via, string> = {
  sms: 'text',
  'text-email': 'e-mail',
  'pdf-email': 'e-mail with PDF',
  call: 'call',
  webhook: 'webhook',
}

/** Each occasion as a dispatcher would say it of a job. */
export const HAPPENS: Record<Occasion, string> = {
  dispatched: 'is dispatched',
  completed: 'is completed',
  invoiced: 'is invoiced',
  'updated-incomplete': 'is updated while in progress',
  'updated-complete': 'is updated when no longer in progress',
  incomplete: 'is still incomplete',
  'details-missing': 'still lacks details',
  'request-received': 'is asked for',
  'request-accepted': 'is accepted',
  'request-rejected': 'is rejected',
  created: 'is created',
  appointment: 'gets or changes its appointment',
  'status-set': 'is set to a status',
  closed: 'is closed',
  'follow-up': 'was closed some days ago',
  'job-report': 'is reported',
}

/** Each reason as a dispatcher would say it, after "Told" or "Not told:". */
export const SAID: Record<Because | DroppedBecause, string> = {
  told: 'told',
  'rule-switched-off': 'the rule is switched off',
  'other-service-type': 'the rule is for another service type',
  'muted-by-site': '"don\'t notify" at this site',
  'muted-for-job': 'muted for this job',
  'other-provider': 'it is for another provider of this job',
  'cancelled-left-out': 'the rule leaves out cancelled and abandoned jobs',
  'job-deferred': 'the job is deferred',
  'no-provider': 'the job has no provider',
  'provider-has-no-mobile': 'the provider has no mobile',
  'provider-has-no-email': 'the provider has no e-mail address',
  'address-unusable': "the provider's address cannot be used",
  'opted-out': 'its owner does not want messages',
  'address-dead': 'messages to it have come back',
  'region-switched-off': 'the region is switched off',
  'other-priority': 'the rule is for other priorities',
  'other-status': 'the rule is for other statuses',
  'no-customer': 'the job has no customer',
  'customer-in-other-region': 'the customer is not in this region',
  'customer-takes-none': 'the customer does not take notifications',
  'customer-has-no-mobile': 'the customer has no mobile',
  'customer-has-no-email': 'the customer has no e-mail address',
  'no-head-office': 'the customer has no head office',
  'complaint-open': 'the customer has a complaint open',
  'report-not-of-this-kind': 'the recipient gets reports of alarm calls and incidents only',
  'cancelled-not-reported': 'the recipient gets no reports of cancelled jobs',
  'awaits-approval': 'the report waits to be approved',
  'had-no-earlier-report': 'only those who had the first report get the corrected one',
  'told-this-visit': 'it was told for this visit already',
  'not-the-lead': 'the lead technician has not set it',
  'not-the-last': 'not every technician has set it yet',
  'passed-while-stopped': 'its moment passed while Callout was stopped, and one reminder was enough',
  'no-longer-incomplete': 'nothing was left to remind of',
  undone: 'the status was taken back',
  'moved-on': 'the job had moved on',
  reopened: 'the job was reopened',
  'too-late': 'it came too late to be useful',
}

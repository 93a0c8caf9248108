import type { RecipientFault } from '#rules/recipients.ts'
import type { RehearsalFault } from '#rules/rehearse.run.ts'
import type { RuleFault } from '#rules/rule.ts'
import type { Verdict } from './problem.ts'
import { ADDRESS } from './refusals.ts'

export const RULES: Record<RuleFault | 'no-such-rule' | 'stale', Verdict> = {
  ...ADDRESS,
  'no-such-rule': [404, 'There is no such rule', 'It may have been removed: look for it in GET /api/v1/rules.'],
  stale: [409, 'The rule has changed since you saw it', 'Look at it again, and send your change with its version.'],
  'no-such-owner': [422, 'Whose rule this is does not exist', 'Add that entry first, or name another owner.'],
  'no-such-service-type': [422, 'There is no such service type', 'Choose one of GET /api/v1/service-types, or null.'],
  'address-missing': [
    422,
    'The address is missing',
    'Say where to send it, or let destination be "provider" or "customer".',
  ],
  'address-not-wanted': [422, 'An address is not wanted here', 'Leave it out, or let destination be "both".'],
  'no-such-status': [422, 'There is no such status', 'Choose one of GET /api/v1/statuses.'],
  'customer-only': [422, 'What a region or a status says goes to the customer', 'Let destination be "customer".'],
  'occasion-not-of-owner': [
    422,
    'This owner does not speak of this',
    'A status speaks of status-set alone; a region of requests, created, appointment, status-set, closed and follow-up.',
  ],
  'status-missing': [422, 'The status is missing', 'Say in statusId which status it is about.'],
  'status-not-wanted': [
    422,
    'A status is not wanted here',
    'Leave statusId and turn out, or let occasion be status-set.',
  ],
  'grace-out-of-range': [422, 'This is too long to wait', 'Let graceSeconds be 0 to 3600.'],
  'grace-not-wanted': [
    422,
    'Only a status can be taken back',
    'Leave graceSeconds out, or let occasion be status-set.',
  ],
  'report-option-not-wanted': [422, 'This is of job reports alone', 'Leave it out, or let occasion be job-report.'],
  'customer-option-not-wanted': [
    422,
    'This is for what goes to the customer',
    'Leave tellsHeadOffice and asksReview out, or let destination be "customer".',
  ],
  'customer-not-called': [422, 'Customers are told by e-mail or text', 'Let via be text-email, pdf-email or sms.'],
  'only-sites-mute': [422, 'Only a site can say "don\'t notify"', 'Let the owner of this rule be a site.'],
  'interval-missing': [422, 'The number of days is missing', 'Say in everyDays after how many days to remind.'],
  'interval-out-of-range': [422, 'The number of days cannot be used', 'Let everyDays be a whole number from 1 to 366.'],
  'times-missing': [422, 'How often is missing', 'Say in times how often to remind at most.'],
  'times-out-of-range': [422, 'The number of times cannot be used', 'Let times be a whole number from 1 to 100.'],
  'interval-not-wanted': [
    422,
    'Only reminders and follow-ups have days and times',
    'Leave everyDays and times out, or let occasion be "incomplete", "details-missing" or "follow-up".',
  ],
  'details-not-wanted': [422, 'Details are not wanted here', 'Leave them out, or let occasion be "details-missing".'],
  'grouping-not-wanted': [
    422,
    'There is nothing to group here',
    'Leave groupsInvoice out, or let it be a rule of a customer for "invoiced".',
  ],
  'gathering-not-wanted': [
    422,
    'Nothing is gathered here',
    'Leave gathersMinutes out, or let occasion be "updated-incomplete", "updated-complete" or "completed".',
  ],
  'gathering-out-of-range': [
    422,
    'The number of minutes cannot be used',
    'Let gathersMinutes be a whole number from 0 to 120.',
  ],
  'webhook-needs-address': [422, 'A webhook goes to an address', 'Let destination be "address".'],
  'no-such-webhook': [422, 'There is no such webhook', 'Add its URL in POST /api/v1/webhooks first.'],
  'provider-rule-tells-itself': [
    422,
    'A rule of a provider goes to an address',
    'Let destination be "address": the provider is told by rules of customers, alarm companies and sites.',
  ],
}

export const RECIPIENTS: Record<RecipientFault, Verdict> = {
  ...RULES,
  'no-such-rule': [422, 'There is no such rule', 'Name one that tells somebody: GET /api/v1/jobs/{id}/decisions.'],
  'no-such-provider': [422, 'There is no such provider', 'Choose one of GET /api/v1/providers, or leave it out.'],
  'no-such-recipient': [
    404,
    'This is not in force for this job',
    'It may have been taken back: GET /api/v1/jobs/{id}/recipients.',
  ],
  'target-missing': [422, 'This rule tells more than one', 'Say in target whom of them you mean.'],
  'no-such-target': [422, 'This rule does not tell him', 'Name in target one whom the rule tells.'],
  'muted-already': [409, 'He is muted for this job already', 'Take that back first to put somebody in his place.'],
  'too-many-recipients': [
    422,
    'Too much was said of this one job',
    'Take something back first; whoever is told of many jobs is better named by a rule.',
  ],
}

export const REHEARSALS: Record<RehearsalFault, Verdict> = {
  ...RULES,
  'mute-tells-nobody': [422, '"Don\'t notify" tells nobody', 'Rehearse the rules that it would silence.'],
  'days-out-of-order': [422, 'The last day is before the first', 'Let `until` be `from` or a later day.'],
  'too-many-days': [422, 'These are too many days', 'Rehearse over at most 366 days at once.'],
}

import type { CompanyFault } from '#directory/company.ts'
import type { EntryFault } from '#directory/entry.ts'
import type { Refusal } from '#jobs/job.ts'
import type { LayoutFault } from '#messages/fields.ts'
import type { TemplateFault } from '#messages/template.ts'
import type { RuleFault } from '#rules/rule.ts'
import { PROBLEMS, type Verdict } from './problem.ts'

// One line for every reason a room may give. A new reason does not compile until somebody decides what to answer.

const ADDRESS = {
  'not-an-email-address': [422, 'This is not an e-mail address', 'Write it as name@example.com.'],
  'not-a-phone-number': [
    422,
    'This is not a phone number',
    "Write it with its country code (+61 491 570 156), or as it is dialled in your company's country.",
  ],
  'not-a-mobile-number': [422, 'This number cannot receive a text', 'It is a fixed line: give a mobile number.'],
} as const

export const DIRECTORY: Record<EntryFault | CompanyFault | 'no-such-key', Verdict> = {
  ...ADDRESS,
  'no-such-entry': [404, 'There is no such entry', 'Look for it in the list: its id may be mistyped.'],
  'no-such-company': [404, 'There is no such company', 'It may have been removed from this server.'],
  'no-such-key': [404, 'There is no such API key', 'Look for it in GET /api/v1/keys.'],
  'id-taken': [409, 'This id is taken', 'Leave the id out, or change the entry that has it.'],
  'code-taken': [409, 'This code is taken', 'Choose another code, or change the entry that has it.'],
  'points-nowhere': [422, 'This names an entry that does not exist', 'Add that entry first, or name another.'],
  'not-a-code': [422, 'This is not a company code', 'Use exactly three capital letters or digits.'],
  'not-a-time-zone': [422, 'This is not a time zone', 'Use an IANA name such as Australia/Sydney.'],
  'not-a-locale': [422, 'This is not a locale', 'Use a language and country such as en-AU.'],
  'not-a-country': [422, 'This is not a country', 'Use an ISO 3166 code of two letters such as AU or GB.'],
}

export const JOBS: Record<Refusal | 'not-a-photo' | 'no-such-photo', Verdict> = {
  'no-such-job': [404, 'There is no such job', 'Look for it in the list: its id or number may be mistyped.'],
  stale: [
    409,
    'The job has changed since you saw it',
    'See what changed since, and send your change again with the version it has now.',
  ],
  'no-such-status': [422, 'There is no such status', 'Choose one of GET /api/v1/statuses.'],
  'no-such-technician': [422, 'There is no such technician', 'Choose one of GET /api/v1/people.'],
  'no-such-entry': [422, 'This names an entry that does not exist', 'Add that entry first, or name another.'],
  'not-in-progress': [409, 'The job is not in progress', 'Reopen it first.'],
  'already-in-progress': [409, 'The job is in progress already', 'There is nothing to reopen.'],
  'already-dispatched': [
    409,
    'The job has been dispatched already',
    'Dispatch it to another provider, or correct its dispatched time by changing the job.',
  ],
  'already-deferred': [409, 'The job is deferred already', 'Resume it first, to defer it to another day.'],
  'not-deferred': [409, 'The job is not deferred', 'There is nothing to resume.'],
  'review-date-is-past': [422, 'The review day has passed', 'Choose today at the site or a later day.'],
  'no-visit': [422, 'The job has no such visit', 'Dispatch technicians or add a visit first.'],
  'key-used-for-another-request': PROBLEMS['key-used-for-another-request'],
  'not-a-photo': [422, 'This is not a photo', 'Send the bytes of one JPEG or PNG image.'],
  'no-such-photo': [404, 'There is no such photo', 'Look for it in the photos of the job.'],
}

export const RULES: Record<RuleFault | 'no-such-rule' | 'stale', Verdict> = {
  ...ADDRESS,
  'no-such-rule': [404, 'There is no such rule', 'It may have been removed: look for it in GET /api/v1/rules.'],
  stale: [409, 'The rule has changed since you saw it', 'Look at it again, and send your change with its version.'],
  'no-such-owner': [422, 'Whose rule this is does not exist', 'Add that entry first, or name another owner.'],
  'no-such-service-type': [422, 'There is no such service type', 'Choose one of GET /api/v1/service-types, or null.'],
  'address-missing': [422, 'The address is missing', 'Say where to send it, or let destination be "provider".'],
  'address-not-wanted': [422, 'An address is not wanted here', 'Leave it out, or let destination be "both".'],
  'only-sites-mute': [422, 'Only a site can say "don\'t notify"', 'Let the owner of this rule be a site.'],
  'interval-missing': [422, 'The number of days is missing', 'Say in everyDays after how many days to remind.'],
  'interval-out-of-range': [422, 'The number of days cannot be used', 'Let everyDays be a whole number from 1 to 366.'],
  'times-missing': [422, 'How often is missing', 'Say in times how often to remind at most.'],
  'times-out-of-range': [422, 'The number of times cannot be used', 'Let times be a whole number from 1 to 100.'],
  'interval-not-wanted': [
    422,
    'Only reminders have days and times',
    'Leave everyDays and times out, or let occasion be "incomplete" or "details-missing".',
  ],
  'details-not-wanted': [422, 'Details are not wanted here', 'Leave them out, or let occasion be "details-missing".'],
  'grouping-not-wanted': [
    422,
    'There is nothing to group here',
    'Leave groupsInvoice out, or let occasion be "invoiced".',
  ],
  'provider-rule-tells-itself': [
    422,
    'A rule of a provider goes to an address',
    'Let destination be "address": the provider is told by rules of customers, alarm companies and sites.',
  ],
}

export const MESSAGES: Record<'no-such-message', Verdict> = {
  'no-such-message': [404, 'There is no such message', 'Look for it in GET /api/v1/messages.'],
}

/** The detail is what the room itself explains: which tag, which field. */
export const WORDING: Record<TemplateFault | LayoutFault | 'stale' | 'no-such-job', Verdict> = {
  stale: [409, 'It has changed since you saw it', 'Look at it again, and send your change with its version.'],
  'no-such-job': JOBS['no-such-job'],
  'unknown-template': [404, 'There is no such template', 'See GET /api/v1/templates.'],
  'subject-missing': [422, 'The subject is missing', 'An e-mail needs one.'],
  'subject-not-wanted': [422, 'A subject is not wanted here', 'A text has none.'],
  empty: [422, 'It is empty', 'Write something.'],
  'too-long': [422, 'It is too long', 'Shorten it.'],
  'too-many-tags': [422, 'It has too many tags', 'Use fewer.'],
  broken: [422, 'The template is broken', 'Close every tag and section.'],
  'unknown-tag': [422, 'There is no such tag', 'See the tags in GET /api/v1/templates.'],
  'list-out-of-place': [422, 'A list stands where a value belongs', 'Open it as a section.'],
  partial: [422, 'A template cannot include another', 'Write it out.'],
  'other-delimiters': [422, 'Tags are always written in {{ and }}', 'Leave the delimiters as they are.'],
  'unknown-field': [422, 'There is no such field', 'See the fields in GET /api/v1/sheet-layout.'],
  'field-twice': [422, 'A field is there twice', 'Name each once.'],
  'number-missing': [422, 'The job number must be shown', 'Add "number".'],
}

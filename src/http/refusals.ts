import type { AddressFault } from '#base/address.ts'
import type { CsvFault } from '#base/csv-file.ts'
import type { ManyRefused } from '#delivery/deeds.run.ts'
import type { NotDone } from '#delivery/deeds.ts'
import type { NotResent } from '#delivery/resend.run.ts'
import type { CompanyFault } from '#directory/company.ts'
import type { ComplaintFault } from '#directory/complaints.run.ts'
import type { EntryFault } from '#directory/entry.ts'
import type { PortraitFault } from '#directory/portraits.run.ts'
import type { WebhookFault } from '#directory/webhook.ts'
import type { InvoiceRefusal } from '#jobs/invoice.ts'
import type { Refusal } from '#jobs/job.ts'
import type { WhyNot } from '#jobs/trial.run.ts'
import type { LayoutFault } from '#messages/fields.ts'
import type { TemplateFault } from '#messages/template.ts'
import type { ScheduleFault } from '#rules/schedule.ts'
import type { DaysFault } from './figures-days.ts'
import { PROBLEMS, type Verdict } from './problem.ts'

// One line for every reason a room may give. A new reason does not compile until somebody decides what to answer.

export const ADDRESS = {
  'not-an-email-address': [422, 'This is not an e-mail address', 'Write it as name@example.com.'],
  'not-a-phone-number': [
    422,
    'This is not a phone number',
    "Write it with its country code (+61 491 570 156), or as it is dialled in your company's country.",
  ],
  'not-a-mobile-number': [422, 'This number cannot receive a text', 'It is a fixed line: give a mobile number.'],
  'not-a-web-address': [422, 'This is not a web address', 'Write it as https://example.com/hook, without a password.'],
} as const

export const DIRECTORY: Record<EntryFault | CompanyFault | 'no-such-key' | 'day-twice', Verdict> = {
  ...ADDRESS,
  'no-such-entry': [404, 'There is no such entry', 'Look for it in the list: its id may be mistyped.'],
  'no-such-company': [404, 'There is no such company', 'It may have been removed from this server.'],
  'no-such-key': [404, 'There is no such API key', 'Look for it in GET /api/v1/keys.'],
  'id-taken': [409, 'This id is taken', 'Leave the id out, or change the entry that has it.'],
  'code-taken': [409, 'This code is taken', 'Choose another code, or change the entry that has it.'],
  'points-nowhere': [422, 'This names an entry that does not exist', 'Add that entry first, or name another.'],
  'not-a-code': [422, 'This is not a company code', 'Use exactly three capital letters or digits.'],
  'not-a-time-zone': [422, 'This is not a time zone', 'Use an IANA name such as Australia/Sydney.'],
  'not-a-web-address': [422, 'This is not a web address', 'Write it as https://example.com/page.'],
  'own-head-office': [422, 'A customer cannot be its own head office', 'Name another customer, or null.'],
  'last-administrator': [409, 'This is the last administrator who signs in', 'Invite another administrator first.'],
  'no-such-service-type': [422, 'There is no such service type', 'Name one of yours, or null.'],
  'not-a-locale': [422, 'This is not a locale', 'Use a language and country such as en-AU.'],
  'not-a-country': [422, 'This is not a country', 'Use an ISO 3166 code of two letters such as AU or GB.'],
  'hours-are-none': [
    422,
    'These hours end when they begin',
    'Let them end at another time, or set quietHours to null.',
  ],
  'day-twice': [422, 'A day is there twice', 'Name each day once.'],
  'no-holidays-known': [
    422,
    'The holidays of this place are not known',
    'Name a country, or one of its states by its ISO 3166-2 code, such as AU or AU-NSW; other days go into the holidays.',
  ],
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
  'order-number-missing': [
    422,
    'The order number is missing',
    'The alarm company needs it first: get it from them, and send it along as orderNumber or write it into the job.',
  ],
  'docket-number-missing': [
    422,
    'The docket number is missing',
    'The alarm company needs it first: get it from them, and send it along as docketNumber or write it into the job.',
  ],
  'party-not-advised': [
    409,
    'Somebody must still be told',
    'Tell the customer or the alarm company in person, and say so with POST /api/v1/jobs/{id}/advise.',
  ],
  'no-such-party': [422, 'The job has no such party', 'Write its customer or alarm company into the job first.'],
  'already-advised': [409, 'This party has been told already', 'There is nothing left to tell it.'],
  'not-accepted-yet': [409, 'This is a request nobody has accepted', 'Accept it first, or reject it.'],
  'not-a-request': [
    409,
    'This is not a request that waits for an answer',
    'Only such requests are accepted or rejected.',
  ],
  'nothing-to-undo': [409, 'There is no status to take back', 'Set the status it should have instead.'],
  'no-report-waits': [409, 'No report waits to be approved', 'It may have gone out already: look at its messages.'],
  'no-appointment': [409, 'There is no appointment', 'Ask for a visit in another way.'],
  'appointment-incomplete': [
    422,
    'Half of the appointment is missing',
    'Give both appointmentFrom and appointmentUntil.',
  ],
  'appointment-out-of-order': [422, 'The appointment ends before it begins', 'Let appointmentUntil be the later one.'],
  'key-used-for-another-request': PROBLEMS['key-used-for-another-request'],
  'not-a-photo': [422, 'This is not a photo', 'Send the bytes of one JPEG or PNG image.'],
  'no-such-photo': [404, 'There is no such photo', 'Look for it in the photos of the job.'],
}

export const INVOICES: Record<InvoiceRefusal, Verdict> = {
  'no-such-invoice': [404, 'There is no such invoice', 'Look for it in GET /api/v1/invoices.'],
  'no-such-customer': [422, 'There is no such customer', 'Choose one of GET /api/v1/customers.'],
  'not-a-currency': [422, 'There is no such currency', 'Use an ISO 4217 code such as AUD or EUR.'],
  'number-taken': [409, 'Another invoice has this number', 'Give another number, or leave it out to get the next.'],
  'no-such-job': [422, 'There is no such job', 'Take it off the invoice, or put its id right.'],
  'job-twice': [422, 'A job is on the invoice twice', 'Give each job one line.'],
  'job-of-another-customer': [422, 'The job is not of this customer', 'Invoice it to its own customer.'],
  'job-in-progress': [409, 'The job is in progress', 'Complete or cancel it first.'],
  'party-not-advised': JOBS['party-not-advised'],
  'already-on-this-invoice': [
    409,
    'The job has this invoice number already',
    'Credit that invoice, and use a new number.',
  ],
  'already-credited': [409, 'The invoice was credited already', 'There is nothing left to credit.'],
}

export const WEBHOOKS: Record<WebhookFault | AddressFault | NotReplayed, Verdict> = {
  ...ADDRESS,
  'no-such-webhook': [404, 'There is no such webhook', 'Look for it in GET /api/v1/webhooks.'],
  'webhook-taken': [409, 'There is a webhook at this URL already', 'Use it, or rotate its secret.'],
  'too-many-webhooks': [409, 'There are too many webhooks', 'Remove one that is not used: there can be 100.'],
  'webhook-disabled': [409, 'The webhook is disabled', 'Enable it first.'],
  'too-many': [409, 'These are too many messages', 'Let `since` be later.'],
  'other-count': [409, 'There are others by now', 'Ask again.'],
}
type NotReplayed = 'webhook-disabled' | 'too-many' | 'other-count'

export const SCHEDULES: Record<ScheduleFault | 'no-such-schedule' | 'stale', Verdict> = {
  'no-such-schedule': [
    404,
    'There is no such schedule',
    'It may have been removed: look for it in GET /api/v1/report-schedules.',
  ],
  stale: [409, 'The schedule has changed since you saw it', 'Look at it again, and send your change with its version.'],
  'no-such-customer': [422, 'There is no such customer', 'Choose one of GET /api/v1/customers, or null for all.'],
  'day-missing': [422, 'The day is missing', 'Say in onDay on which: 1 (Monday) to 7 of a week, 1 to 31 of a month.'],
  'day-not-wanted': [422, 'A day is not wanted here', 'Leave onDay out, or let every be "week" or "month".'],
  'day-out-of-range': [422, 'There is no such day', 'Let onDay be 1 (Monday) to 7 of a week, 1 to 31 of a month.'],
  'not-a-time': [422, 'This is not a time of day', 'Write it as 07:00.'],
  'not-a-time-zone': DIRECTORY['not-a-time-zone'],
  'not-an-email-address': ADDRESS['not-an-email-address'],
  'address-missing': [422, 'The addresses are missing', 'Say to whom it goes: 1 to 20 e-mail addresses.'],
  'too-many-addresses': [422, 'These are too many addresses', 'Give at most 20, or add another schedule.'],
}

/** Why something that is only supposed could not happen. */
export const WHY_NOT: Record<WhyNot, Verdict> = {
  ...JOBS,
  'job-in-progress': [409, 'The job is in progress', 'Complete it first.'],
  'already-on-this-invoice': [409, 'The job is on this invoice already', 'Credit that invoice first.'],
  'no-customer': [409, 'The job has no customer', 'Write its customer into the job first.'],
}

/** The detail is what the room itself explains: which column, which line. */
export const IMPORT: Record<CsvFault, Verdict> = {
  'file-too-large': [413, 'The file is too large', 'Split it.'],
  'not-utf-8': [422, 'The file is not text in UTF-8', 'Save it as UTF-8.'],
  'not-csv': [422, 'The file is not CSV', 'Close every quote.'],
  'no-rows': [422, 'The file has no rows', 'Send a header and at least one row.'],
  'too-many-rows': [422, 'The file has too many rows', 'Split it.'],
  'column-missing': [422, 'A column is missing', 'Send every column that is wanted.'],
  'column-twice': [422, 'A column is there twice', 'Take one away.'],
}

export const REPLIES: Record<'no-such-reply', Verdict> = {
  'no-such-reply': [404, 'There is no such answer', 'Look for it in GET /api/v1/replies.'],
}

export const CONTACTS: Record<AddressFault | 'no-such-contact', Verdict> = {
  ...ADDRESS,
  'no-such-contact': [404, 'Nothing is known of this address', 'Look for it in GET /api/v1/contacts.'],
}

export const MESSAGES: Record<'no-such-message' | NotDone | NotResent | ManyRefused['because'], Verdict> = {
  ...ADDRESS,
  'no-such-message': [404, 'There is no such message', 'Look for it in GET /api/v1/messages.'],
  'being-handed-over': [409, 'It is being handed over at this moment', 'See in a minute what became of it.'],
  'already-over': [409, 'It is too late to stop this message', 'It was sent or has come to its end: see its state.'],
  'already-held': [409, 'The message is held already', 'Release it to let it go.'],
  'not-held': [409, 'The message is not held', 'It goes out by itself when it is due.'],
  'still-on-its-way': [
    409,
    'The message is still on its way',
    'Wait until it has arrived or failed. If it must not go out as it is, cancel it first.',
  ],
  'resent-already': [409, 'The message was sent again already', 'Resend the one that took its place: see resentAs.'],
  'opted-out': [
    409,
    'Whoever is at this address has opted out',
    'Only urgent messages go there. Give another address, or reach them in another way.',
  ],
  'webhook-keeps-its-address': [422, 'A webhook keeps its address', 'Leave the address out.'],
  'other-count': [
    409,
    'These are not as many messages as you said',
    'Look at them again, and send the count that is named here.',
  ],
  'too-many': [422, 'These are too many messages', 'Narrow the filter to at most 10,000.'],
}

type WordingFault =
  | (TemplateFault | LayoutFault | 'stale' | 'no-such-job')
  | ('no-such-rule' | 'other-channel' | 'no-such-version')

/** The detail is what the room itself explains: which tag, which field. */
export const WORDING: Record<WordingFault, Verdict> = {
  stale: [409, 'It has changed since you saw it', 'Look at it again, and send your change with its version.'],
  'no-such-job': JOBS['no-such-job'],
  'no-such-rule': [404, 'There is no such rule', 'It may have been removed: look for it in GET /api/v1/rules.'],
  'other-channel': [422, 'The rule tells in another way', 'Write the words for the way it tells.'],
  'no-such-version': [404, 'There is no such version', 'Look at the versions of the template.'],
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

export const PORTRAITS: Record<PortraitFault, Verdict> = {
  'no-such-entry': DIRECTORY['no-such-entry'],
  'no-portrait': [404, 'There is no portrait of this person', 'Send one with PUT.'],
  'not-a-photo': [
    422,
    'This is not a photo',
    'Send the bytes of one whole JPEG or PNG image of at most 20 megapixels.',
  ],
  'portrait-too-large': [413, 'The portrait is too large', 'Send at most 2 MB.'],
}

export const COMPLAINTS: Record<ComplaintFault, Verdict> = {
  'no-such-customer': [422, 'There is no such customer', 'Choose one of GET /api/v1/customers.'],
  'no-such-complaint': [404, 'There is no such complaint', 'Look for it in GET /api/v1/complaints.'],
  'complaint-closed': [409, 'The complaint is closed already', 'Write down a new one if there is another.'],
}

export const REQUESTS: Record<AddressFault | 'no-request-type', Verdict> = {
  ...ADDRESS,
  'no-request-type': [
    422,
    'It is not said of which service type requests are',
    'Name a service type, or set requestTypeId of your company.',
  ],
}

export const FIGURES: Record<DaysFault, Verdict> = {
  'days-out-of-order': [422, 'The last day is before the first', 'Let until be the same day as from, or a later one.'],
  'too-many-days': [422, 'These are too many days', 'Ask for at most 366.'],
}

import type { FileRow } from './import-file.ts'
import { MOST_DAYS, MOST_TIMES, type RuleFault } from './rule.ts'

/** What each kind of entry is called in the files. */
export const CALLED = {
  customer: 'customer',
  'alarm-company': 'alarm company',
  site: 'location',
  provider: 'service provider',
  'service-type': 'service type',
} as const

export const OUTCOMES = ['made', 'ready', 'there-already', 'refused'] as const
/** What became of a row. One that is `ready` was not made: it was a dry run, or another row was refused. */
export type Outcome = (typeof OUTCOMES)[number]

/** Only look; make all rules or, if a row is refused, none; or make those of the good rows. */
export type Run = 'dry' | 'whole' | 'partly'

/** What became of all rows: "Of 3 rows: 2 made, 1 refused." */
export function importInWords(outcomes: readonly Outcome[], run: Run): string {
  const named = { made: 'made', ready: run === 'dry' ? 'would be made' : 'could be made' }
  const counts = OUTCOMES.map(outcome => ({
    count: outcomes.filter(each => each === outcome).length,
    words: { ...named, 'there-already': 'there already', refused: 'refused' }[outcome],
  }))
  const told = counts.filter(({ count }) => count > 0).map(({ count, words }) => `${count} ${words}`)
  const rows = `Of ${outcomes.length} ${outcomes.length === 1 ? 'row' : 'rows'}: ${told.join(', ')}.`
  if (run === 'dry') return `Nothing was made, this was a dry run. ${rows}`
  return run === 'whole' && outcomes.includes('refused') ? `Nothing was made, because a row is refused. ${rows}` : rows
}

/** Why a row that says this cannot be a rule, and what to do. */
export const RULE_FAULTS: Record<RuleFault, (row: FileRow) => string> = {
  'no-such-owner': ({ owner }) => `There is no "${owner}": add it first, or put its name right.`,
  'no-such-service-type': ({ serviceType }) => `There is no service type "${serviceType}": add it first.`,
  'address-missing': () => 'The address is empty: write one, or tick Notify Provider.',
  'address-not-wanted': () => 'The address is not wanted: leave it empty.',
  'only-sites-mute': () => 'Only a location can have Don\'t Notify: let Owner Type be "Location", or write No.',
  'provider-rule-tells-itself': () =>
    "A service provider's own row goes to an address: write it, and No under Notify Provider.",
  'interval-missing': () => `Period (days) is empty: write after how many days to remind, 1 to ${MOST_DAYS}.`,
  'interval-out-of-range': ({ period }) => `Period (days) is "${period}": write a whole number from 1 to ${MOST_DAYS}.`,
  'times-missing': () => `Number of Times is empty: write how often to remind at most, 1 to ${MOST_TIMES}.`,
  'times-out-of-range': ({ times }) => `Number of Times is "${times}": write a whole number from 1 to ${MOST_TIMES}.`,
  'interval-not-wanted': () => 'Period (days) and Number of Times are for "Incomplete" alone: leave them empty.',
  'details-not-wanted': () => 'Details are not wanted here.',
  'grouping-not-wanted': () => 'Grouping is not wanted here.',
  'gathering-not-wanted': () => 'Gathering changes is not wanted here.',
  'gathering-out-of-range': () => 'Gathering changes is not wanted here.',
  'no-such-status': () => 'A status is not wanted here.',
  'customer-only': () => 'What regions and statuses say cannot be imported here.',
  'occasion-not-of-owner': () => 'What regions and statuses say cannot be imported here.',
  'status-missing': () => 'What statuses say cannot be imported here.',
  'status-not-wanted': () => 'A status is not wanted here.',
  'grace-out-of-range': () => 'A grace is not wanted here.',
  'grace-not-wanted': () => 'A grace is not wanted here.',
  'report-option-not-wanted': () => 'Options of job reports are not wanted here.',
  'customer-option-not-wanted': () => 'Options of what customers are told are not wanted here.',
  'customer-not-called': () => 'Customers are told by e-mail or text: let Via be one of these.',
  'webhook-needs-address': () => 'A webhook needs an address.',
  'no-such-webhook': ({ address }) => `There is no webhook "${address}": add it first.`,
  'not-a-web-address': ({ address }) => `"${address}" is not a web address: write one as https://example.com/hook.`,
  'not-an-email-address': ({ address }) =>
    `"${address}" is not an e-mail address: write one as name@example.com, or let Via be "SMS".`,
  'not-a-phone-number': ({ address }) =>
    `"${address}" is not a phone number: write one with its country code (+61 491 570 156), or another Via.`,
  'not-a-mobile-number': ({ address }) => `"${address}" cannot receive a text, it is a fixed line: write a mobile.`,
}

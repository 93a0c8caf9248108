import { BYTE_ORDER_MARK, csvOf } from '#base/csv.ts'
import { FATES } from '#delivery/figures.ts'
import type { FiguresAnswer } from './figures-shapes.ts'

export const TABLES = [
  'jobs',
  'customers',
  'providers',
  'response',
  'channels',
  'failures',
  'reasons',
  'reminders',
] as const
/** The parts of a report that can be had as a spreadsheet. */
export type Table = (typeof TABLES)[number]

type Cell = string | number | null

/** One part of a report as a spreadsheet. */
export function figuresCsv(table: Table, figures: FiguresAnswer): string {
  const { heading, rows } = WRITTEN[table]
  const cells = rows(figures).map(row => row.map(cell => (cell === null ? '' : String(cell))))
  return BYTE_ORDER_MARK + csvOf([heading, ...cells])
}

type Written = Readonly<{ heading: readonly string[]; rows: (figures: FiguresAnswer) => Cell[][] }>

const LASTED = ['Median (minutes)', '90th percentile (minutes)']
const partyHeading = (name: string) => [
  ...[name, 'Jobs', 'With response', ...LASTED, 'Told', 'Captured', 'Failed', 'Expired', 'Reminders', 'Id'],
]
const partyRows = (parties: FiguresAnswer['customers']): Cell[][] =>
  parties.map(party => [
    ...[party.name, party.jobs, party.count, party.median, party.ninetieth, party.told, party.captured],
    ...[party.failed, party.expired, party.reminders, party.id],
  ])

const WRITTEN: Readonly<Record<Table, Written>> = {
  jobs: {
    heading: ['Day', 'Opened', 'Completed'],
    rows: ({ jobs }) => jobs.map(({ day, opened, completed }) => [day, opened, completed]),
  },
  customers: { heading: partyHeading('Customer'), rows: ({ customers }) => partyRows(customers) },
  providers: { heading: partyHeading('Provider'), rows: ({ providers }) => partyRows(providers) },
  response: {
    heading: ['From', 'Until', 'Beginning', 'Jobs', ...LASTED],
    rows: ({ responses }) =>
      responses.flatMap(({ stretch, spans }) => {
        const [began, ended] = STRETCH[stretch]
        return spans.map(({ from, count, median, ninetieth }) => [began, ended, from, count, median, ninetieth])
      }),
  },
  channels: {
    heading: ['Day', 'Channel', ...FATES.map(capital)],
    rows: ({ channels }) =>
      channels.map(({ day, channel, ...counts }) => [day, channel, ...FATES.map(fate => counts[fate])]),
  },
  failures: {
    heading: ['Channel', 'State', 'Code', 'Reason', 'Messages'],
    rows: ({ failures }) => failures.map(each => [each.channel, each.state, each.code, each.reason, each.count]),
  },
  reasons: {
    heading: ['Not told because', 'Times'],
    rows: ({ notTold }) => notTold.map(({ sentence, count }) => [sentence, count]),
  },
  reminders: {
    heading: ['Reminder', 'Due', 'Told', 'Stopped because it came'],
    rows: ({ reminders }) => reminders.map(({ occasion, due, told, stopped }) => [occasion, due, told, stopped]),
  },
}

const STRETCH: Record<FiguresAnswer['responses'][number]['stretch'], readonly [string, string]> = {
  'opened-dispatched': ['Opened', 'Dispatched'],
  'dispatched-on-site': ['Dispatched', 'On site'],
  'opened-on-site': ['Opened', 'On site'],
  'on-site-off-site': ['On site', 'Off site'],
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

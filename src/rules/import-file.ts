import { type CsvRead, type CsvRow, readCsv } from '#base/csv-file.ts'

/** What SMART calls the fields of a notification row (S1.15): how the columns of a file are headed. */
export const COLUMNS = {
  ownerType: 'Owner Type',
  owner: 'Owner',
  serviceType: 'Service Type',
  when: 'Notify When',
  via: 'Via',
  address: 'Email Address / Mobile Number',
  recipient: 'Recipient',
  notifyProvider: 'Notify Provider',
  dontNotify: "Don't Notify",
  period: 'Period (days)',
  times: 'Number of Times',
} as const
type Column = keyof typeof COLUMNS

const WANTED: readonly Column[] = ['ownerType', 'owner', 'serviceType', 'when', 'via', 'address']

export type FileRow = CsvRow<Column>

/** The rows of a file of SMART's notification rows. */
export const readFile = (bytes: Uint8Array): CsvRead<Column> =>
  readCsv(bytes, { columns: COLUMNS, wanted: WANTED, mostRows: 5000, mostMegabytes: 2 })

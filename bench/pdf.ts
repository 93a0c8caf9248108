import type { JobEvent } from '#jobs/job.ts'
import { STARTING_LAYOUT } from '#messages/fields.ts'
import { sheetOf } from '#messages/job-sheet.ts'
import { openPress } from '#messages/pdf.run.ts'
import type { JobSheet } from '#messages/sheet.ts'
import { type Browser, openBrowser } from './pdf-chromium.ts'
import { count, interleave, milliseconds, quantile } from './rounds.ts'
import type { Bench, Found, Row } from './row.ts'
import { lifeInTown } from './town.ts'

/** The printed job, warm, against headless Chromium printing the same facts and photo. */
export const pdf: Row = {
  name: 'pdf',
  about: 'a printed job with a 60 kB photo, warm, against headless Chromium on one reused page',
  measure,
}

async function measure(bench: Bench): Promise<Found> {
  const press = openPress()
  const browser = await openBrowser()
  try {
    const photo = await browser.photo(60_000)
    const each = Math.max(5, Math.round(40 * bench.part))
    const turns = {
      press: () => printAll(press.print, sheets(each, photo)),
      chromium: () => printAll(browser.print, sheets(each, photo)),
    }
    await interleave(turns, 1, line => bench.say(`warming up: ${line}`))
    return found(await interleave(turns, bench.rounds, bench.say), photo.length)
  } finally {
    await Promise.all([press.close(), browser.close()])
  }
}

type Prints = Readonly<{ times: readonly number[]; bytes: number }>

async function printAll(print: Browser['print'], sheets: readonly JobSheet[]): Promise<Prints> {
  const times: number[] = []
  let bytes = 0
  for (const sheet of sheets) {
    const since = performance.now()
    const printed = await print(sheet)
    times.push(performance.now() - since)
    if (Buffer.from(printed).toString('latin1', 0, 5) !== '%PDF-') throw new Error('That is no PDF.')
    bytes = printed.length
  }
  return { times, bytes }
}

let printed = 0

/** Sheets of different jobs, so that nothing can be kept from one to the next. */
const sheets = (count: number, photo: Uint8Array): JobSheet[] =>
  Array.from({ length: count }, () => sheet(++printed, photo))

function sheet(number: number, photo: Uint8Array): JobSheet {
  const life = lifeInTown()
  const last = life.at(-1)!
  const outcome = `${last.job.outcome} Report ${number}.`
  const event: JobEvent = { ...last, job: { ...last.job, number, outcome, visits: visits(last) } }
  const names: Record<string, string> = {
    site: 'Hargreaves Mill',
    customer: 'Hargreaves Timber',
    person: 'Mere Tamihana',
  }
  const facts = {
    company: { name: 'Southern Cross Response', code: 'SCR', locale: 'en-AU' },
    site: { name: 'Hargreaves Mill', address: '12 Mill Road, Orange NSW', timeZone: 'Australia/Sydney' },
    event,
    nameOf: (kind: string) => names[kind] ?? 'Sentinel Monitoring',
  }
  const photos = [{ caption: 'Roller door', image: photo, type: 'image/jpeg' as const }]
  return sheetOf(facts, STARTING_LAYOUT, { printed: photos, all: 1 })
}

const visits = ({ at, job }: JobEvent): JobEvent['job']['visits'] => [
  {
    number: 1,
    technicians: ['mere', 'josh'].map(personId => ({
      ...{ personId, statusId: job.statusId, dispatchedAt: at, travellingAt: at, onSiteAt: at, offSiteAt: at },
    })),
  },
]

function found(runs: Record<'press' | 'chromium', Prints[]>, photoBytes: number): Found {
  const [ours, theirs] = [runs.press.flatMap(({ times }) => times), runs.chromium.flatMap(({ times }) => times)]
  const told = (times: readonly number[]) =>
    `p50 ${milliseconds(quantile(times, 0.5))}, p95 ${milliseconds(quantile(times, 0.95))}`
  const p50 = quantile(ours, 0.5)
  const kilobytes = (side: keyof typeof runs) => `${count(runs[side][0]!.bytes / 1000)} kB`
  return {
    samples: { 'press: milliseconds': ours, 'chromium: milliseconds': theirs },
    findings: [
      {
        what: `one job, photo of ${count(photoBytes / 1000)} kB`,
        ours: told(ours),
        against: `Chromium: ${told(theirs)}`,
        ratio: quantile(theirs, 0.5) / p50,
        goal: 'at most 15 ms (p50)',
        met: p50 <= 15,
      },
      { what: 'size of the file', ours: kilobytes('press'), against: `Chromium: ${kilobytes('chromium')}` },
    ],
  }
}

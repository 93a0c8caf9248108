import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { SingleBar } from 'cli-progress'
import Table from 'cli-table3'
import { parse } from 'csv-parse'
import { idFrom } from '#base/id.ts'
import { wallClock } from '#base/time.ts'
import type { Change } from '#jobs/job.ts'
import type { Saved } from '#jobs/saved.ts'
import { SAID } from '#rules/reasons.ts'
import type { Because } from '#rules/wish.ts'
import type { Config } from '../config.ts'
import { type House, openHouse } from '../house.ts'
import type { Log } from '../station.ts'
import { stillDue, type Tally, tally } from './replay.sql.ts'
import { type Call, type Calls, type Deed, deedsOf, type Row, readCalls } from './replay-calls.ts'
import { columnsOf, type ReplayMap, readMap } from './replay-map.ts'
import { furnish, REPLAY, type ReplayTown } from './replay-town.ts'
import { openConfigured } from './server.ts'
import { CommandError } from './trouble.ts'

export type Tools = { log: Log; say: (line: string) => void }

/**
 * Plays a file of past calls through the real system as jobs: opened, dispatched, each unit's steps, cleared.
 * Everything is named by its row, so that playing the same file again adds nothing and an interrupted replay goes on.
 */
export async function replay(
  config: Config,
  files: { calls: string; map: string },
  { log, say }: Tools,
): Promise<void> {
  const { map, calls } = await loadCalls(files)
  say(`${calls.rows} rows, ${calls.calls.length} calls.`)
  const server = await openConfigured(config, log)
  const house = await openHouse({
    connection: server.connection,
    clock: wallClock,
    log,
    stations: 'by-themselves',
    carriers: config.carriers,
  })
  try {
    const town = await furnish(house, map, calls.calls)
    await playAll(house, town, { calls: calls.calls, map })
    report(calls, await tally(house.db, town.companyId), say)
  } finally {
    await house.close()
    await server.close()
  }
}

/** The map and the calls of a file, or an error whose sentence says what is wrong with them. */
export async function loadCalls(files: { calls: string; map: string }): Promise<{ map: ReplayMap; calls: Calls }> {
  const map = loadMap(files.map)
  return { map, calls: readCalls(await loadRows(files.calls, map), map) }
}

function loadMap(file: string): ReplayMap {
  const read = readMap(readFileSync(present(file), 'utf8'))
  if (!read.ok) throw new CommandError(`${file} cannot be used:\n${read.problems.join('\n')}`)
  return read.map
}

function present(file: string): string {
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`)
  return file
}

async function loadRows(file: string, map: ReplayMap): Promise<Row[]> {
  const reading = createReadStream(present(file)).pipe(parse({ columns: true, bom: true, skip_empty_lines: true }))
  const rows: Row[] = await reading.toArray().catch((error: Error) => {
    throw new CommandError(`${file} is not a CSV file that can be read: ${error.message}`)
  })
  const missing = columnsOf(map).filter(column => rows[0] && !(column in rows[0]))
  if (rows.length === 0) throw new CommandError(`${file} has no rows.`)
  if (missing.length > 0)
    throw new CommandError(`${file} has no column ${missing.map(name => `"${name}"`).join(', ')}, which the map names.`)
  return rows
}

// Calls under way at once. More share commits better, and let the planner and the senders fall further behind.
const AT_ONCE = 24

async function playAll(
  house: House,
  town: ReplayTown,
  { calls, map }: { calls: readonly Call[]; map: ReplayMap },
): Promise<void> {
  const bar = new SingleBar({ format: '{bar} {value} of {total} calls, {due} on their way', barsize: 40 })
  bar.start(calls.length, 0, { due: 0 })
  const queue = calls.values()
  const player = async () => {
    for (const call of queue) {
      await playCall(house, town, { call, map })
      bar.increment()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, player))
  for (let due = await stillDue(house.db, house.clock()); due > 0; due = await stillDue(house.db, house.clock())) {
    bar.update({ due })
    await pause(200)
  }
  bar.update({ due: 0 })
  bar.stop()
}

async function playCall(house: House, town: ReplayTown, { call, map }: { call: Call; map: ReplayMap }): Promise<void> {
  await openCall(house, town, call)
  for (const deed of deedsOf(call)) await playDeed(house, town, { call, map, deed })
}

const requestFor = ({ call }: Call, key: string) => ({ key: `replay ${call} ${key}`, hash: key })

/** Opens the job of a call. */
export async function openCall({ desk }: House, { companyId, id }: ReplayTown, call: Call): Promise<void> {
  const opened = await desk.open({
    companyId,
    id: idFrom(companyId, 'call', call.call),
    siteId: id('site', call.site.name),
    serviceTypeId: id('service-type', call.serviceType),
    providerId: call.provider && id('provider', call.provider),
    initialRequest: call.request,
    orderNumber: call.orderNumber,
    openedAt: call.openedAt,
    by: REPLAY,
    request: requestFor(call, 'open'),
  })
  check(call, 'open', opened)
}

/** Does one deed of a call. */
export async function playDeed(
  { desk }: House,
  town: ReplayTown,
  { call, map, deed }: { call: Call; map: ReplayMap; deed: Deed },
): Promise<void> {
  const { companyId } = town
  const change = changeFor(deed, { call, town, map })
  const request = requestFor(call, deed.key)
  const jobId = idFrom(companyId, 'call', call.call)
  check(call, deed.key, await desk.save({ companyId, jobId, change, by: REPLAY, request }))
}

function check({ call }: Call, deed: string, saved: Saved): void {
  if (!saved.ok)
    throw new CommandError(`Call ${call} could not be replayed at "${deed}": ${saved.because} ${saved.field ?? ''}`)
}

const CODE = { dispatched: 'DISP', travelling: 'TRAV', onSite: 'SITE', offSite: 'OFF' } as const

function changeFor(deed: Deed, { call, town, map }: { call: Call; town: ReplayTown; map: ReplayMap }): Change {
  if (deed.do === 'dispatch')
    return { do: 'dispatch', at: deed.at, technicianIds: deed.units.map(({ name }) => town.id('person', name)) }
  if (deed.do === 'step') {
    return {
      do: 'technician',
      personId: town.id('person', deed.unit.name),
      statusId: town.status(CODE[deed.step]),
      at: deed.at,
    }
  }
  return { do: map.cancelled.includes(call.outcome) ? 'cancel' : 'complete', outcome: call.outcome }
}

function report(calls: Calls, result: Tally, say: Tools['say']): void {
  const table = new Table({ head: ['', ''], colAligns: ['left', 'right'], style: { head: [], border: [] } })
  table.push(
    ['calls in the file', calls.calls.length],
    ['jobs', result.jobs],
    ['technicians on visits', result.technicians],
    ['saves (events)', result.events],
  )
  for (const { channel, pdf, messages, handedOver } of result.told) {
    table.push([
      `told by ${channel === 'sms' ? 'text' : pdf ? 'e-mail with PDF' : 'e-mail'}`,
      `${messages} (${handedOver} handed over)`,
    ])
  }
  for (const { because, decisions } of result.notTold) table.push([`not told: ${SAID[because as Because]}`, decisions])
  table.push(['duplicates avoided', result.duplicatesAvoided])
  const seconds = (value: number | null) => (value === null ? 'none' : `${value.toFixed(2)} s`)
  table.push(
    ['save to hand-over, median', seconds(result.p50)],
    ['save to hand-over, 99th percentile', seconds(result.p99)],
  )
  say(table.toString())
  reportDoubts(calls, say)
}

const SHOWN = 5

function reportDoubts({ doubts, leftOut }: Calls, say: Tools['say']): void {
  if (doubts.length === 0) say('Every row was in order.')
  else say(`${doubts.length} things about rows to know of; ${leftOut} rows were left out, all others kept:`)
  for (const [what, group] of Map.groupBy(doubts, ({ what, column }) => `${what}: ${column}`)) {
    const lines = group.slice(0, SHOWN).map(({ line, row }) => `line ${line} (${row})`)
    say(`  ${what}, ${group.length} rows: ${lines.join(', ')}${group.length > SHOWN ? ' ...' : ''}`)
  }
}

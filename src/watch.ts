import type pg from 'pg'
import { type Auditor, channelFacts, openAuditor } from '#audit/audit.run.ts'
import { type Heartbeat, openHeartbeat } from '#audit/heartbeat.run.ts'
import type { Tally } from '#audit/tally.run.ts'
import type { Operators } from '#audit/tell.run.ts'
import type { Channel } from '#base/address.ts'
import type { Clock } from '#base/time.ts'
import { connect } from '#db/sql.ts'
import type { Carrier } from '#delivery/carrier.ts'
import type { Lane } from '#rules/notice.ts'
import { type Log, type Station, startStation } from './station.ts'

/** What watches over the sending while the stations work: the auditor, the heartbeat to outside, and the counts. */
export type Watch = Readonly<{
  auditor: Auditor
  heartbeat: Heartbeat | null
  tally: Tally
  close: () => Promise<void>
}>

export type WatchOptions = Readonly<{
  /** Whom to tell when sending itself is in trouble. */
  operators?: Operators
  /** Is fetched once a minute while all is well. */
  heartbeatUrl?: string | null
  /** Where our own database keeps its files, to see that the disk is not full. */
  dataFolder?: string | null
}>

type Parts = WatchOptions &
  Readonly<{
    connection: pg.PoolConfig
    clock: Clock
    log: Log
    lines: readonly Readonly<{ lane: Lane; channel: Channel; carriers: readonly Carrier[] }>[]
    tally: Tally
    stations: () => readonly Station[]
  }>

const NOBODY: Operators = { email: null, mobile: null }
// Milliseconds. A database that hangs must not hang the one who is to say so.
const IMPATIENT = { connectionTimeoutMillis: 5000, statement_timeout: 10_000, query_timeout: 15_000 }

/** Opens the watch with database connections of its own, so that others who take all of theirs do not blind it. */
export function openWatch(parts: Parts): Watch {
  const { connection, clock, log, lines, stations, heartbeatUrl, dataFolder, operators = NOBODY } = parts
  const db = connect({ ...connection, ...IMPATIENT }, 2)
  const urgent = lines.filter(({ lane }) => lane === 'urgent')
  const auditor = openAuditor({
    ...{ db, clock, log, operators, stations, dataFolder: dataFolder ?? null },
    channels: channelFacts(lines),
    carriersOf: channel => urgent.find(line => line.channel === channel)?.carriers ?? [],
  })
  const heartbeat = heartbeatUrl ? openHeartbeat({ url: heartbeatUrl, clock, log, lastLook: auditor.last }) : null
  return { auditor, heartbeat, tally: parts.tally, close: db.close }
}

/** Puts the watch to work. */
export function startWatch({ auditor, heartbeat }: Watch, tools: { clock: Clock; log: Log }): Station[] {
  const beating = heartbeat ? [startStation('heartbeat', heartbeat.beat, tools)] : []
  return [startStation('audit', auditor.turn, tools), ...beating]
}

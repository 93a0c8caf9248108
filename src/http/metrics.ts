import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { standingOf } from '#audit/findings.ts'
import { problem, trouble } from './problem.ts'
import { respond } from './respond.ts'
import type { Rooms, Watched } from './rooms.ts'

/** /metrics: numbers for Prometheus, to whoever has the token. Without a configured token there is nothing there. */
export function metricsDoor({
  watched,
  metrics,
}: Pick<Rooms, 'watched' | 'metrics'>): (c: Context) => Promise<Response> {
  // Opened when first asked: it watches the event loop from then on.
  let registry: Registry | undefined
  return async ({ req }) => {
    if (!metrics || !watched) return respond(trouble('no-such-address'), '-')
    if (!isSame(req.header('authorization') ?? '', `Bearer ${metrics.token}`)) return respond(WRONG, '-')
    registry ??= openRegistry(watched, metrics.build)
    const headers = { 'content-type': registry.contentType, 'cache-control': 'no-store' }
    return new Response(await registry.metrics(), { headers })
  }
}

const WRONG = problem(
  'bad-token',
  [401, 'This token opens nothing', 'Send METRICS_TOKEN as "Authorization: Bearer ...".'],
  {
    headers: { 'www-authenticate': 'Bearer' },
  },
)

const digest = (text: string) => createHash('sha256').update(text).digest()
const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

type Row = readonly [labels: Readonly<Record<string, string>>, value: number]

/**
 * Everything is read from the last look and from memory when somebody asks: a scrape costs the database nothing. No label
 * names a company or an id.
 */
function openRegistry(watched: () => Watched, build: Readonly<Record<string, string>>): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'callout_build_info',
    help: 'What runs here.',
    labelNames: Object.keys(build),
    registers: [registry],
  }).set(build, 1)
  for (const [name, { help, labels = [], rows }] of Object.entries(GAUGES)) {
    new Gauge({
      ...{ name, help, labelNames: labels, registers: [registry] },
      collect() {
        this.reset()
        for (const [named, value] of rows(watched())) this.set(named, value)
      },
    })
  }
  new Counter({
    name: 'callout_attempts_total',
    help: 'Hand-overs to carriers since this process was started, by what became of them.',
    labelNames: ['carrier', 'outcome'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { count, ...named } of watched().counts) this.inc(named, count)
    },
  })
  return registry
}

type Measure = Readonly<{ help: string; labels?: readonly string[]; rows: (watched: Watched) => readonly Row[] }>
type Look = NonNullable<Watched['look']>

const ofLook =
  (rows: (look: Look) => readonly Row[]) =>
  ({ look }: Watched) =>
    look ? rows(look) : []
const one = (value: number): Row[] => [[{}, value]]
const epoch = (instant: Temporal.Instant) => instant.epochMilliseconds / 1000

const GAUGES: Readonly<Record<string, Measure>> = {
  callout_last_look_timestamp_seconds: {
    help: 'When the sending was last watched; the figures of the database are of then.',
    rows: ofLook(({ at }) => one(epoch(at))),
  },
  callout_unplanned_events: {
    help: 'Saves nobody has planned for yet, counted up to 100000.',
    rows: ofLook(({ facts }) => one(facts.desk.unplanned)),
  },
  callout_lane_waiting: {
    help: 'Messages on their way, counted up to 100000.',
    labels: ['lane'],
    rows: ofLook(({ facts }) => facts.lanes.map(({ lane, waiting }) => [{ lane }, waiting])),
  },
  callout_lane_oldest_due_seconds: {
    help: 'For how long the most overdue message has been due.',
    labels: ['lane'],
    rows: ofLook(({ facts, at }) => facts.lanes.map(({ lane }) => [{ lane }, oldestDue(facts, { lane, at })])),
  },
  callout_carrier_up: {
    help: '1 when the account can be used, 0 when it is paused or cannot be reached.',
    labels: ['carrier'],
    rows: ofLook(({ facts, at }) =>
      facts.accounts.map(account => [{ carrier: account.name }, standingOf(account, at) === 'working' ? 1 : 0]),
    ),
  },
  callout_carrier_paused: {
    help: '1 when the account waits for somebody to mend its password, money or settings.',
    labels: ['carrier'],
    rows: ofLook(({ facts }) => facts.accounts.map(({ name, pausedAt }) => [{ carrier: name }, pausedAt ? 1 : 0])),
  },
  callout_alarms_open: {
    help: 'What is wrong with the sending itself.',
    labels: ['severity'],
    rows: ofLook(({ alarms }) =>
      (['alarm', 'warning'] as const).map(severity => [
        { severity },
        alarms.filter(each => each.severity === severity).length,
      ]),
    ),
  },
  callout_heartbeat_last_success_timestamp_seconds: {
    help: 'When the watcher outside was last reached; 0: never since this process was started.',
    rows: ({ heartbeat }) => (heartbeat?.succeededAt ? one(epoch(heartbeat.succeededAt)) : []),
  },
  callout_station_last_turn_timestamp_seconds: {
    help: 'When each part of the house last looked for work.',
    labels: ['station'],
    rows: ({ stations }) =>
      stations.flatMap(({ name, lastTurn }): Row[] => (lastTurn ? [[{ station: name }, epoch(lastTurn)]] : [])),
  },
  callout_receipts_unsettled: {
    help: 'Reports of carriers nobody has read yet, counted up to 10000.',
    rows: ofLook(({ facts }) => one(facts.desk.receipts)),
  },
  callout_unknown_open: {
    help: 'Messages that may or may not have been sent, counted up to 10000.',
    rows: ofLook(({ facts }) => one(facts.desk.unknown)),
  },
  callout_expired_last_hour: {
    help: 'Messages that came too late within the last hour and were not sent.',
    labels: ['lane'],
    rows: ofLook(({ facts: { desk } }) => [
      [{ lane: 'urgent' }, desk.expiredUrgent],
      [{ lane: 'others' }, desk.expiredOthers],
    ]),
  },
}

function oldestDue({ queues }: Look['facts'], { lane, at }: { lane: string; at: Temporal.Instant }): number {
  const overdue = queues.flatMap(queue =>
    queue.lane === lane && queue.oldestDue ? at.since(queue.oldestDue).total('seconds') : [],
  )
  return Math.max(0, ...overdue)
}

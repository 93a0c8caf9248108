import { setTimeout as pause } from 'node:timers/promises'
import type { CarrierConfig } from '#config.ts'
import { CAPTURED } from '#config.ts'
import { linkSecret } from '#delivery/links.run.ts'
import { openLinks } from '#delivery/links.ts'
import { type Child, startChild } from '../bench/child.ts'
import { type Apps, openApps } from './apps.ts'
import { type Chance, openChance, pick } from './chance.ts'
import { type Ground, openGround } from './database.ts'
import type { Evidence } from './judge.ts'
import type { Heard } from './ledger.ts'
import { attemptsMade, deliveriesEnded, hurry, noticesOfJobs, undone } from './promises.sql.ts'
import { buildTowns } from './town.ts'
import { type Channel, type Oracle, openOracle } from './wave.ts'

export type StormOptions = Readonly<{
  seed: number
  /** Of processes of the application and of the database together, each by SIGKILL. */
  kills: number
  messages: number
  /** After which no more is done to anybody, even if there were fewer kills. */
  seconds: number
  /** Processes of the application. */
  senders: number
  channels: Readonly<Partial<Record<Channel, number>>>
  /** Seconds for which a lost answer may still come, before the message is hurried on. */
  rest: number
  say: (line: string) => void
}>

/** What was done, and all that is known of what came of it. */
export type Storm = Readonly<{
  evidence: Evidence
  done: Readonly<Record<Fault, number>>
  fallen: readonly string[]
  seconds: number
  postgresql: string
}>

const LEASE = 3
// Out of a hundred. power-cut: the database and every process at once.
const FAULTS = { app: 80, database: 5, 'power-cut': 2, freeze: 4, connections: 9 }
export type Fault = keyof typeof FAULTS
const KILLS: readonly Fault[] = ['app', 'database', 'power-cut']

type Scene = Readonly<{ options: StormOptions; ground: Ground; carriers: Child; apps: Apps; oracle: Oracle }>

/** Lets a storm pass over the house: promises messages, kills what is to bring them, and waits until it is over. */
export async function storm(options: StormOptions): Promise<Storm> {
  const closing: (() => Promise<unknown>)[] = []
  const stop = hearWhoStops()
  try {
    return await Promise.race([pass(options, closing), stop.told])
  } finally {
    stop.forget()
    for (const close of closing.toReversed()) await close()
  }
}

/** `closing`: how to end what was begun, even while it is only beginning. */
async function pass(options: StormOptions, closing: (() => Promise<unknown>)[]): Promise<Storm> {
  const { seed, senders, channels, say } = options
  const since = performance.now()
  const carriers = inTurn(startChild('../chaos/carriers.ts', { seed }))
  closing.push(carriers.end)
  const preparing = openGround()
  closing.push(() => preparing.then(ground => ground.close()))
  const ground = await preparing
  const { mail, web } = await carriers.ask<{ mail: number; web: number }>('ports')
  const oracle = await openOracle(ground, { seed, towns: await buildTowns(ground.db, web), channels })
  say('opening')
  const argumentFor = (name: string) => ({
    ...{ connection: ground.connection, carriers: carriersAt(name, mail, web), lease: LEASE },
  })
  const opening = openApps({ count: senders, folder: ground.folder, argumentFor })
  closing.push(() => opening.then(apps => apps.end()))
  const apps = await opening
  await apps.open(senders)
  const scene = { options, ground, carriers, apps, oracle }
  const telling = tellProgress(scene)
  closing.push(telling.end)
  const { done, outages } = await rage(scene, telling.count)
  say('the storm is over; waiting for what is on its way')
  await drain(scene)
  const seconds = (performance.now() - since) / 1000
  const evidence = { ...(await gather(scene)), outages }
  return { evidence, done, fallen: apps.fallen, seconds, postgresql: ground.version }
}

/** A child answers one question at a time; here several are asked by whoever comes. */
function inTurn({ ask, end }: Child): Child {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ask: <Answer>(what: string, more?: object) => {
      const answer = last.then(() => ask<Answer>(what, more))
      last = answer.catch(() => {})
      return answer
    },
    end,
  }
}

/** Fails when somebody wants no more. */
function hearWhoStops() {
  const { promise: told, reject } = Promise.withResolvers<never>()
  const hear = (signal: string) => reject(new Error(`Stopped by ${signal} before the end.`))
  for (const signal of STOPS) process.once(signal, hear)
  const forget = () => {
    for (const signal of STOPS) process.off(signal, hear)
  }
  return { told, forget }
}

const STOPS = ['SIGINT', 'SIGTERM'] as const

const SID = `AC${'0'.repeat(31)}1`

/** Where everything goes. What is sent says by its sender, or by the address for reports, which process sent it. */
const carriersAt = (name: string, mail: number, web: number): CarrierConfig => ({
  ...CAPTURED,
  email: [{ name: 'smtp', url: `smtp://127.0.0.1:${mail}`, from: `Callout <${name}@callout.example>` }],
  sms: [{ name: 'sms', url: `twilio://${SID}:token@127.0.0.1:${web}?plain=yes`, from: '+61480000000' }],
  publicUrl: `https://${name}.callout.example`,
  bounces: BOUNCES,
  webhooksMayReach: ['127.0.0.0/8'],
})

const BOUNCES = { address: 'bounces@callout.example', imapUrl: null }

type Count = { kills: number; faults: number }

/** Promises a share of the messages before every fault, so that whatever is hit is at work. */
async function rage({ options, ground, carriers, apps, oracle }: Scene, count: Count) {
  const { seed, kills, messages, seconds } = options
  const chance = openChance(seed + 1)
  const done: Record<Fault, number> = { app: 0, database: 0, 'power-cut': 0, freeze: 0, connections: 0 }
  const outages: number[] = []
  const end = performance.now() + seconds * 1000
  const deeds: Record<Fault, (chance: Chance) => Promise<void>> = {
    app: chance => apps.kill(chance()),
    database: async () => {
      outages.push(Date.now())
      await ground.kill()
    },
    'power-cut': async () => {
      outages.push(Date.now())
      apps.killAll()
      await ground.kill()
    },
    freeze: chance => apps.freeze(chance(), 1000 * (LEASE + 1 + 3 * chance())),
    connections: () => carriers.ask('drop'),
  }
  let promised = 0
  while (count.kills < kills && performance.now() < end) {
    const due = Math.ceil((messages * (count.kills + 1)) / kills)
    if (due > promised) await oracle.promise(due - promised)
    promised = Math.max(due, promised)
    const fault = pick(FAULTS, chance())
    await untilNotBehind(ground, end)
    // Whoever is hit the moment he is open has done nothing yet.
    await apps.open(1)
    await pause(200 + 1000 * chance())
    await deeds[fault](chance)
    done[fault]++
    count.faults++
    if (KILLS.includes(fault)) count.kills++
  }
  if (promised < messages) await oracle.promise(messages - promised)
  return { done, outages }
}

// So much may be on its way while the storm goes on: on a slow machine everything would otherwise be sent after it.
const BACKLOG = 1000

async function untilNotBehind({ db, insist }: Ground, end: number): Promise<void> {
  for (;;) {
    const { events, notices, deliveries } = await insist(() => undone(db))
    if (events + notices + deliveries < BACKLOG || performance.now() > end) return
    await pause(200)
  }
}

/** Until everything has come to its end, however often it must be hurried. */
async function drain({ options: { rest, senders, say }, ground: { db, insist }, apps }: Scene): Promise<void> {
  await apps.open(senders)
  let before = ''
  let quietSince = performance.now()
  while (performance.now() - quietSince < 120_000) {
    await insist(() => hurry(db, { now: Temporal.Now.instant(), lease: LEASE, rest }))
    await pause(500)
    const left = await insist(() => undone(db))
    if (left.events + left.notices + left.deliveries === 0) return
    if (JSON.stringify(left) !== before) quietSince = performance.now()
    before = JSON.stringify(left)
  }
  say(`nothing moves any more: ${before}`)
}

function tellProgress({ options: { kills, rest, say }, ground, carriers, oracle }: Scene) {
  const count: Count = { kills: 0, faults: 0 }
  const over = new AbortController()
  const tell = async () => {
    for (let turn = 1; !over.signal.aborted; turn++) {
      await pause(5000, undefined, { signal: over.signal }).catch(() => {})
      if (over.signal.aborted) return
      await ground.insist(() => hurry(ground.db, { now: Temporal.Now.instant(), lease: LEASE, rest }))
      if (turn % 2) continue
      const { heard, copies } = await carriers.ask<{ heard: number; copies: number }>('count')
      const left = await ground.insist(() => undone(ground.db))
      const promised = oracle.notices.size + oracle.jobs.size
      say(
        `${count.kills} of ${kills} kills, ${promised} promised, ${heard - copies} heard, ${copies} copies, ` +
          `on their way: ${left.events} events, ${left.notices} notices, ${left.deliveries} deliveries`,
      )
    }
  }
  const telling = tell()
  return {
    count,
    end: async () => {
      over.abort()
      await telling
    },
  }
}

async function gather({ ground: { db, insist }, carriers, apps, oracle }: Scene): Promise<Omit<Evidence, 'outages'>> {
  const [ended, tried] = [await insist(() => deliveriesEnded(db)), await insist(() => attemptsMade(db))]
  const planned = await insist(() => noticesOfJobs(db, [...oracle.jobs]))
  const byJob = Map.groupBy(planned, ({ jobId }) => jobId)
  const links = openLinks({ secret: await linkSecret(db), publicUrl: null, bounceAddress: BOUNCES.address })
  return {
    promised: new Set([...oracle.notices.keys(), ...planned.map(({ id }) => id)]),
    misplanned: [...oracle.jobs].filter(id => byJob.get(id)?.length !== 1),
    heard: await carriers.ask<Heard[]>('ledger'),
    ...{ ended, tried, blows: apps.blows },
    attemptIn: said => {
      const read = links.readBounce(said)
      return read && read !== 'forged' ? read.attempt : null
    },
  }
}

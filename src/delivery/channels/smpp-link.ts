import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectSafely } from 'node:tls'
import smpp from 'smpp'
import type { Outcome } from '#delivery/carrier.ts'
import { bindOutcomeOf } from './smpp-answer.ts'
import { openWire, type Pdu, type Wire } from './smpp-wire.ts'

export type Smsc = Readonly<{ host: string; port: number; safe: boolean; systemId: string; password: string }>

/** Seconds. `pause`: the longest between two tries to get through; `enquire`: how often we ask whether it is there. */
export type LinkPatience = Readonly<{ connection: number; enquire: number; enquired: number; pause: number }>

/** A bound connection, or why there is none. */
export type Reached = Readonly<{ ok: true; wire: Wire } | { ok: false; outcome: Outcome }>

/** A link that is kept up by itself for as long as it is open. */
export type Link = Readonly<{
  /** The link as it stands; while it is being made, how that ends. */
  reach: () => Promise<Reached>
  /** The same, but it is tried now, and asked whether it lives. */
  check: () => Promise<Reached>
  close: () => Promise<void>
}>

type LinkOptions = Readonly<{ patience: LinkPatience; deliver: (pdu: Pdu, frame: Buffer, wire: Wire) => void }>

/** Keeps one transceiver bound. After a failure it waits before the next try: each time longer, and never exactly as long. */
export function openLink(smsc: Smsc, { patience, deliver }: LinkOptions): Link {
  const ending = new AbortController()
  const bind = () => bindTo(smsc, { patience, deliver, ending: ending.signal })
  let attempt = bind()
  let resume = () => {}
  const kept = keep()

  async function keep(): Promise<void> {
    let failures = 0
    while (!ending.signal.aborted) {
      const reached = await attempt
      const lived = reached.ok && (await lifeOf(reached.wire, patience)) > GOOD_LIFE
      failures = lived ? 0 : failures + 1
      if (!ending.signal.aborted) await rest(failures === 0 ? 0 : pauseAfter(failures))
    }
  }

  const pauseAfter = (failures: number) => Math.min(patience.pause, 2 ** (failures - 1)) * (0.5 + Math.random() / 2)

  function rest(seconds: number): Promise<void> {
    return new Promise(resolve => {
      resume = () => {
        clearTimeout(timer)
        resume = () => {}
        if (!ending.signal.aborted) attempt = bind()
        resolve()
      }
      const timer = setTimeout(() => resume(), seconds * 1000)
      if (seconds === 0) resume()
    })
  }

  async function reach(): Promise<Reached> {
    const reached = await attempt
    return reached.ok && !reached.wire.isOpen() ? { ok: false, outcome: GONE } : reached
  }

  async function check(): Promise<Reached> {
    resume()
    const reached = await reach()
    return reached.ok && !(await enquire(reached.wire, patience)) ? { ok: false, outcome: GONE } : reached
  }

  async function close(): Promise<void> {
    ending.abort()
    resume()
    const reached = await attempt
    if (reached.ok) {
      await reached.wire.ask(new smpp.PDU('unbind').toBuffer(), patience.enquired)
      reached.wire.drop()
    }
    await kept
  }

  return { reach, check, close }
}

type Binding = LinkOptions & Readonly<{ ending: AbortSignal }>

async function bindTo(smsc: Smsc, { patience, deliver, ending }: Binding): Promise<Reached> {
  const socket = await connectTo(smsc, AbortSignal.any([ending, AbortSignal.timeout(patience.connection * 1000)]))
  if (socket instanceof Error) return { ok: false, outcome: notConnected(socket) }
  const wire: Wire = openWire(socket, (pdu, frame) => attend(pdu, frame, { wire, deliver }))
  const answer = await wire.ask(bindFrame(smsc), patience.connection)
  if (answer.as === 'answered' && answer.pdu.command_status === 0) return { ok: true, wire }
  wire.drop()
  return { ok: false, outcome: answer.as === 'answered' ? bindOutcomeOf(answer.pdu.command_status) : NO_WELCOME }
}

/** Milliseconds that a link lasted, asked from time to time whether it is still there. */
async function lifeOf(wire: Wire, patience: LinkPatience): Promise<number> {
  const begun = performance.now()
  const timer = setInterval(() => enquire(wire, patience), patience.enquire * 1000)
  await wire.closed
  clearInterval(timer)
  return performance.now() - begun
}

async function enquire(wire: Wire, { enquired }: LinkPatience): Promise<boolean> {
  const answer = await wire.ask(new smpp.PDU('enquire_link').toBuffer(), enquired)
  if (answer.as !== 'answered') wire.drop()
  return answer.as === 'answered'
}

// Milliseconds. A link that breaks sooner than this after we were let in is a failure like any other.
const GOOD_LIFE = 10_000

async function connectTo({ host, port, safe }: Smsc, signal: AbortSignal): Promise<Socket | Error> {
  const socket = safe
    ? connectSafely({ host, port, ...(isIP(host) === 0 && { servername: host }) })
    : connect({ host, port })
  // Its end is what counts, and that is told whatever the reason.
  socket.on('error', () => {})
  socket.setNoDelay(true)
  try {
    await once(socket, safe ? 'secureConnect' : 'connect', { signal })
    return socket
  } catch (error) {
    socket.destroy()
    return error as Error
  }
}

const bindFrame = ({ systemId, password }: Smsc): Buffer =>
  new smpp.PDU('bind_transceiver', { system_id: systemId, password, interface_version: 0x34 }).toBuffer()

/** What the provider asks of us. */
function attend(pdu: Pdu, frame: Buffer, { wire, deliver }: { wire: Wire } & Pick<LinkOptions, 'deliver'>): void {
  if (pdu.command === 'deliver_sm' || pdu.command === 'data_sm') deliver(pdu, frame, wire)
  else if (ANSWERED.has(pdu.command)) wire.say(pdu.response())
  else if (!UNANSWERED.has(pdu.command)) wire.say(nack(pdu))
  if (pdu.command === 'unbind') wire.drop()
}

const ANSWERED = new Set(['enquire_link', 'unbind'])
// These two have no answer.
const UNANSWERED = new Set(['alert_notification', 'outbind'])
const nack = ({ sequence_number }: Pdu) =>
  new smpp.PDU('generic_nack', { command_status: smpp.errors.ESME_RINVCMDID, sequence_number })

function notConnected(error: Error & { code?: string }): Outcome {
  const late = error.name === 'AbortError'
  const words = late ? 'it did not answer in time' : error.message
  const code = late ? 'ETIMEDOUT' : (error.code ?? null)
  return { as: 'unreachable', code, words: `The provider could not be reached: ${words}.`, fault: 'down' }
}

const NO_WELCOME: Outcome = {
  as: 'unreachable',
  code: null,
  words: 'The provider did not answer when we logged in. Check that the port is the right one (smpp or smpps).',
  fault: 'down',
}
const GONE: Outcome = { as: 'unreachable', code: null, words: 'The link to the provider broke.', fault: 'down' }

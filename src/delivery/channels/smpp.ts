import { setTimeout as wait } from 'node:timers/promises'
import smpp from 'smpp'
import type { Clock } from '#base/time.ts'
import type { Carrier, HandOver, Outcome, Outgoing } from '#delivery/carrier.ts'
import type { Ears } from '#delivery/heard.ts'
import { readAccountUrl } from './account-url.ts'
import { outcomeOf } from './smpp-answer.ts'
import { openListener } from './smpp-heard.ts'
import { openIds } from './smpp-ids.ts'
import { type LinkPatience, openLink, type Smsc } from './smpp-link.ts'
import { destinationOf, type LongAs, sourceOf, submissionsOf } from './smpp-text.ts'
import { openBrake, openWindow } from './smpp-window.ts'
import type { Answer, Wire } from './smpp-wire.ts'

export type SmppOptions = Readonly<{
  name: string
  /** smpp://systemId:password@host:2775, or smpps:// for TLS; behind it may stand `payload` and `receipts`. */
  url: string
  /** A number, a short code or a name of up to 11 signs. */
  from: string
  rate: number | null
  connections?: number
  ears: Ears
  clock: Clock
  /** Seconds. */
  patience?: Partial<Patience>
}>

/** `answer`: how long an answer to a text may take; `throttled`: the longest pause; `part`: for the rest of a long one. */
type Patience = LinkPatience & Readonly<{ answer: number; throttled: number; part: number }>
const PATIENCE: Patience = { connection: 10, enquire: 30, enquired: 10, pause: 60, answer: 30, throttled: 30, part: 3 }

/**
 * Sends texts over one transceiver that stays bound, and hears over it what became of them and what people answer. Throws
 * when the URL or the sender cannot be used; after that every failure is an outcome.
 */
export function openSmpp(options: SmppOptions): Carrier {
  const { name, rate, connections = 10, ears, clock } = options
  const patience = { ...PATIENCE, ...options.patience }
  const { smsc, longAs, receiptsIn } = readSmsc(options.url)
  const source = readSource(options.from)
  const ids = openIds(receiptsIn)
  const listener = openListener({ carrier: name, ears, clock, ids, patience: patience.part })
  const link = openLink(smsc, { patience, deliver: listener.hear })
  const window = openWindow(connections)
  const brake = openBrake(patience.throttled)

  async function send(message: Outgoing, handOver: HandOver): Promise<Outcome> {
    const frames = framesOf(message, { source, longAs })
    if (!Array.isArray(frames)) return frames
    return window.through(async () => {
      if (!(await brake.released())) return NOT_TRIED
      const reached = await link.reach()
      if (!reached.ok) return reached.outcome
      return (await handOver()) ? submitAll(frames, reached.wire) : NOT_TRIED
    })
  }

  /** One part after the other. Its receipt is that of the last part, which is the only one that is asked for. */
  async function submitAll(frames: readonly Buffer[], wire: Wire): Promise<Outcome> {
    let outcome = NOT_TRIED
    for (const [i, frame] of frames.entries()) {
      outcome = i === 0 ? await submit(frame, wire) : await submitPatiently(frame, wire)
      if (outcome.as !== 'accepted') return i === 0 ? outcome : inPart(outcome, i, frames.length)
    }
    return outcome
  }

  async function submit(frame: Buffer, wire: Wire): Promise<Outcome> {
    const outcome = outcomeIn(await wire.ask(frame, patience.answer), ids.given)
    const pause = brake.after(outcome)
    return pause ? { ...outcome, again: pause } : outcome
  }

  /** What follows a part that the provider took is worth some waiting: the first part alone is of no use. */
  async function submitPatiently(frame: Buffer, wire: Wire): Promise<Outcome> {
    let outcome = await submit(frame, wire)
    for (let tries = 1; tries < 4 && outcome.fault === 'busy' && (await brake.released()); tries++) {
      outcome = await submit(frame, wire)
    }
    return outcome
  }

  async function check(): Promise<Outcome> {
    const reached = await link.check()
    if (reached.ok) return { as: 'accepted', code: null, words: `The text provider at ${smsc.host} lets us in.` }
    const { outcome } = reached
    return { ...outcome, words: `${smsc.host}:${smsc.port}: ${outcome.words} ${ADVICE[outcome.fault ?? 'down'] ?? ''}` }
  }

  async function close(): Promise<void> {
    brake.close()
    // What is not answered by then is unknown, as if the link had broken.
    await Promise.race([window.empty(), wait(patience.enquired * 1000, undefined, { ref: false })])
    await listener.close()
    await link.close()
  }

  return { name, connections, doubt: 'blind', rate, send, check, close }
}

const ADVICE: Readonly<Record<string, string>> = {
  account: 'Check the system id and the password, and that the provider allows this address and as many links.',
  down: 'Check the host and the port, and that no firewall is in between.',
  busy: 'Ask the provider how many messages a second the account allows.',
}

const NOT_TRIED: Outcome = { as: 'not-tried', code: null, words: 'It was not handed over.' }

/** Reads smpp://systemId:password@host:port and what stands behind it. What it throws does not hold the password. */
export function readSmsc(text: string): { smsc: Smsc; longAs: LongAs; receiptsIn: string | null } {
  const url = readAccountUrl(text, ['smpp:', 'smpps:'])
  if (!url) throw new Error('The text provider must be given as smpp://systemId:password@host:2775 or smpps://.')
  const { host, user: systemId, password, params } = url
  const safe = url.protocol === 'smpps:'
  const smsc = { host, port: url.port ?? (safe ? 3550 : 2775), safe, systemId, password }
  const longAs = params.get('payload') === 'message_payload' ? 'message_payload' : 'parts'
  return { smsc, longAs, receiptsIn: params.get('receipts') }
}

/** Reads the number or the name that texts come from. */
export function readSource(from: string) {
  const source = sourceOf(from)
  if (!source) throw new Error(`"${from}" cannot be the sender of texts: it must be a number, or at most 11 letters.`)
  return source
}

type How = Readonly<{ source: ReturnType<typeof readSource>; longAs: LongAs }>

/** Everything that will be written, encoded before anything is; or why it cannot be sent at all. */
function framesOf({ id, address, body }: Outgoing, { source, longAs }: How): Buffer[] | Outcome {
  const destination = destinationOf(address)
  if (!destination) return { as: 'refused', code: null, words: 'That is no international number.', fault: 'address' }
  // Of our id: sent again, its parts complete what the phone may have of the first time.
  const submissions = submissionsOf(body, { reference: Number.parseInt(id.slice(-2), 16) || 0, longAs })
  if (!submissions) return { as: 'refused', code: null, words: 'The text is too long.', fault: 'content' }
  return submissions.map((submission, i) => {
    const registered_delivery = i === submissions.length - 1 ? 1 : 0
    return new smpp.PDU('submit_sm', { ...source, ...destination, ...submission, registered_delivery }).toBuffer()
  })
}

function outcomeIn(answer: Answer, given: (id: string) => string | null): Outcome {
  if (answer.as !== 'answered') return UNANSWERED[answer.as]
  const { command, command_status, message_id } = answer.pdu
  if (command !== 'submit_sm_resp') return outcomeOf(command_status || 0xff)
  return outcomeOf(command_status, command_status === 0 && typeof message_id === 'string' ? given(message_id) : null)
}

const UNANSWERED: Record<Exclude<Answer['as'], 'answered'>, Outcome> = {
  'not-written': { as: 'unreachable', code: null, words: 'The link to the provider broke before it.', fault: 'down' },
  lost: { as: 'unknown', code: null, words: 'It was handed over, but the link broke before the answer.' },
  silent: { as: 'unknown', code: null, words: 'It was handed over, but the provider did not answer in time.' },
}

/** A refusal stays one: the rest will never go. Otherwise some of it went out, and all of it would go out again. */
function inPart(outcome: Outcome, taken: number, total: number): Outcome {
  const words = `The provider took ${taken} of ${total} parts. Then: ${outcome.words}`
  const { code } = outcome
  return outcome.as === 'refused' ? { ...outcome, words } : { as: 'unknown', code, words }
}

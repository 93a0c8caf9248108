import smpp from 'smpp'
import type { Clock } from '#base/time.ts'
import type { Ears, Reply } from '#delivery/heard.ts'
import type { Ids } from './smpp-ids.ts'
import { type Confirm, openParts } from './smpp-parts.ts'
import { readDelivered } from './smpp-receipt.ts'
import type { Pdu, Wire } from './smpp-wire.ts'

type Tools = Readonly<{ carrier: string; ears: Ears; clock: Clock; ids: Ids; patience: number }>

/** Takes what the provider delivers, and confirms it once it is on disk. */
export type Listener = Readonly<{
  hear: (pdu: Pdu, frame: Buffer, wire: Wire) => void
  /** Stores what is still held, and resolves when everything heard is answered. */
  close: () => Promise<void>
}>

/** Every answer is given only after the words are on disk; when they cannot be stored, the provider is to try again. */
export function openListener({ carrier, ears, clock, ids, patience }: Tools): Listener {
  const parts = openParts({ keep: keepReply, patience })
  const busy = new Set<Promise<void>>()
  // By what stands in it: the key under which it was stored, perhaps, when we could not say so.
  const unconfirmed = new Map<string, string>()

  function hear(pdu: Pdu, frame: Buffer, wire: Wire): void {
    const heard = readDelivered(pdu, frame, { carrier, at: clock(), ids })
    const confirm = (status: number) => wire.say(pdu.response({ command_status: status, message_id: '' }))
    if (heard.as === 'report') store(() => ears.report(heard.report), confirm)
    else if (heard.as === 'part') parts.hold(heard, confirm)
    else keepReply(heard.reply, confirm)
  }

  function keepReply(reply: Reply, confirm: Confirm): void {
    const content = reply.key.slice(0, reply.key.lastIndexOf(' '))
    const key = unconfirmed.get(content) ?? reply.key
    unconfirmed.set(content, key)
    if (unconfirmed.size > REMEMBERED) unconfirmed.delete(unconfirmed.keys().next().value!)
    store(
      () => ears.reply({ ...reply, key }),
      status => {
        const confirmed = confirm(status) && status === STORED
        if (confirmed) unconfirmed.delete(content)
        return confirmed
      },
    )
  }

  function store(keep: () => Promise<void>, confirm: Confirm): void {
    const work = keep().then(
      () => void confirm(STORED),
      () => void confirm(TRY_AGAIN),
    )
    busy.add(work)
    work.then(() => busy.delete(work))
  }

  async function close(): Promise<void> {
    parts.close()
    await Promise.all(busy)
  }

  return { hear, close }
}

const REMEMBERED = 10_000
const STORED = 0
/** ESME_RX_T_APPN: not now. The provider tries again. */
const TRY_AGAIN = smpp.errors.ESME_RX_T_APPN!

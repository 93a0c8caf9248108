import type { Socket } from 'node:net'
import smpp from 'smpp'

export type Pdu = InstanceType<typeof smpp.PDU>

/** What came of asking: an answer, none in time, none because the connection broke, or nothing was written at all. */
export type Answer = Readonly<{ as: 'answered'; pdu: Pdu } | { as: 'silent' | 'lost' | 'not-written' }>

/** One connection to a provider, on which whole PDUs come and go. */
export type Wire = Readonly<{
  /** Writes one encoded request in one piece, under a number of its own, and waits that many seconds for its answer. */
  ask: (frame: Buffer, seconds: number) => Promise<Answer>
  /** Writes one that is not answered; false when the connection is gone. */
  say: (pdu: Pdu) => boolean
  isOpen: () => boolean
  closed: Promise<void>
  drop: () => void
}>

/** `hear` is called with every request of the other side, and with its octets as they came. */
export type Hear = (pdu: Pdu, frame: Buffer) => void

/**
 * Reads and writes PDUs. The library's own session stops reading for good after one PDU that it cannot read, and such a
 * PDU comes again after every new connection; here it is answered with an error, and the next one is read.
 */
export function openWire(socket: Socket, hear: Hear): Wire {
  const asked = new Map<number, (answer: Answer) => void>()
  let sequence = 0
  let rest: Buffer = Buffer.alloc(0)

  function take(bytes: Buffer): void {
    rest = Buffer.concat([rest, bytes])
    while (rest.length >= HEADER) {
      const length = rest.readUInt32BE(0)
      if (length < HEADER || length > LONGEST) return void socket.destroy()
      if (rest.length < length) return
      const frame = rest.subarray(0, length)
      rest = rest.subarray(length)
      read(frame)
    }
  }

  function read(frame: Buffer): void {
    const pdu = pduIn(frame) ?? headOf(frame)
    if (pdu.isResponse()) asked.get(pdu.sequence_number)?.({ as: 'answered', pdu })
    else if (pdu.command === 'unreadable') say(new smpp.PDU('generic_nack', nackOf(frame)))
    else hear(pdu, frame)
  }

  function ask(frame: Buffer, seconds: number): Promise<Answer> {
    if (!socket.writable) return Promise.resolve({ as: 'not-written' })
    sequence = (sequence % 0x7fffffff) + 1
    const number = sequence
    frame.writeUInt32BE(number, 12)
    return new Promise<Answer>(resolve => {
      const settle = (told: Answer) => {
        clearTimeout(timer)
        asked.delete(number)
        resolve(told)
      }
      const timer = setTimeout(() => settle({ as: 'silent' }), seconds * 1000)
      asked.set(number, settle)
      socket.write(frame)
    })
  }

  const say = (pdu: Pdu): boolean => {
    if (socket.writable) socket.write(pdu.toBuffer())
    return socket.writable
  }

  const closed = new Promise<void>(resolve => {
    socket.once('close', () => {
      for (const settle of [...asked.values()]) settle({ as: 'lost' })
      resolve()
    })
  })
  socket.on('data', take)
  socket.once('end', () => socket.destroy())
  return {
    ask,
    say,
    isOpen: () => socket.writable,
    closed,
    drop: () => socket.destroy(),
  }
}

const HEADER = 16
const LONGEST = 70_000

/** What the octets say; null when they are no PDU. */
function pduIn(frame: Buffer): Pdu | null {
  try {
    // A copy: the library keeps pieces of what it reads.
    return new smpp.PDU(Buffer.from(frame))
  } catch {
    return null
  }
}

/** Only the header of one that cannot be read: of an answer that is enough. */
function headOf(frame: Buffer): Pdu {
  const head = Buffer.from(frame.subarray(0, HEADER))
  head.writeUInt32BE(HEADER, 0)
  const pdu = new smpp.PDU(head)
  if (!pdu.isResponse()) pdu.command = 'unreadable'
  return pdu
}

const nackOf = (frame: Buffer) => ({ command_status: 0x08, sequence_number: frame.readUInt32BE(12) })

// The library has no types. These are of the parts in use: its PDUs and its alphabet here, its server in tests.
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server, Socket } from 'node:net'

  type Fields = Readonly<Record<string, unknown>>

  class PDU {
    constructor(command: string | Buffer, fields?: Fields)
    command: string
    command_id: number
    command_status: number
    sequence_number: number;
    [field: string]: unknown
    isResponse(): boolean
    response(fields?: Fields): PDU
    toBuffer(): Buffer
  }

  interface Session extends EventEmitter {
    socket: Socket
    send(pdu: PDU): boolean
    deliver_sm(fields: Fields, answered?: (pdu: PDU) => void): boolean
    data_sm(fields: Fields, answered?: (pdu: PDU) => void): boolean
    enquire_link(answered: (pdu: PDU) => void): boolean
    unbind(answered: (pdu: PDU) => void): boolean
    destroy(): void
  }

  const smpp: {
    PDU: typeof PDU
    encodings: { ASCII: { encode: (text: string) => Buffer; decode: (bytes: Buffer) => string } }
    errors: Readonly<Record<string, number>>
    createServer(options: { key?: string; cert?: string }, listener: (session: Session) => void): Server
  }
  export = smpp
}

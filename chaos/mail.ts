import { createHash } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { chanceOf, openChance, pick } from './chance.ts'
import type { Entry } from './ledger.ts'

// What becomes of a message that has come to its final dot, in parts of a thousand.
const FATES = { taken: 935, 'no-answer': 20, 'closed-after': 5, 'reset-before': 12, 'busy-after': 12, stalled: 16 }
type Fate = keyof typeof FATES

const END = '\r\n.\r\n'

type Mail = { envelopeFrom: string; text: string }

/** A mail server that takes what it is given, and by its seed cuts off, puts off, stalls or hangs up. */
export function openMailServer(seed: number, book: (entry: Entry) => void): { server: Server; drop: () => void } {
  const chance = openChance(seed)
  const tries = new Map<string, number>()
  const open = new Set<Connection>()
  const server = createServer(socket => {
    const connection = serve(socket, { chance, fateOf, take })
    open.add(connection)
    socket.on('close', () => open.delete(connection))
  })

  function fateOf(id: string): Fate {
    const before = tries.get(id) ?? 0
    tries.set(id, before + 1)
    // In the end it works: a message that is refused for ever shows nothing.
    return before < 3 ? pick(FATES, chanceOf(seed, id, before)) : 'taken'
  }

  function take({ envelopeFrom, text }: Mail, fate: Fate): Entry {
    const from = /^From: .*?<?(\w+)@/m.exec(text)?.[1] ?? null
    const words = text.slice(text.indexOf('\r\n\r\n'))
    const entry: Entry = {
      ...{ channel: 'email', id: idIn(text)!, attempt: envelopeFrom, from, at: Date.now(), fate },
      ...{ answeredAt: null, cut: false, hash: createHash('sha1').update(words).digest('base64url') },
    }
    book(entry)
    return entry
  }

  return { server, drop: () => open.forEach(connection => void connection.drop()) }
}

type Connection = { drop: () => void }

const idIn = (text: string): string | undefined => /^Message-ID: <([0-9a-f-]{36})@/im.exec(text)?.[1]

type Desk = { chance: () => number; fateOf: (id: string) => Fate; take: (mail: Mail, fate: Fate) => Entry }

/** How far it has come on one connection. */
type Talk = Desk & {
  socket: Socket
  text: string
  reading: 'commands' | 'a message' | 'nothing'
  envelopeFrom: string
  fate: Fate | undefined
  /** The message whose answer the other side may not have had yet. */
  last: Entry | undefined
}

/** One connection, from its greeting to its end. */
function serve(socket: Socket, desk: Desk): Connection {
  const talk: Talk = {
    ...desk,
    socket,
    text: '',
    reading: 'commands',
    envelopeFrom: '',
    fate: undefined,
    last: undefined,
  }
  socket.setNoDelay()
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    if (talk.last) talk.last.cut ||= talk.last.answeredAt === null
  })
  socket.on('data', (part: string) => {
    talk.text += part
    // Whoever is heard of again has had the answer; of anybody else it is not certain.
    if (talk.reading !== 'nothing') talk.last = undefined
    while (step(talk));
  })
  say(talk, '220 chaos')
  const drop = () => {
    if (talk.last) talk.last.cut = true
    socket.resetAndDestroy()
  }
  return { drop }
}

function say({ socket }: Talk, line: string, said = () => {}): void {
  if (socket.writable) socket.write(`${line}\r\n`, error => !error && said())
}

/** Reads the next line or message, if all of it is there and nobody has hung up. */
function step(talk: Talk): boolean {
  if (talk.reading === 'nothing' || talk.socket.destroyed) return false
  if (talk.reading === 'a message') talk.fate ??= fateSoFar(talk)
  if (talk.fate === 'reset-before') talk.socket.resetAndDestroy()
  const mark = talk.reading === 'commands' ? '\r\n' : END
  const end = talk.text.indexOf(mark)
  if (end < 0 || talk.socket.destroyed) return false
  const whole = talk.text.slice(0, end)
  talk.text = talk.text.slice(end + mark.length)
  if (talk.reading === 'commands') command(talk, whole)
  else message(talk, whole)
  return true
}

function fateSoFar({ text, fateOf }: Talk): Fate | undefined {
  const id = idIn(text)
  return id === undefined ? undefined : fateOf(id)
}

function command(talk: Talk, line: string): void {
  const held = /^RCPT TO:/i.test(line) && talk.chance() < 0.01
  const going = held && talk.chance() < 0.5
  if (/^MAIL FROM:/i.test(line)) talk.envelopeFrom = /<([^>]*)>/.exec(line)?.[1] ?? ''
  if (/^DATA/i.test(line)) talk.reading = 'a message'
  say(talk, going ? '421 4.3.2 This server is going down' : held ? '450 4.2.0 Come later' : answerTo(line))
  if (going || /^QUIT/i.test(line)) talk.socket.end()
}

function message(talk: Talk, whole: string): void {
  const { fate = 'taken', chance, envelopeFrom } = talk
  talk.reading = 'commands'
  talk.fate = undefined
  if (fate === 'busy-after') {
    say(talk, '451 4.3.0 Come later')
    return
  }
  talk.last = talk.take({ envelopeFrom, text: whole }, fate)
  talk.reading = 'nothing'
  setTimeout(answer, fate === 'stalled' ? 1000 + 3000 * chance() : 300 * chance() ** 2, talk, talk.last)
}

function answer(talk: Talk, entry: Entry): void {
  talk.reading = 'commands'
  entry.cut ||= entry.fate === 'no-answer' || entry.fate === 'closed-after'
  if (entry.fate === 'no-answer') talk.socket.resetAndDestroy()
  else if (entry.fate === 'closed-after') talk.socket.end()
  else {
    say(talk, '250 2.0.0 taken', () => {
      entry.answeredAt = Date.now()
    })
  }
  while (step(talk));
}

function answerTo(line: string): string {
  if (/^DATA/i.test(line)) return '354 go on'
  if (/^EHLO/i.test(line)) return '250-chaos\r\n250 8BITMIME'
  return /^QUIT/i.test(line) ? '221 bye' : '250 ok'
}

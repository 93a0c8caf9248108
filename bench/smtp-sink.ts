import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { cpuSince, serveParent } from './child.ts'

// A mail server that takes everything and keeps nothing: what is measured must be the sender, so it does as little as
// the protocol allows. It answers in the order it was asked and counts.
export type Taken = Readonly<{ messages: number; connections: number; cpu: number }>

let messages = 0
let used = new Set<Socket>()
let since = process.cpuUsage()
const server = createServer(take).listen(0, '127.0.0.1')
await once(server, 'listening')

serveParent(
  {
    address: async () => ({ port: (server.address() as AddressInfo).port }),
    /** Starts counting anew. */
    begin: async () => {
      messages = 0
      used = new Set()
      since = process.cpuUsage()
    },
    /** Waits until so many messages have been taken. */
    until: async ({ taken }: { taken: number }) => {
      while (messages < taken) await new Promise(resolve => setTimeout(resolve, 10))
    },
    /** How many messages came, over how many connections, and what they cost here. */
    count: async (): Promise<Taken> => ({ messages, connections: used.size, cpu: cpuSince(since) }),
  },
  async () => {},
)

const END = '\r\n.\r\n'

function take(socket: Socket): void {
  let reading: 'commands' | 'a message' = 'commands'
  let text = ''
  socket.setNoDelay()
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.write('220 sink\r\n')
  socket.on('data', (part: string) => {
    text += part
    let answers = ''
    for (;;) {
      const mark = reading === 'commands' ? '\r\n' : END
      const end = text.indexOf(mark)
      if (end < 0) break
      const line = reading === 'commands' ? text.slice(0, end) : '.'
      text = text.slice(end + mark.length)
      if (line === '.') {
        messages++
        used.add(socket)
      }
      answers += answerTo(line)
      reading = isData(line) ? 'a message' : 'commands'
    }
    if (answers) socket.write(answers)
  })
}

const isData = (line: string): boolean => line.slice(0, 4).toUpperCase() === 'DATA'

function answerTo(line: string): string {
  if (line === '.') return '250 taken\r\n'
  if (isData(line)) return '354 go on\r\n'
  if (/^EHLO/i.test(line)) return '250-sink\r\n250 8BITMIME\r\n'
  return /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n'
}

import { connect, type Socket } from 'node:net'
import { argument, cpuSince, serveParent } from './child.ts'
import { quantile } from './rounds.ts'

// The programs that call the API: so many connections, each asking again as soon as it was answered. It speaks just
// enough HTTP for that, so that it takes little of the processor the application needs.
export type LoadArgument = Readonly<{ port: number; key: string }>
export type Load = Readonly<{ count: number; connections: number; keyed: boolean }>
export type Loaded = Readonly<{
  seconds: number
  accepted: number
  cpu: number
  p50: number
  p99: number
  refused: readonly string[]
}>

const { port, key } = argument<LoadArgument>()
const run = process.pid
let jobIds: readonly string[] = []
// As the last answer about each job had it: whoever corrects a job says which version he was looking at.
let versions: number[] = []
let asked = 0

serveParent(
  {
    load,
    learn: async (known: { jobIds: readonly string[] }) => {
      jobIds = known.jobIds
      versions = jobIds.map(() => 1)
    },
  },
  async () => {},
)

async function load({ count, connections, keyed }: Load): Promise<Loaded> {
  const [since, cpu] = [performance.now(), process.cpuUsage()]
  const times: number[] = []
  const refused: string[] = []
  let left = count
  const next = () => (left-- > 0 ? asked++ : undefined)
  const heard = (n: number, took: number, answer: string) => {
    const version = /"version":(\d+)/.exec(answer)?.[1]
    if (answer.startsWith('HTTP/1.1 200') && version) times.push(took)
    else refused.push(answer)
    versions[jobOf(n)] = Number(version)
  }
  await Promise.all(Array.from({ length: connections }, () => keepAsking({ next, heard, keyed })))
  const seconds = (performance.now() - since) / 1000
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)]
  return { seconds, accepted: times.length, cpu: cpuSince(cpu), p50, p99, refused: refused.slice(0, 3) }
}

type Asking = Readonly<{
  next: () => number | undefined
  heard: (n: number, took: number, answer: string) => void
  keyed: boolean
}>

function keepAsking({ next, heard, keyed }: Asking): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1', ask)
    socket.setNoDelay()
    socket.setEncoding('latin1')
    socket.on('error', reject)
    socket.on('close', resolve)
    let [n, since, answer]: [number | undefined, number, string] = [undefined, 0, '']
    function ask(): void {
      n = next()
      if (n === undefined) return void socket.end()
      since = performance.now()
      answer = ''
      socket.write(request(n, keyed))
    }
    socket.on('data', (part: string) => {
      answer += part
      if (!isWhole(answer)) return
      heard(n!, performance.now() - since, answer)
      ask()
    })
  })
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n')
  const length = /content-length: (\d+)/i.exec(answer)?.[1]
  return end >= 0 && answer.length >= end + 4 + Number(length ?? Number.NaN)
}

const jobOf = (n: number): number => (n * 7919) % jobIds.length

/** The n-th request: somebody arrives, somebody leaves and says what was found, or a number is put right. */
function request(n: number, keyed: boolean): string {
  const job = jobOf(n)
  const jobId = jobIds[job]!
  const [line, body] = [
    [`POST /api/v1/jobs/${jobId}/on-site`, {}],
    [`POST /api/v1/jobs/${jobId}/off-site`, { outcome: `Roller door had not closed. Closed it; all sealed. ${n}` }],
    [`PATCH /api/v1/jobs/${jobId}`, { docketNumber: `D${n}`, version: versions[job] }],
  ][n % 3] as [string, object]
  const text = JSON.stringify(body)
  const head = `Host: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
  const again = keyed ? `Idempotency-Key: ${run}-${n}\r\n` : ''
  return `${line} HTTP/1.1\r\n${head}${again}Content-Length: ${text.length}\r\n\r\n${text}`
}

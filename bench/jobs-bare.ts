import pg from 'pg'
import { argument, cpuSince, serveParent } from './child.ts'
import type { Load, Loaded } from './jobs-load.ts'
import { quantile } from './rounds.ts'

// The same rows with nothing around them: one statement and one commit for each change, over so many connections.
// Nothing is read, decided, checked or answered; each connection keeps to jobs of its own, so that none waits.
export type BareArgument = Readonly<{ connection: pg.PoolConfig }>

type BareJob = Record<string, unknown> & { companyId: string; id: string; version: number }

const WRITE = {
  name: 'write',
  text: `
    with saved as (
      update job
      set version = $3, outcome = $4, docket_number = $5, on_site_at = $6, off_site_at = $7
      where company_id = $1 and id = $2
    )
    insert into job_event (company_id, job_id, version, by, at, changed, job, request_key, request_hash)
    values ($1, $2, $3, $8, $9, $10, $11, $12, $13)`,
}
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

const { connection } = argument<BareArgument>()
const reader = new pg.Client(connection)
await reader.connect()
const { rows } = await reader.query<{ job: BareJob; by: object }>(
  'select job, by from job_event where version = 1 order by job_id',
)
await reader.end()
const jobs = rows.map(({ job }) => job)
const by = JSON.stringify(rows[0]!.by)
let asked = 0

serveParent({ load }, async () => {})

async function load({ count, connections, keyed }: Load): Promise<Loaded> {
  const clients = Array.from({ length: connections }, () => new pg.Client(connection))
  await Promise.all(clients.map(client => client.connect()))
  const [since, cpu] = [performance.now(), process.cpuUsage()]
  const times: number[] = []
  const work = async (client: pg.Client, index: number) => {
    for (let i = index; i < count; i += connections) {
      const begun = performance.now()
      await write(client, { n: asked++, index: ownOf(i, index, connections), keyed })
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(clients.map(work))
  const took = { seconds: (performance.now() - since) / 1000, cpu: cpuSince(cpu) }
  await Promise.all(clients.map(client => client.end()))
  return { ...took, accepted: times.length, p50: quantile(times, 0.5), p99: quantile(times, 0.99), refused: [] }
}

/** Goes round the jobs that are this connection's own. */
const ownOf = (i: number, index: number, connections: number): number => {
  const each = Math.floor(jobs.length / connections)
  return index * each + (Math.floor(i / connections) % each)
}

type Turn = { n: number; index: number; keyed: boolean }

async function write(client: pg.Client, { n, index, keyed }: Turn): Promise<void> {
  const before = jobs[index]!
  const at = new Date().toISOString()
  const set = alteration(n, at)
  const job: BareJob = { ...before, ...set, version: before.version + 1 }
  const changed = Object.entries(set).map(([field, to]) => ({ field, from: before[field], to }))
  const fields = [job.companyId, job.id, job.version, job.outcome, job.docketNumber, job.onSiteAt, job.offSiteAt]
  const event = [by, at, JSON.stringify(changed), JSON.stringify(job), keyed ? `bare-${n}` : null, keyed ? HASH : null]
  await client.query({ ...WRITE, values: [...fields, ...event] })
  jobs[index] = job
}

const alteration = (n: number, at: string): Record<string, string> =>
  [
    { onSiteAt: at },
    { offSiteAt: at, outcome: `Roller door had not closed. Closed it; all sealed. ${n}` },
    { docketNumber: `D${n}` },
  ][n % 3] as Record<string, string>

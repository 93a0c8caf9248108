import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { type Desk, openDesk } from './jobs.run.ts'
import { type PastPage, pastJobs } from './past.run.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let [place, other]: Place[] = []
let desk: Desk
let now = at('2026-03-01T00:00:00Z')
before(async () => {
  fresh = await freshDatabase()
  place = await insertPlace(fresh.db)
  other = await insertPlace(fresh.db, 'OTH')
  desk = openDesk(fresh.db, () => now)
})
after(() => fresh.drop())

const open = async ({ companyId, siteId, burglaryId: serviceTypeId }: Place, more: object = {}) => {
  const opened = await desk.open({ companyId, siteId, serviceTypeId, initialRequest: 'Zone 4', by: SAM, ...more })
  assert.ok(opened.ok)
  return opened.job
}
type Asked = Parameters<typeof pastJobs>[1]
async function pages(more: Partial<Asked>): Promise<PastPage[]> {
  const links = [{ field: 'customerId', id: place!.customerId }] as const
  const asked = {
    companyId: place!.companyId,
    links,
    since: null,
    until: at('2026-12-01T00:00:00Z'),
    limit: 2,
    ...more,
  }
  return await Array.fromAsync(pastJobs(fresh.db, asked))
}
const numbers = (found: readonly PastPage[]) =>
  found.map(({ jobs }) => jobs.map(events => events.map(({ job }) => `${job.number}.${job.version}`).join(' ')))

test('W6: the past comes in pages of jobs, each with all its events, and nothing of another company', async () => {
  for (let i = 0; i < 5; i++) await open(place!, i === 2 ? { customerId: null } : {})
  await open(other!)
  const first = await open(place!, { providerId: place!.providerId })
  now = at('2026-03-02T00:00:00Z')
  const change = { do: 'change', set: { customerId: null } } as const
  await desk.save({ companyId: place!.companyId, jobId: first.id, change, by: SAM })
  now = at('2026-03-03T00:00:00Z')
  await desk.save({ companyId: place!.companyId, jobId: first.id, change: { do: 'dispatch' }, by: SAM })

  const all = await pages({})
  assert.deepEqual(numbers(all), [['1.1', '2.1'], ['4.1'], ['5.1', '6.1 6.2 6.3']])
  assert.deepEqual(
    all.map(({ done, of }) => [done, of]),
    [
      [2, 6],
      [4, 6],
      [6, 6],
    ],
  )
  assert.deepEqual(numbers(await pages({ since: at('2026-03-02T12:00:00Z') })), [[], [], ['6.1 6.2 6.3']])
  assert.deepEqual(numbers(await pages({ until: at('2026-03-02T12:00:00Z'), since: now })), [[], [], []])
  assert.deepEqual(numbers(await pages({ until: at('2026-03-02T12:00:00Z') })).at(-1), ['5.1', '6.1 6.2'])
  const links = [{ field: 'providerId', id: place!.providerId }] as const
  assert.deepEqual(numbers(await pages({ links })), [[], [], ['6.1 6.2 6.3']])
  assert.deepEqual(numbers(await pages({ links: [{ field: 'customerId', id: other!.customerId }] })), [[], [], []])
})

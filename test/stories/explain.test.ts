import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { explainOn, readQuestion } from '../../src/commands/explain.ts'
import { openTown } from '../night-town.ts'

// The command line tells of a job whose town's carriers answered in two ways.

let town: Awaited<ReturnType<typeof openTown>>
before(async () => {
  town = await openTown()
})
after(() => town.close())

async function explained(reference: string, supposed?: string): Promise<string> {
  const said: string[] = []
  const tools = { clock: town.now, say: (line: string) => said.push(line) }
  await explainOn(town.house.db, readQuestion({ reference, supposed }), tools)
  return stripVTControlCharacters(said.join('\n'))
}

test('W1: explain tells who was told and what the carrier said, who will be reminded, and who would be told', async () => {
  await town.rule('customer', { address: 'desk@mill.example', recipient: 'Desk' })
  await town.rule('customer', { address: 'dead@mill.example', occasion: 'updated-incomplete' })
  await town.rule('site', { address: 'boss@mill.example', occasion: 'incomplete', everyDays: 3, times: 2 })
  await town.rule('customer', { address: '+61491570156', via: 'sms', occasion: 'completed', active: false })
  town.carriersAre(({ address }) =>
    address.startsWith('dead')
      ? { as: 'refused', code: '550', words: 'no such user here' }
      : { as: 'accepted', code: '250', words: 'queued.' },
  )
  const job = await town.open()
  assert.match(
    await explained('ABC-1'),
    /So far\n {2}No rule has spoken of this job\.\n\nReminders to come\n {2}None\./,
  )
  await town.save(job, { do: 'dispatch' })
  town.heard()
  assert.equal(
    await explained('ABC-1', 'completed'),
    `ABC-1 at Hargreaves Mill, 12 Mill Rd, Orange
Times are those of the site: Australia/Sydney.

So far
  2 Mar 2026, 13:14 AEDT  Told Desk (desk@mill.example) by e-mail. (dispatched, rule of Hargreaves Timber)
    Accepted by listening: 250 queued.
  2 Mar 2026, 13:14 AEDT  Told dead@mill.example by e-mail. (updated-incomplete, rule of Hargreaves Timber)
    Failed for good by listening: 550 no such user here.

Reminders to come
  Will remind boss@mill.example by e-mail on 5 Mar 2026, 14:00 AEDT: 1 of 2. (incomplete, rule of Hargreaves Mill)

If it were completed now
  Will tell: nobody. Not telling: +61491570156 by text (the rule is switched off).
  Not telling +61491570156 by text: the rule is switched off. (completed, rule of Hargreaves Timber)`,
  )
  assert.match(
    await explained('ABC-1', 'dispatched'),
    /It cannot be: The job has been dispatched already\. Dispatch it/,
  )
})

test('what cannot be explained is said in a sentence', async () => {
  for (const [reference, supposed, sentence] of [
    ['ABC-77', undefined, /There is no job ABC-77 on this server/],
    ['XYZ-1', undefined, /There is no job XYZ-1 on this server/],
    ['twelve', undefined, /"twelve" is not a job: name it as ABC-12/],
    ['ABC-1', 'flooded', /--if takes one of dispatched, on-site/],
  ] as const)
    await assert.rejects(explained(reference, supposed), sentence)
})

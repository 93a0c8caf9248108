import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findContact } from '#directory/contacts.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { insertJob, insertMessages, NIGHT } from '../../test/deliveries.ts'
import { insertPlace, type Place } from '../../test/rows.ts'
import { noteOutcomes } from './standing.run.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
before(async () => {
  fresh = await freshDatabase()
  place = await insertPlace(fresh.db)
})
after(() => fresh.drop())

test('W9: what carriers say of an address when they refuse it is kept in mind, and nothing else is', async () => {
  const { companyId } = place
  const names = ['gone', 'opted out', 'content', 'fine'] as const
  const messages = names.map(name => ({ name }))
  const ids = await insertMessages(fresh.db, place, await insertJob(fresh.db, place), messages)
  const faults = ['address', 'opted-out', 'content', null] as const
  const results = ids.map((id, i) => ({ companyId, id, at: NIGHT, fault: faults[i]!, words: 'no such user' }))
  await noteOutcomes(fresh.db, results, NIGHT)
  await noteOutcomes(fresh.db, results, NIGHT)
  const known = (name: string) => findContact(fresh.db, { companyId, channel: 'email', address: `${name}@example.com` })
  assert.deepEqual([(await known('gone'))!.deadBecause, (await known('gone'))!.failures], ['refused: no such user', 1])
  assert.equal((await known('opted.out'))!.optedOutBecause, 'the carrier refuses: its owner opted out')
  assert.equal(await known('content'), undefined)
  assert.equal(await known('fine'), undefined)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Connection } from '#db/sql.ts'
import { noteFailures, optOut } from '#directory/contacts.run.ts'
import { openDesk } from '#jobs/jobs.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { knownFor } from './known.run.ts'
import { planOnce } from './plan.run.ts'
import { prepareRehearsal, rehearse } from './rehearse.run.ts'
import { OCCASIONS, PLAIN } from './rule.ts'
import { addRule, decisionsOfJob, type RuleDraft } from './rules.run.ts'

const NOW = at('2026-11-21T02:00:00Z')
const DESK = 'desk@mill.example'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
let place: Place
before(async () => {
  fresh = await freshDatabase()
  place = await insertPlace(fresh.db)
})
after(() => fresh.drop())

const draft = (more: object): RuleDraft => {
  const { companyId, customerId } = place
  const common = { companyId, owner: { kind: 'customer', id: customerId }, serviceTypeId: null, active: true } as const
  const telling = { does: 'tell', occasion: 'updated-incomplete', via: 'text-email', destination: 'address' } as const
  return { ...common, ...telling, address: DESK, recipient: null, ...PLAIN, ...more }
}
const add = async (more: object) => {
  const saved = await addRule(fresh.db, draft(more), SAM, NOW)
  assert.ok(saved.ok, JSON.stringify(saved))
}
const open = async () => {
  const { companyId, siteId, burglaryId: serviceTypeId, providerId } = place
  const opening = { companyId, siteId, serviceTypeId, providerId, initialRequest: 'Zone 4', by: SAM }
  const desk = openDesk(fresh.db, () => NOW)
  const opened = await desk.open(opening)
  assert.ok(opened.ok)
  const { id: jobId } = opened.job
  const dispatched = await desk.save({ companyId, jobId, change: { do: 'dispatch' }, by: SAM })
  assert.ok(dispatched.ok)
  while (await planOnce(fresh.db, { now: NOW })) {}
  return dispatched.job
}

test('W9: who opted out or is dead is told of the dispatch only, be it by the rule or as the provider', async () => {
  const { companyId } = place
  await optOut(fresh.db, { companyId, channel: 'email', address: DESK }, 'by a link', NOW)
  const provider = { companyId, channel: 'sms', address: '+61491570156' } as const
  await noteFailures(fresh.db, [{ ...provider, at: NOW, because: 'gone', certain: 'certain' }], NOW)
  for (const occasion of ['dispatched', 'updated-incomplete']) {
    await add({ occasion })
    await add({ occasion, via: 'sms', destination: 'provider', address: null })
  }
  const job = await open()
  const decisions = await decisionsOfJob(fresh.db, companyId, job.id)
  assert.deepEqual(decisions.map(({ occasion, target, because }) => `${occasion} ${target} ${because}`).sort(), [
    'dispatched address told',
    'dispatched provider told',
    'updated-incomplete address opted-out',
    'updated-incomplete provider address-dead',
  ])
})

test('W9: another company and another channel know nothing of it', async () => {
  const [job] = [await open()]
  const { troubleOf } = (await knownFor(fresh.db, [job], OCCASIONS))(job)
  assert.equal(troubleOf!('email', DESK), 'opted-out')
  assert.equal(troubleOf!('sms', '+61491570156'), 'address-dead')
  assert.equal(troubleOf!('voice', '+61491570156'), undefined)
  const { companyId, siteId, customerId, burglaryId: serviceTypeId } = await insertPlace(fresh.db, 'OTH')
  const other = { ...job, companyId, siteId, customerId, serviceTypeId }
  assert.equal((await knownFor(fresh.db, [other], OCCASIONS))(other).troubleOf!('email', DESK), undefined)
})

test('W6, W9: a rehearsal says that its address has opted out', async () => {
  const prepared = await prepareRehearsal(fresh.db, { draft: draft({}) }, NOW.add({ hours: 1 }))
  assert.ok(prepared.ok)
  for await (const step of rehearse(fresh.db, prepared.rehearsal)) {
    if (!('found' in step)) continue
    assert.deepEqual(
      step.found.tally.notTold.map(({ because }) => because),
      ['opted-out'],
    )
    assert.equal(step.found.tally.messages, 0)
  }
})

test('W9: whatever the number of jobs, what is known of addresses is read by one statement', async () => {
  const jobs = [await open(), await open(), await open()]
  const asked: string[] = []
  const listening: Connection = {
    ...fresh.db,
    query: statement => {
      asked.push(statement.text)
      return fresh.db.query(statement)
    },
  }
  await knownFor(listening, jobs, OCCASIONS)
  assert.equal(asked.filter(text => /\bcontact\b/.test(text)).length, 1)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Altered } from '#jobs/job.ts'
import { alteredBy } from './gathered.ts'

const save = (...changed: Altered[]) => ({ changed })

test('of several saves each field is told once, from what it was first to what it is last', () => {
  assert.deepEqual(
    alteredBy([
      save({ field: 'outcome', from: null, to: 'Zone 4' }, { field: 'docketNumber', from: null, to: 'D1' }),
      save({ field: 'outcome', from: 'Zone 4', to: 'All sealed' }),
    ]),
    [
      { field: 'outcome', from: null, to: 'All sealed' },
      { field: 'docketNumber', from: null, to: 'D1' },
    ],
  )
})

test('what came back to where it was is no change', () => {
  const there = save({ field: 'docketNumber', from: 'D1', to: 'D2' })
  const back = save({ field: 'docketNumber', from: 'D2', to: 'D1' })
  assert.deepEqual(alteredBy([there, back]), [])
})

test("one technician's time is not another's", () => {
  const of = (personId: string, from: string | null, to: string) => ({
    field: 'technician.onSiteAt',
    from,
    to,
    visit: 1,
    personId,
  })
  assert.deepEqual(alteredBy([save(of('ana', null, 'a'), of('ben', null, 'b')), save(of('ana', 'a', 'c'))]), [
    of('ana', null, 'c'),
    of('ben', null, 'b'),
  ])
})

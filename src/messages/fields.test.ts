import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkLayout, FIELDS, STARTING_LAYOUT } from './fields.ts'

test('S1.48: an administrator may choose any of the fields, in any order', () => {
  const fields = FIELDS.map(({ name }) => name).toReversed()
  assert.deepEqual(checkLayout(fields), { ok: true, layout: fields })
  assert.ok(checkLayout(STARTING_LAYOUT).ok)
})

test('S1.48: a field that does not exist is refused, and the known ones are listed', () => {
  for (const field of ['colour', 'constructor', '__proto__', 'toString']) {
    const checked = checkLayout(['number', field])
    assert.ok(!checked.ok)
    assert.equal(checked.because, 'unknown-field')
    assert.match(checked.explained, new RegExp(`"${field}".*number, status, site, address, .*notes, photos`))
  }
})

test('a layout shows the job number, and nothing twice', () => {
  const faults = [checkLayout(['status']), checkLayout(['number', 'site', 'site'])]
  assert.deepEqual(
    faults.map(checked => (checked.ok ? 'ok' : checked.because)),
    ['number-missing', 'field-twice'],
  )
})

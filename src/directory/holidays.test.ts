import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasHolidays, publicHolidays } from './holidays.ts'

const dayOf = (place: string, year: number, day: string) =>
  publicHolidays(place, year).find(each => each.day === day)?.name

test('W5: public holidays are those of the country, or of the state that is named', () => {
  assert.equal(dayOf('AU-NSW', 2026, '2026-06-08'), "King's Birthday")
  assert.equal(dayOf('AU-QLD', 2026, '2026-06-08'), undefined)
  assert.equal(dayOf('NZ', 2027, '2027-02-06'), 'Waitangi Day')
  assert.equal(dayOf('AU-NSW', 2026, '2026-12-24'), undefined)
})

test('a day with 25 hours is one holiday, a half holiday is none, a feast of several days is all of them', () => {
  assert.deepEqual(
    publicHolidays('AU-NSW', 2026).filter(({ name }) => name === 'Easter Sunday'),
    [{ day: '2026-04-05', name: 'Easter Sunday' }],
  )
  assert.equal(dayOf('IS', 2026, '2026-12-31'), undefined)
  assert.equal(publicHolidays('TR', 2026).filter(({ name }) => name === 'Kurban Bayramı').length, 5)
})

for (const [place, known] of [
  ['AU', true],
  ['AU-NSW', true],
  ['DE-BY-A', true],
  ['au', false],
  ['AU-XYZ', false],
  ['XX', false],
  ['', false],
  ['toString', false],
  ['AU-toString', false],
  ['DE-BY-A-1', false],
] as const) {
  test(`"${place}" is ${known ? 'a place' : 'no place'} whose holidays are known`, () => {
    assert.equal(hasHolidays(place), known)
    assert.equal(publicHolidays(place, 2026).length > 0, known)
  })
}

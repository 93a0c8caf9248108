import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EN } from './languages/en.ts'
import { asSpoken, spokenNumber } from './spoken.ts'

test('a job number is said letter by letter and digit by digit', () => {
  assert.equal(spokenNumber('HRB-1234'), 'H R B, 1 2 3 4')
  assert.equal(spokenNumber('A1-7'), 'A 1, 7')
})

const ADDRESSES: readonly [written: string, said: string][] = [
  ['12 Mill Rd, Orange', '12 Mill Road, Orange'],
  ['12 Mill St', '12 Mill Street'],
  ['12 Mill St., Orange', '12 Mill Street, Orange'],
  ['5 St Kilda Rd, St Kilda', '5 Saint Kilda Road, Saint Kilda'],
  ['St Mary, 3 Church St', 'Saint Mary, 3 Church Street'],
  ['Mill St, Orange', 'Mill Street, Orange'],
  ['8 Dr Grey Dr', '8 Doctor Grey Drive'],
  ['Lvl 3, 1 Pacific Hwy', 'Level 3, 1 Pacific Highway'],
  ['1 Avery Place', '1 Avery Place'],
  ['Rue du Bac 1, Λεωφόρος 2', 'Rue du Bac 1, Λεωφόρος 2'],
  ['', ''],
]
for (const [written, said] of ADDRESSES) {
  test(`the address "${written}" is said as "${said}"`, () => assert.equal(EN.spoken.address(written), said))
}

const LINES: readonly [written: string, said: string][] = [
  ['02:14 AEDT', '2 14 in the morning.'],
  ['On site: 21 Nov, 14:05 GMT+11', 'On site: 21 Nov, 2 oh 5 in the afternoon.'],
  ['00:00 UTC and 12:00', 'midnight and noon.'],
  ['19:00 NZDT, 23:59', '7 in the evening, 11 59 at night.'],
  ['Ratio 99:30 stays', 'Ratio 99:30 stays.'],
  ['- Outcome: sealed.\n\n- Ready?\n\n:', 'Outcome: sealed. Ready?'],
  ['Look at https://x.example/a?b=1 or www.x.example now', 'Look at or now.'],
  ['All sealed...', 'All sealed.'],
  ['', ''],
]
for (const [written, said] of LINES) {
  test(`${JSON.stringify(written)} is spoken as "${said}"`, () => assert.equal(asSpoken(written, EN.spoken), said))
}

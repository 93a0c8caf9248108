import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearestAmong } from './nearest.ts'

test('the nearest name is the one that shares most of its letters in pairs; a stranger has none', () => {
  const nearest = nearestAmong(['Hargreaves Timber', 'Hargreaves Mill', 'Sentinel Monitoring', 'Łódź Centrum'])
  for (const [asked, found] of [
    ['Hargreves Timber', 'Hargreaves Timber'],
    ['hargreaves mills pty ltd', 'Hargreaves Mill'],
    ['Monitoring Sentinel', 'Sentinel Monitoring'],
    ['Lodz centrum', 'Łódź Centrum'],
    ['Westpac', undefined],
    ['', undefined],
  ] as const)
    assert.equal(nearest(asked), found, asked)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Log, NONE, toggled, withLatest } from './log.ts'
import type { Message, Page } from './queries.ts'

const at = (minute: number) => `2026-11-21T02:${String(minute).padStart(2, '0')}:00Z`
/** Messages by the minute they were written in, the latest first. */
const page = (minutes: readonly number[], next: string | null, state = 'accepted'): Page => ({
  items: minutes.map(minute => ({ id: `m${minute}`, at: at(minute), state }) as Message),
  next,
})
const log = (...pages: Page[]): Log => ({ pages, pageParams: pages.map(() => '') })
const told = ({ pages }: Log) => pages.flatMap(({ items }) => items.map(({ id, state }) => `${id} ${state}`))

const READ = log(page([9, 8, 7], 'a'), page([6, 5, 4], 'b'))

const CASES: readonly [latest: Page, told: string[], next: string | null, about: string][] = [
  [page([10, 9, 8], 'x'), ['10', '9', '8', '7', '6', '5', '4'], 'b', 'a new one stands above those that were read'],
  [page([9, 7, 6], 'x'), ['9', '7', '6', '5', '4'], 'b', 'one that left the view is gone'],
  [page([30, 29, 28], 'x'), ['30', '29', '28'], 'x', 'after a gap it is read anew from the top'],
  [page([9, 8], null), ['9', '8'], null, 'all there is is all there is'],
  [page([], null), [], null, 'nothing is left'],
]
for (const [latest, minutes, next, about] of CASES) {
  test(about, () => {
    const now = withLatest(READ, latest)
    assert.deepEqual(
      told(now),
      minutes.map(minute => `m${minute} accepted`),
    )
    assert.equal(now.pages.at(-1)!.next, next)
  })
}

test('a message that moved is shown as it stands now', () => {
  const now = withLatest(READ, page([9, 8, 7], 'a', 'delivered'))
  assert.deepEqual(told(now).slice(0, 4), ['m9 delivered', 'm8 delivered', 'm7 delivered', 'm6 accepted'])
})

test('where nothing has changed the log is the very same', () => {
  assert.equal(withLatest(READ, READ.pages[0]!), READ)
})

test('marks: one, a range after it, and all but one', () => {
  const ids = ['a', 'b', 'c', 'd']
  const one = toggled(NONE, ids, { at: 1 })
  assert.deepEqual([...(one as Set<string>)], ['b'])
  const range = toggled(one, ids, { at: 3, from: 1 })
  assert.deepEqual([...(range as Set<string>)].sort(), ['b', 'c', 'd'])
  assert.deepEqual([...(toggled(range, ids, { at: 2 }) as Set<string>)].sort(), ['b', 'd'])
  assert.deepEqual([...(toggled('all', ids, { at: 0 }) as Set<string>)], ['b', 'c', 'd'])
})

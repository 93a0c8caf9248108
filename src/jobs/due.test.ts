import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueOf, isLate, nextDeed, type Standing } from './due.ts'

const at = (time: string) => Temporal.Instant.from(`2026-11-20T${time}:00Z`)
const standing = (more: Partial<Standing> = {}): Standing => ({
  category: 'in-progress',
  openedAt: at('15:00'),
  dispatchedAt: null,
  onSiteAt: null,
  offSiteAt: null,
  deferredUntil: null,
  reportWaits: false,
  timeZone: 'Australia/Sydney',
  dispatchWithin: 5,
  onSiteWithin: 35,
  ...more,
})
const sent = { dispatchedAt: at('15:10') }
const there = { ...sent, onSiteAt: at('15:40') }
const gone = { ...there, offSiteAt: at('15:50') }

// What is so, as of when, and then: what is due by when, whether that is late, and the next deed.
const CASES: readonly (readonly [said: string, job: Partial<Standing>, now: string, told: string])[] = [
  ['just opened', {}, '15:00', 'dispatch 15:05, in time: dispatch'],
  ['in its last minute', {}, '15:05', 'dispatch 15:05, in time: dispatch'],
  ['nobody was sent in time', {}, '15:06', 'dispatch 15:05, late: dispatch'],
  ['nobody was sent, and there is no target', { dispatchWithin: null }, '23:00', 'nothing: dispatch'],
  ['sent late, and due on site from then', sent, '15:45', 'on-site 15:45, in time: on-site'],
  ['sent, and not there in time', sent, '15:46', 'on-site 15:45, late: chase'],
  ['sent, and there is no target for being there', { ...sent, onSiteWithin: null }, '23:00', 'nothing: on-site'],
  ['there, however late', there, '23:00', 'nothing: off-site'],
  ['there without being sent: a radio had failed', { onSiteAt: at('15:40') }, '23:00', 'nothing: off-site'],
  ['off site', gone, '23:00', 'nothing: complete'],
  ['off site without being there', { ...sent, offSiteAt: at('15:50') }, '23:00', 'nothing: complete'],
  ['deferred to a later day', { deferredUntil: '2026-11-23' }, '23:00', 'nothing: none'],
  ['S1.41: deferred to today at the site', { deferredUntil: '2026-11-21' }, '13:00', 'nothing: review'],
  ['S1.41: deferred to tomorrow at the site', { deferredUntil: '2026-11-21' }, '12:59', 'nothing: none'],
  ['deferred to a day that has passed, and sent', { ...sent, deferredUntil: '2026-11-01' }, '15:00', 'nothing: review'],
  ['asked for, and nobody has accepted it', { category: 'requested' }, '23:00', 'nothing: accept'],
  ['done, with somebody yet to be told', { ...gone, category: 'not-advised' }, '23:00', 'nothing: advise'],
  ['complete', { ...gone, category: 'complete' }, '23:00', 'nothing: none'],
  ['complete, and its report waits', { category: 'complete', reportWaits: true }, '23:00', 'nothing: approve-report'],
  ['cancelled, and its report waits', { category: 'cancelled', reportWaits: true }, '23:00', 'nothing: approve-report'],
  ['cancelled before anybody went', { category: 'cancelled' }, '23:00', 'nothing: none'],
  ['rejected', { category: 'rejected' }, '23:00', 'nothing: none'],
  ['abandoned', { category: 'abandoned' }, '23:00', 'nothing: none'],
  ['invoiced', { ...gone, category: 'invoiced' }, '23:00', 'nothing: none'],
]

for (const [said, more, time, told] of CASES) {
  test(`a job that is ${said} at ${time}: ${told}`, () => {
    const [job, now] = [standing(more), at(time)]
    const due = dueOf(job)
    const by = due ? `${due.step} ${`${due.by}`.slice(11, 16)}, ${isLate(due, now) ? 'late' : 'in time'}` : 'nothing'
    assert.equal(`${by}: ${nextDeed(job, now)}`, told)
  })
}

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Outcome } from '#delivery/carrier.ts'
import { judge } from './webhook-answer.ts'

const NOW = Temporal.Instant.from('2026-11-21T00:00:00Z')
const answer = (status: number, retry?: string, body = '') =>
  judge({ as: 'answered', status, headers: retry ? { 'retry-after': retry } : {}, body }, NOW)

describe('what an answer means for the message and for the webhook', () => {
  const cases: [status: number, as: Outcome['as'], heard: string][] = [
    ...[200, 201, 202, 204, 299].map(status => [status, 'accepted', 'took'] as [number, 'accepted', string]),
    [410, 'refused', 'gone'],
    ...[301, 302, 307, 308, 400, 401, 403, 404, 405, 413, 422, 429, 500, 501, 502, 503, 504].map(
      status => [status, 'unreachable', 'failed'] as [number, 'unreachable', string],
    ),
  ]
  for (const [status, as, heard] of cases) {
    test(`${status}: ${as}`, () => {
      const judged = answer(status)
      assert.deepEqual([judged.outcome.as, judged.outcome.code, judged.heard], [as, String(status), heard])
    })
  }

  test('no connection, and no answer to all that was sent, are tried again; a forbidden address is not', () => {
    const lost = { code: 'ETIMEDOUT', words: 'It took too long' } as const
    assert.equal(judge({ as: 'unreachable', ...lost }, NOW).outcome.as, 'unreachable')
    const { outcome, heard } = judge({ as: 'unknown', ...lost }, NOW)
    assert.deepEqual(
      [outcome.as, outcome.words, heard],
      ['unreachable', 'It has the message and its answer was lost: It took too long', 'failed'],
    )
    const forbidden = judge({ as: 'forbidden', words: 'No.' }, NOW).outcome
    assert.deepEqual([forbidden.as, forbidden.fault, forbidden.words], ['refused', 'address', 'No.'])
  })

  test('whatever one webhook does is no fault of the account that all companies share', () => {
    for (const status of [302, 401, 404, 429, 500, 503]) assert.equal(answer(status).outcome.fault ?? null, null)
  })
})

describe('whoever is throttled may say for how long', () => {
  const cases: [status: number, written: string | undefined, again: number | null][] = [
    [429, '30', 30],
    [503, '120', 120],
    [502, '1', 1],
    [504, '90', 90],
    [503, '999999', 86_400],
    [503, 'Sat, 21 Nov 2026 00:05:00 GMT', 300],
    [503, 'Fri, 20 Nov 2026 00:05:00 GMT', null],
    [503, '0', null],
    [503, '-5', null],
    [503, 'soon', null],
    [503, undefined, null],
    // Others have nothing to say about it.
    [500, '30', null],
    [404, '30', null],
  ]
  for (const [status, written, again] of cases) {
    test(`${status} with Retry-After ${written}: ${again}`, () => {
      assert.equal(answer(status, written).outcome.again ?? null, again)
    })
  }
})

test('of what it answered the first 200 characters are told, in one line that can be stored', () => {
  assert.equal(
    answer(500, undefined, `a\0b\n\u202ec${'d'.repeat(5000)}`).outcome.words,
    `It answered 500: a b c${'d'.repeat(194)}`,
  )
  assert.equal(answer(500, undefined, '\ud83d').outcome.words, 'It answered 500.')
  assert.equal(answer(404).outcome.words, 'It answered 404.')
  assert.equal(answer(302).outcome.words, 'It answered 302. Redirects are not followed: give the final URL.')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CallMessage, script, type Verb, wait } from './speech.ts'

const CALL: CallMessage = { company: 'Night Owl', words: 'Job A B C, 1 2 3 4: dispatched.' }
const hear = (step: number, key: string | null = null, machine = false) => script(CALL, step, { key, machine })
const spoken = (verbs: readonly Verb[]) =>
  verbs.flatMap(verb => (verb.do === 'say' ? [verb.words] : verb.do === 'gather' ? verb.words : [])).join(' ')
const ends = (verbs: readonly Verb[]) => verbs.at(-1)?.do === 'hang-up'

/** A whole call in which these keys are pressed, each at its step; says what was heard. */
function listen(keys: Record<number, string>, machineFrom = 99): string[] {
  const heard: string[] = []
  let [step, key]: [number, string | null] = [0, null]
  for (let turn = 0; turn < 50; turn++) {
    const verbs = hear(step, key, turn >= machineFrom)
    heard.push(spoken(verbs))
    if (ends(verbs)) return heard
    const gather = verbs.find(verb => verb.do === 'gather')
    const redirect = verbs.find(verb => verb.do === 'redirect')
    const pressed: string | undefined = gather && keys[step]
    step = pressed ? gather!.to : redirect!.to
    key = pressed ?? null
  }
  return assert.fail('the call never ends')
}

test('a call greets, speaks its message twice, and ends politely when no key comes', () => {
  const message = `${CALL.words} Press 1 to confirm that you have heard this. Press 9 to hear it again.`
  assert.deepEqual(listen({}), [
    'Hello. This is Night Owl with a message about a job.',
    message,
    message,
    'Nothing was confirmed. Goodbye.',
  ])
})

test('a key that confirms is confirmed aloud, and only then the call ends', () => {
  assert.equal(listen({ 1: '1' }).at(-1), 'Thank you. You have confirmed that you have heard this message. Goodbye.')
  assert.equal(listen({ 1: '1' }).length, 3)
})

test('9 speaks it again, beyond the two times, but not for ever', () => {
  const times = (keys: Record<number, string>) => listen(keys).filter(words => words.includes(CALL.words)).length
  assert.equal(times({ 2: '9' }), 3)
  assert.equal(times(Object.fromEntries(Array.from({ length: 50 }, (_, step) => [step, '9']))), 7)
})

test('a key that means nothing is said to, and confirms nothing', () => {
  for (const key of ['0', '2', '5', '*', '#']) {
    assert.match(listen({ 1: key })[2]!, /^That key means nothing here\. Job A B C/)
  }
})

test('a machine hears that there is a message and not what it says; the call is not confirmed', () => {
  for (const step of [0, 1, 2, 3]) {
    const verbs = hear(step, null, true)
    assert.equal(spoken(verbs), 'Night Owl has a message about a job. Please call us. Goodbye.')
    assert.ok(ends(verbs))
  }
  assert.doesNotMatch(listen({}, 1).join(), /dispatched/)
})

test('a key overrules the guess that it is a machine', () => {
  assert.match(spoken(hear(2, '1', true)), /^Thank you/)
  assert.match(spoken(hear(2, '9', true)), /dispatched/)
})

test('while we cannot be asked the key is kept; after three times the call says that it could not be taken', () => {
  assert.deepEqual(wait(2, { key: '1', waited: 0 }), [
    { do: 'say', words: 'One moment please.' },
    { do: 'redirect', to: 2, keeping: { key: '1', waited: 1 } },
  ])
  assert.equal(wait(2, { key: '1', waited: 2 }).at(-1)!.do, 'redirect')
  const last = wait(2, { key: '1', waited: 3 })
  assert.ok(ends(last))
  assert.match(spoken(last), /cannot be taken/)
})

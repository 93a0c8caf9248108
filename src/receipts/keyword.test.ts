import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Meaning, meaningOf } from './keyword.ts'

const CASES: [string, Meaning][] = [
  ['STOP', 'stop'],
  [' stop. ', 'stop'],
  ['Stop!!!', 'stop'],
  ['"STOP"', 'stop'],
  ['«Stop»', 'stop'],
  ['Opt  Out', 'stop'],
  ['ＳＴＯＰ', 'stop'],
  ['Arrêt', 'stop'],
  ['STOPP', 'stop'],
  ['unsubscribe\n\nSent from my iPhone', 'stop'],
  ['Stop\r\n-- \r\nJane Citizen\r\nMill Ltd', 'stop'],
  ['STOP\n\nOn Sat, 21 Nov 2026 at 02:14, Callout <alerts@example.com> wrote:\n> ABC-1 dispatched', 'stop'],
  ['start', 'start'],
  ['UNSTOP', 'start'],
  ['Yes', 'start'],
  ['Help?', 'help'],
  ['info', 'help'],
  ['1', 'reply'],
  ['please stop by at nine', 'reply'],
  ['stop the alarm', 'reply'],
  ['I will not STOP', 'reply'],
  ['', 'reply'],
  ['> STOP', 'reply'],
  ['👍', 'reply'],
  ['stop'.repeat(1000), 'reply'],
]
for (const [words, meaning] of CASES) {
  test(`the answer ${JSON.stringify(words.slice(0, 40))} means ${meaning}`, () => {
    assert.equal(meaningOf(words), meaning)
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { twimlOf } from './twilio-twiml.ts'

const CALLING = { language: 'en-AU', hook: 'https://callout.example/hooks' }

test('words are said as they are, with what XML would take for its own written another way', () => {
  const twiml = twimlOf([{ do: 'say', words: 'Gate <2> & "roller door" 🚒' }], CALLING)
  assert.match(twiml, /<Say language="en-AU">Gate &lt;2&gt; &amp; "roller door" 🚒<\/Say>/)
})

test('what XML cannot say at all is left out, wherever it stands, and the call goes on', () => {
  const words = 'a\u0001b\u000bc\ufffed\ud800e'
  const said = twimlOf(
    [
      { do: 'say', words },
      { do: 'gather', words: [words], seconds: 6, to: 1 },
    ],
    CALLING,
  )
  assert.equal(said.match(/>a b c d e<\/Say>/g)?.length, 2)
})

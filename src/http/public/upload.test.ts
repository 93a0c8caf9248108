import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { readAtMost } from '#http/door-reading.ts'
import { readToTheEnd } from './upload.ts'

const MOST = { bytes: 1000, seconds: 120 }
const sending = (source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) =>
  new Request('http://x.example', { method: 'POST', body: ReadableStream.from(source), duplex: 'half' } as RequestInit)
const pieces = (count: number) => Array.from({ length: count }, () => new Uint8Array(300).fill(7))

test('what fits is read whole; of what does not, the beginning is kept and the rest read', async () => {
  assert.deepEqual(await readToTheEnd(new Request('http://x.example'), MOST), { body: Buffer.alloc(0), isCut: false })
  const fits = await readToTheEnd(sending(pieces(3)), MOST)
  assert.deepEqual([fits.body.length, fits.isCut], [900, false])
  let sent = 0
  function* counted(count: number) {
    for (const piece of pieces(count)) {
      sent += piece.length
      yield piece
    }
  }
  const more = await readToTheEnd(sending(counted(10)), MOST)
  assert.deepEqual([more.body.length, more.isCut, sent], [1000, true, 3000])
})

test('T29: a flood is not read to its end', async () => {
  let sent = 0
  async function* flood() {
    while (true) {
      sent += 300
      yield new Uint8Array(300)
    }
  }
  const read = await readToTheEnd(sending(flood()), MOST)
  assert.deepEqual([read.body.length, read.isCut], [1000, true])
  assert.ok(sent < 10_000)
})

test('T29: who sends too slowly is not waited for, and what came is kept', async () => {
  async function* slow() {
    yield new Uint8Array(300)
    await new Promise(() => {})
  }
  async function* broken() {
    yield new Uint8Array(300)
    throw new Error('gone')
  }
  mock.timers.enable({ apis: ['setTimeout'] })
  const reading = readToTheEnd(sending(slow()), MOST)
  const small = readAtMost(sending(slow()), 1000, 15)
  for (let i = 0; i < 20; i++) await Promise.resolve()
  await new Promise(setImmediate)
  mock.timers.tick(120_000)
  const read = await reading
  assert.deepEqual([read.body.length, read.isCut], [300, true])
  const late = await small
  assert.equal(!late.ok && late.kind, 'cut-off')
  mock.timers.reset()
  assert.deepEqual((await readToTheEnd(sending(broken()), MOST)).isCut, true)
})

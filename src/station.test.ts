import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wallClock } from '#base/time.ts'
import { startStation } from './station.ts'

const quiet = { clock: wallClock, log: () => {} }

test('a station works as long as there is work, sleeps, and looks again when nudged', async () => {
  let left = 3
  let turns = 0
  const { promise: slept, resolve } = Promise.withResolvers<void>()
  const station = startStation(
    'test',
    async () => {
      turns++
      if (left === 0) resolve()
      return left-- > 0
    },
    quiet,
  )
  await slept
  assert.equal(turns, 4)
  left = 1
  station.nudge()
  await new Promise(done => setTimeout(done, 50))
  assert.equal(turns, 6)
  await station.stop()
})

test('a nudge that comes during a turn is not forgotten', async () => {
  const { promise: twice, resolve } = Promise.withResolvers<void>()
  let turns = 0
  const station = startStation(
    'test',
    async () => {
      if (++turns === 1) station.nudge()
      else resolve()
      return false
    },
    quiet,
  )
  await twice
  await station.stop()
})

test('what goes wrong in a turn is logged once, and the station goes on', async () => {
  const logged: string[] = []
  const { promise: recovered, resolve } = Promise.withResolvers<void>()
  let turns = 0
  const work = async () => {
    if (++turns === 1) throw new Error('the database is away')
    resolve()
    return false
  }
  const station = startStation('plan', work, {
    clock: wallClock,
    log: (_, line, more) => logged.push(`${line}: ${more?.error}`),
  })
  assert.equal(station.lastTurn(), undefined)
  await recovered
  await station.stop()
  assert.deepEqual(logged, ['plan could not do its turn and will try again: Error: the database is away'])
  assert.ok(station.lastTurn())
})

test('stopping waits for the turn that is under way', async () => {
  let ended = false
  const { promise: begun, resolve } = Promise.withResolvers<void>()
  const station = startStation(
    'test',
    async () => {
      resolve()
      await new Promise(done => setTimeout(done, 30))
      ended = true
      return false
    },
    quiet,
  )
  await begun
  await station.stop()
  assert.equal(ended, true)
})

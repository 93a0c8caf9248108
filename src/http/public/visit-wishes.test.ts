import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { publicDoor, WINDOW } from '../../../test/public-door.ts'

const trial = await publicDoor()
const { ask, harbour, does, openJob, look, wish, pathOf } = trial
const { administer } = harbour.keys
after(trial.close)

test('S5.1: another time is asked for once however often the form is sent, and somebody at the desk sees it', async () => {
  const job = await openJob(WINDOW)
  const path = pathOf(job.id)
  const page = await look(path)
  const key = /name="key" value="([^"]+)"/.exec(page.text)![1]!
  assert.match(page.text, /<section id="reschedule">/)
  for (let i = 0; i < 2; i++) {
    const answer = await wish(path, ' After four,\r\nplease ', { key })
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /<h1>We have your wish<\/h1>/)
  }
  const seen = (await ask(administer, `GET /jobs/${job.id}`)).body
  assert.deepEqual([seen.version, seen.rescheduleAsked.words], [2, 'After four,\nplease'])
  assert.deepEqual((await ask(administer, 'GET /jobs?list=reschedule-asked')).body.items, [seen])
  const { items } = (await ask(administer, `GET /jobs/${job.id}/events`)).body
  assert.deepEqual(items.at(-1).by, { kind: 'callout', id: 'visit-page', name: 'Visit page' })
  assert.match((await look(path)).text, /You asked for another time on 21 Nov 2026, 02:00/)
})

test('a wish that cannot be taken shows the form again with what was typed, or says that it is too late', async () => {
  const job = await openJob(WINDOW)
  const path = pathOf(job.id)
  for (const [words, problem] of [
    [' \r\n ', /Say in a few words/],
    ['x'.repeat(1001), /at most 1000 characters/],
    ['x'.repeat(30_000), /at most 1000 characters/],
  ] as const) {
    const answer = await wish(path, words)
    const text = await answer.text()
    assert.equal(answer.status, 422)
    assert.match(text, problem)
    assert.match(text, /<title>Error: .*aria-invalid="true" aria-describedby="words-problem words-hint"/s)
    if (words.length < 2000) assert.ok(text.includes(`>\n${words.trim()}</textarea>`))
  }
  const plain = await openJob()
  assert.doesNotMatch((await look(pathOf(plain.id))).text, /<form/)
  assert.equal((await wish(pathOf(plain.id), 'Later')).status, 409)
  await does(`POST /jobs/${job.id}/complete`)
  const late = await wish(path, 'Later')
  assert.equal(late.status, 409)
  assert.match(await late.text(), /can no longer be moved here/)
  assert.equal((await ask(administer, `GET /jobs/${job.id}`)).body.rescheduleAsked, null)
  const asked = (await ask(administer, 'GET /jobs?list=reschedule-asked')).body.items
  assert.ok(asked.every(({ id }: { id: string }) => id !== job.id))
})

test('T29: who asks for another time again and again is told to wait, and nothing is written', async () => {
  const job = await openJob(WINDOW)
  const path = pathOf(job.id)
  const answers = []
  for (let i = 0; i < 7; i++) answers.push(await wish(path, `Wish ${i}`))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200, 200, 422, 422],
  )
  const text = await answers.at(-1)!.text()
  assert.match(text, /Wait a few minutes.*Wish 6<\/textarea>/s)
  assert.equal((await ask(administer, `GET /jobs/${job.id}`)).body.version, 6)
})

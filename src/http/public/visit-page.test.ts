import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sql from 'sql-template-tag'
import { openCustomerLinks } from '#base/customer-links.ts'
import { later } from '#base/time.ts'
import { jpeg } from '../../../test/pictures.ts'
import { BAD, publicDoor, WINDOW } from '../../../test/public-door.ts'
import { NOW } from '../../../test/trial-door.ts'

const trial = await publicDoor()
const { db, door, ask, harbour, other, time, links, statuses, does, openJob, look, wish, pathOf } = trial
const { administer } = harbour.keys
after(trial.close)

const requested = async (more = {}) => {
  const asked = { siteId: harbour.ids.site, serviceTypeId: harbour.ids.serviceType, words: 'The gate', name: 'Ana' }
  return (await does('POST /requests', { ...asked, ...more })).job
}
const steps = (text: string) =>
  [...text.matchAll(/<li class="(\w+)".*?<b>(.*?)<\/b>/g)].map(([, is, name]) => `${is} ${name}`)

test('S5.1: what a customer asked for is followed from the request to its end, with who comes and his certificates', async () => {
  const { person } = harbour.ids
  const job = await requested()
  const path = pathOf(job.id)
  const first = await look(path)
  assert.equal(first.status, 200)
  assert.match(first.text, /<h1>Job HRB-\d+<\/h1>\s*<p class="place">Hargreaves mill<\/p>/)
  assert.deepEqual(steps(first.text), [
    'now We have your request',
    'ahead Request accepted',
    'ahead On the way to you',
    'ahead On site',
    'ahead Done',
  ])
  await does(`POST /jobs/${job.id}/accept`)
  await does(`PATCH /people/${person}`, { certifications: `Licence 412 ${BAD}` })
  await ask(administer, `PATCH /jobs/${job.id}`, { version: 2, ...WINDOW })
  await does(`POST /jobs/${job.id}/dispatch`, { technicianIds: [person] })
  await ask(administer, `PUT /jobs/${job.id}/visits/1/technicians/${person}`, { statusId: statuses.TRAV })
  const coming = await look(path)
  assert.deepEqual(steps(coming.text), [
    'past We have your request',
    'past Request accepted',
    'past Appointment',
    'now On the way to you',
    'ahead On site',
    'ahead Done',
  ])
  assert.match(coming.text, /aria-current="step"><span><b>On the way/)
  assert.match(coming.text, /Sat.*21 Nov.*09:00.*11:00 (AEDT|GMT\+11)/)
  assert.match(coming.text, /<b>Sipho Dlamini<\/b>/)
  assert.match(coming.text, /Licence 412 &lt;script&gt;/)
  await ask(administer, `PUT /jobs/${job.id}/visits/1/technicians/${person}`, { statusId: statuses.SITE })
  assert.match((await look(path)).text, /aria-current="step"><span><b>On site/)
  await does(`POST /jobs/${job.id}/complete`, { outcome: 'Secret outcome' })
  const end = await look(path)
  assert.match(end.text, /data-open="no"/)
  assert.match(end.text, /<li class="now" aria-current="step"><span><b>Done/)
  assert.doesNotMatch(end.text, /Sipho|Licence|Secret outcome|reschedule/)
})

test('S5.1: a portrait is served by the link alone, as a picture and nothing else, and only while somebody comes', async () => {
  const { person } = harbour.ids
  const image = Buffer.concat([jpeg(), Buffer.from(BAD)])
  const set = await ask(administer, `PUT /people/${person}/portrait`, image, { 'content-type': 'image/jpeg' })
  assert.equal(set.status, 200, set.text)
  const job = await openJob()
  const path = pathOf(job.id)
  assert.equal((await look(`${path}/portrait`)).status, 404)
  await does(`POST /jobs/${job.id}/dispatch`, { technicianIds: [person] })
  const page = await look(path)
  assert.match(page.text, new RegExp(`<img src="./${path.split('/').at(-1)}/portrait" alt="Photo of Sipho Dlamini"`))
  const served = await door.request(`${path}/portrait`)
  assert.equal(served.status, 200)
  assert.equal(served.headers.get('content-type'), 'image/jpeg')
  assert.equal(served.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(served.headers.get('content-security-policy'), "default-src 'none'; sandbox")
  assert.deepEqual(Buffer.from(await served.arrayBuffer()), image)
  await does(`POST /jobs/${job.id}/complete`)
  assert.equal((await look(`${path}/portrait`)).status, 404)
})

test('T10: nothing that anybody typed becomes markup, and the page says nothing that is not for its customer', async () => {
  await db.query(sql`update company set name = ${`Harbour ${BAD}`} where id = ${harbour.id}`)
  const { person } = harbour.ids
  const site = (
    await does('POST /sites', {
      ...{ name: `Mill ${BAD}`, address: 'Secret Street 1', timeZone: 'Australia/Sydney', regionId: null },
      ...{ customerId: harbour.ids.customer, alarmCompanyId: harbour.ids.alarmCompany },
    })
  ).id
  await ask(administer, `PATCH /people/${person}`, {
    ...{ name: `Sipho ${BAD}`, mobile: '+61491570156', email: 'sipho@patrols.example' },
  })
  const job = await requested({ siteId: site, words: `Gate ${BAD}`, name: BAD, phone: '+61299991111' })
  await ask(administer, `PATCH /jobs/${job.id}`, {
    ...{ version: 1, notes: 'Secret notes', orderNumber: 'SECRET-1', docketNumber: 'SECRET-2' },
    ...WINDOW,
  })
  await does(`POST /jobs/${job.id}/accept`)
  await does(`POST /jobs/${job.id}/dispatch`, { technicianIds: [person] })
  const path = pathOf(job.id)
  for (const page of [await look(path), await wish(path, BAD), await wish(path, BAD.repeat(40)), await look(path)]) {
    const text = typeof page.text === 'string' ? page.text : await page.text()
    assert.doesNotMatch(text, /<script>|<img src=x|onerror=alert\(2\)>/)
    assert.doesNotMatch(text, /Secret|SECRET|Sentinel|Night Patrols|\+61|patrols\.example|Zone 4|alert\(1\)<\/script>/)
    assert.equal(text.match(/<script/g)?.length ?? 0, text.includes('id="standing"') ? 1 : 0)
  }
  await db.query(sql`update company set name = 'Company HRB' where id = ${harbour.id}`)
  await ask(administer, `PATCH /people/${person}`, { name: 'Sipho Dlamini' })
})

test('S3.4: a request that was rejected says why; a job that was cancelled says only that', async () => {
  const job = await requested()
  await does(`POST /jobs/${job.id}/reject`, { because: `We do not serve\nthat suburb ${BAD}` })
  const { text } = await look(pathOf(job.id))
  assert.deepEqual(steps(text), ['past We have your request', 'now We cannot take this request'])
  assert.match(text, /<h2>Why<\/h2>\s*<p class="told">We do not serve\nthat suburb &lt;script&gt;/)
  const cancelled = await openJob()
  await does(`POST /jobs/${cancelled.id}/cancel`, { outcome: 'Never pays' })
  const page = await look(pathOf(cancelled.id))
  assert.deepEqual(steps(page.text), ['past We have opened the job', 'now Cancelled'])
  assert.doesNotMatch(page.text, /Never pays/)
})

test('T29: who looks without end is told to wait, and others are not', async () => {
  const job = await openJob()
  const path = pathOf(job.id)
  const from = (address: string) => look(path, { 'x-forwarded-for': address })
  const statuses = await Promise.all(Array.from({ length: 320 }, () => from('8.8.8.8').then(({ status }) => status)))
  assert.ok(statuses.filter(status => status === 429).length >= 19)
  const refused = await from('8.8.8.8')
  assert.equal(refused.status, 429)
  assert.match(refused.headers.get('retry-after')!, /^[1-9]/)
  assert.equal((await from('8.8.4.4')).status, 200)
})

test('every link that is none of ours leads to the same page, whatever it looks like', async () => {
  const { id } = await openJob()
  const theirs = await openJob({}, other)
  const foreign = openCustomerLinks({ secret: 'another', publicUrl: 'https://x.example' })
  const named = { companyId: harbour.id, id }
  const paths = [
    '/visit/x',
    '/visit/%00',
    `/visit/${'A'.repeat(59)}`,
    `${pathOf(id)}x`,
    pathOf(id).slice(0, -2),
    new URL(foreign.visitUrl(named)).pathname,
    new URL(links.requestUrl(named)).pathname.replace('request', 'visit'),
    pathOf(theirs.id, harbour.id),
    pathOf(id, other.id),
    pathOf(harbour.ids.customer),
  ]
  const pages = await Promise.all(
    paths.flatMap(path =>
      [door.request(path), wish(path, 'x'), door.request(`${path}/portrait`)].map(async answer => {
        const { status, headers } = await answer
        return JSON.stringify([status, [...headers], await (await answer).text()])
      }),
    ),
  )
  assert.equal(new Set(pages).size, 1, pages.join('\n'))
  assert.match(pages[0]!, /^\[404,.*This link leads nowhere/)
})

test('all its words are in the language of the customer, else of the browser, else of the company', async () => {
  const { customer } = harbour.ids
  const job = await requested()
  const path = pathOf(job.id)
  const title = async (accepts?: string) => {
    const { text } = await look(path, accepts === undefined ? {} : { 'accept-language': accepts })
    return `${/lang="(\w+)"/.exec(text)![1]} ${/<h1>(\w+)/.exec(text)![1]}`
  }
  assert.equal(await title(), 'en Job')
  assert.equal(await title('nl, pt;q=0.9'), 'en Job')
  assert.equal(await title('nl, fr-CH;q=0.8, de;q=0.9'), 'de Auftrag')
  assert.equal(await title('de;q=0, es'), 'es Trabajo')
  await ask(administer, `PATCH /customers/${customer}`, { language: 'fr' })
  assert.equal(await title('de'), 'fr Intervention')
  await does(`POST /jobs/${job.id}/accept`)
  await ask(administer, `PATCH /jobs/${job.id}`, { version: 2, ...WINDOW })
  const { text } = await look(path, { 'accept-language': 'de' })
  assert.match(text, /sam\. 21 nov\./)
  assert.doesNotMatch(text, /\b(Appointment|Done|On site|Last changed|Another time)\b/)
  await ask(administer, `PATCH /customers/${customer}`, { language: null })
  assert.match((await look('/visit/x', { 'accept-language': 'de' })).text, /Dieser Link führt nirgendwohin/)
})

test('its pages run our own file only, are kept by nobody, and tell nobody where they were opened from', async () => {
  const { headers } = await look(pathOf((await openJob()).id))
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('x-robots-tag'), 'noindex, nofollow')
  assert.equal(headers.get('set-cookie'), null)
  assert.match(
    headers.get('content-security-policy')!,
    /^default-src 'none'; style-src 'self'.*frame-ancestors 'none'$/,
  )
})

test('thirty days after its end the page of a job is closed, and kindly says so; reopened it is there again', async () => {
  const job = await openJob(WINDOW)
  const path = pathOf(job.id)
  const days = async (count: number) => {
    time.now = later(NOW, count * 86_400)
    return (await look(path)).status
  }
  await does(`POST /jobs/${job.id}/cancel`)
  time.now = later(NOW, 86_400)
  await ask(administer, `PATCH /jobs/${job.id}`, { version: 2, notes: 'Written later' })
  assert.equal(await days(30), 200)
  assert.equal(await days(30.01), 410)
  assert.match((await look(path)).text, /This page has closed/)
  assert.equal((await wish(path, 'Later')).status, 410)
  assert.equal((await look(`${path}/portrait`)).status, 410)
  await does(`POST /jobs/${job.id}/reopen`)
  assert.equal(await days(100), 200)
})

import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import sql from 'sql-template-tag'
import { openCustomerLinks } from '#base/customer-links.ts'
import { later } from '#base/time.ts'
import { jpeg, png } from '../../../test/pictures.ts'
import { BAD, publicDoor } from '../../../test/public-door.ts'

const trial = await publicDoor()
const { db, door, ask, harbour, other, time, links, does, look } = trial
const { administer } = harbour.keys
after(trial.close)

const pathOf = (id: string, companyId = harbour.id) => new URL(links.requestUrl({ companyId, id })).pathname
const path = pathOf(harbour.ids.customer)
let shed = ''
before(async () => {
  await does('PATCH /company', { takesRequests: true, requestTypeId: harbour.ids.serviceType })
  const { customer, region } = harbour.ids
  const place = { name: `Shed ${BAD}`, address: '2 Mill Lane', timeZone: 'Australia/Sydney', alarmCompanyId: null }
  shed = (await does('POST /sites', { ...place, customerId: customer, regionId: region })).id
})
// Each test in an hour of its own: what is sent in one is not counted against the next.
beforeEach(() => {
  time.now = later(time.now, 7200)
})

type Typed = Record<string, string>
const RIGHT = {
  words: 'The gate\r\ndoes not close',
  name: 'Ana Ruiz',
  phone: '0491 570 156',
  email: 'Ana@Mill.Example',
}
const typedIn = (more: Typed = {}): Typed => ({ siteId: harbour.ids.site, ...RIGHT, ...more })
async function send(typed: Typed, photos: readonly Uint8Array[] = [], to = path, headers: Typed = {}) {
  const body = new FormData()
  for (const [name, value] of Object.entries(typed)) body.append(name, value)
  for (const photo of photos) body.append('photos', new Blob([photo as Uint8Array<ArrayBuffer>]), 'photo.jpg')
  const answer = await door.request(to, { method: 'POST', body, headers })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const keyIn = (text: string) => /name="key" value="([^"]+)"/.exec(text)![1]!
const requests = async () => (await ask(administer, 'GET /jobs?category=requested&limit=200')).body.items

test('S3.11: the form asks where, what and who, says what helps, and needs no script', async () => {
  const { status, text, headers } = await look(path)
  assert.equal(status, 200)
  assert.match(text, /<html lang="en">/)
  assert.match(text, /<h1>Ask for service<\/h1>\s*<p>Tell Company HRB what is wrong/)
  assert.match(text, /<option value="[^"]+">Hargreaves mill<\/option>/)
  assert.match(text, /<option value="[^"]+">Shed &lt;script&gt;/)
  for (const name of ['siteId', 'words', 'photos', 'name', 'phone', 'email'])
    assert.match(text, new RegExp(`<label for="${name}">.*<(input|select|textarea) id="${name}" name="${name}"`, 's'))
  assert.doesNotMatch(text, /<script|aria-invalid|1 Mill Lane/)
  assert.match(headers.get('content-security-policy')!, /form-action 'self'/)
})

test('S3.3: what is sent becomes a job that waits, with everything that was typed, its photos and its number', async () => {
  const photos = [jpeg(), png(), Buffer.concat([jpeg(50, 50), Buffer.from(BAD)])]
  const sent = await send(typedIn({ words: ` ${BAD}\r\ndoes not close\u0000 ` }), photos)
  assert.equal(sent.status, 200, sent.text)
  const [job] = await requests()
  assert.match(sent.text, new RegExp(`Your number is <strong class="number">${job.reference}</strong>`))
  assert.equal(job.initialRequest, `${BAD}\ndoes not close`)
  assert.deepEqual(job.requestedBy, { name: 'Ana Ruiz', email: 'ana@mill.example', phone: '+61491570156' })
  const { site, customer, serviceType, alarmCompany } = harbour.ids
  assert.deepEqual(
    [job.siteId, job.customerId, job.serviceTypeId, job.alarmCompanyId, job.category],
    [site, customer, serviceType, alarmCompany, 'requested'],
  )
  const { items } = (await ask(administer, `GET /jobs/${job.id}/events`)).body
  assert.deepEqual(items[0].by, { kind: 'callout', id: 'request-page', name: 'Request page' })
  const kept = (await ask(administer, `GET /jobs/${job.id}/photos`)).body.items
  assert.deepEqual(kept.map(({ type }: { type: string }) => type).sort(), ['image/jpeg', 'image/jpeg', 'image/png'])
  const [, href = ''] = /<a class="button" href="([^"]+)">/.exec(sent.text)!
  const page = await look(new URL(href, `http://x.example${path}`).pathname)
  assert.match(page.text, new RegExp(`<h1>Job ${job.reference}</h1>`))
  // A picture that is something else as well is a picture here and nothing else.
  const served = await door.request(`/api/v1/jobs/${job.id}/photos/${kept[2].id}`, {
    headers: { authorization: `Bearer ${administer}` },
  })
  assert.deepEqual(
    [served.headers.get('content-type')?.startsWith('image/'), served.headers.get('x-content-type-options')],
    [true, 'nosniff'],
  )
})

test('a form that is sent twice, or at the same time, or again when it broke off, opens one job with each photo once', async () => {
  const before = (await requests()).length
  const typed = typedIn({ key: keyIn((await look(path)).text) })
  const photos = [jpeg(60, 60), png(60, 60)]
  const first = await Promise.all([send(typed, photos), send(typed, photos), send(typed, photos)])
  const again = await send(typed, photos)
  const numbers = [...first, again].map(({ text }) => /class="number">([^<]+)/.exec(text)?.[1])
  assert.equal(new Set(numbers).size, 1, `${numbers}`)
  const [job] = await requests()
  assert.equal((await requests()).length, before + 1)
  const kept = async () => (await ask(administer, `GET /jobs/${job.id}/photos`)).body.items.length
  assert.equal(await kept(), 2)
  await db.query(sql`delete from photo where job_id = ${job.id} and type = 'image/png'`)
  await send(typed, photos)
  assert.equal(await kept(), 2)
  const altered = await send({ ...typed, words: 'Something else' }, photos)
  assert.equal(altered.status, 409)
  assert.match(altered.text, new RegExp(`You have sent this form already, as ${job.reference}`))
  assert.notEqual(keyIn(altered.text), typed.key)
  assert.match(altered.text, />\nSomething else<\/textarea>/)
})

type Wrong = readonly [sentence: string, typed: Typed, photos: readonly Uint8Array[], field: string, problem: RegExp]
const many = (count: number) => Array.from({ length: count }, () => jpeg())
const large = Buffer.concat([jpeg(), Buffer.alloc(10_000_001)])
const WRONG: readonly Wrong[] = [
  ['no words', { words: ' \r\n ' }, [], 'words', /Say in a few words/],
  ['too many words', { words: 'x'.repeat(5001) }, [], 'words', /at most 5000 characters/],
  ['no name', { name: ' ' }, [], 'name', /Give your name/],
  ['too long a name', { name: 'x'.repeat(201) }, [], 'name', /at most 200/],
  ['nothing to be reached at', { phone: '', email: ' ' }, [], 'phone', /a phone number or an e-mail address/],
  ['no phone number', { phone: 'call me' }, [], 'phone', /not a phone number/],
  ['no address', { email: `x@${BAD}` }, [], 'email', /not an e-mail address/],
  ['no place', { siteId: '' }, [], 'siteId', /Choose where/],
  ["a place of another company's", { siteId: other.ids.site }, [], 'siteId', /Choose where/],
  ['too many photos', {}, many(6), 'photos', /at most 5/],
  ['too large a photo', {}, [large], 'photos', /larger than 10 MB/],
  ['a page instead of a photo', {}, [Buffer.from(`<html>${BAD}`)], 'photos', /not a whole photo/],
  ['a drawing', {}, [Buffer.from('<svg onload=alert(1)>')], 'photos', /not a whole photo/],
  ['a page before a photo', {}, [Buffer.concat([Buffer.from(BAD), jpeg()])], 'photos', /not a whole photo/],
  ['half a photo', {}, [jpeg().subarray(0, -2)], 'photos', /not a whole photo/],
  ['a photo of a billion pixels', {}, [png(50_000, 50_000)], 'photos', /not a whole photo/],
]
for (const [sentence, typed, photos, field, problem] of WRONG) {
  test(`with ${sentence} the form comes back with what was typed and a sentence at the field`, async () => {
    const before = (await requests()).length
    const sent = await send(typedIn(typed), photos)
    assert.equal(sent.status, 422, sent.text)
    assert.match(sent.text, /<title>Error: /)
    const [, told = ''] = new RegExp(`<p id="${field}-problem" class="problem">([^<]+)`).exec(sent.text)!
    assert.match(told, problem)
    assert.match(sent.text, new RegExp(`id="${field}" name="${field}"[^>]* aria-invalid="true"`))
    assert.ok(sent.text.includes(`<a href="#${field}">${told}</a>`))
    for (const [name, value] of Object.entries({ ...RIGHT, ...typed }))
      if (name === 'name' || name === 'phone') assert.ok(sent.text.includes(`value="${value.trim()}"`), name)
    if (!('words' in typed)) assert.match(sent.text, />\nThe gate\ndoes not close<\/textarea>/)
    if (!('siteId' in typed)) assert.match(sent.text, new RegExp(`value="${harbour.ids.site}" selected`))
    assert.doesNotMatch(sent.text, /<script>|<img/)
    assert.equal((await requests()).length, before)
  })
}

test('T29: photos that are too large together are not kept, and what was typed is there still', async () => {
  const nine = Buffer.concat([jpeg(), Buffer.alloc(9_000_000)])
  const sent = await send(typedIn(), [nine, nine, nine])
  assert.equal(sent.status, 422)
  assert.match(sent.text, /larger than 25 MB together/)
  assert.match(sent.text, /value="Ana Ruiz"/)
})

test('T10: whatever is typed into every field comes back as text', async () => {
  const typed = Object.fromEntries(Object.keys(typedIn()).map(name => [name, BAD]))
  const { text } = await send({ ...typed, website: BAD, key: BAD })
  assert.doesNotMatch(text, /<script>|<img|onerror=alert\(2\)>/)
  assert.match(text, /value="&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;&#39;&gt;/)
})

test('who fills in the field that nobody sees is asked to send it again, for it may be a person', async () => {
  const before = (await requests()).length
  const sent = await send(typedIn({ website: 'https://spam.example' }), [jpeg()])
  assert.equal(sent.status, 422)
  assert.match(sent.text, /A field that must stay empty was filled in/)
  assert.match(sent.text, /Please choose your photos again/)
  assert.doesNotMatch(sent.text, /spam\.example/)
  assert.equal((await requests()).length, before)
})

test('what is no form at all shows the form', async () => {
  const answer = await door.request(path, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  })
  assert.equal(answer.status, 422)
  assert.match(await answer.text(), /<form method="post"/)
})

test('T29: after ten requests of a customer in an hour the next ones wait, and what was typed is not lost', async () => {
  await db.query(sql`update job set opened_at = opened_at - interval '60 days'`)
  const statuses = []
  for (let i = 0; i < 12; i++) statuses.push((await send(typedIn({ words: `Request ${i}` }))).status)
  assert.deepEqual(statuses, [...Array(10).fill(200), 429, 429])
  const { text } = await send(typedIn({ words: 'The last one' }))
  assert.match(text, /Wait a few minutes, then send it again.*The last one<\/textarea>/s)
  time.now = later(time.now, 360)
  assert.equal((await send(typedIn())).status, 200)
})

test('T29: while twenty requests of a customer wait for us, he is asked to call', async () => {
  await db.query(sql`update job set opened_at = ${time.now} where customer_id = ${harbour.ids.customer}`)
  while ((await requests()).length < 20) await does('POST /requests', { siteId: shed, words: 'Waiting', name: 'Ana' })
  const refused = await send(typedIn())
  assert.equal(refused.status, 429)
  assert.match(refused.text, /Please call us about this one/)
  const [{ id }] = await requests()
  await does(`POST /jobs/${id}/accept`)
  assert.equal((await send(typedIn())).status, 200)
})

test('T29: one client that sends without end is turned away before anything is read', async () => {
  const headers = { 'x-forwarded-for': '8.8.8.8' }
  for (let i = 0; i < 30; i++) await send({ words: '' }, [], path, headers)
  const refused = await send(typedIn(), [], path, headers)
  assert.equal(refused.status, 429)
  assert.match(refused.text, /Wait a few minutes, then try again/)
  assert.equal((await send({ words: '' })).status, 422)
})

test('every link that is none of ours leads to the same page, and nothing is opened', async () => {
  const foreign = openCustomerLinks({ secret: 'another', publicUrl: 'https://x.example' })
  const { customer } = harbour.ids
  const paths = [
    '/request/x',
    `${path}x`,
    `/request/${'A'.repeat(59)}`,
    new URL(foreign.requestUrl({ companyId: harbour.id, id: customer })).pathname,
    new URL(links.visitUrl({ companyId: harbour.id, id: customer })).pathname.replace('visit', 'request'),
    pathOf(customer, other.id),
    pathOf(other.ids.customer, harbour.id),
  ]
  const pages = new Set<string>()
  for (const each of paths)
    for (const page of [await look(each), await send(typedIn(), [], each)])
      pages.add(JSON.stringify([page.status, page.text]))
  assert.equal(pages.size, 1)
  assert.match([...pages][0]!, /^\[404,.*This link leads nowhere/)
})

test('where a company takes no requests, or none of its places is known, the page says so and nothing is opened', async () => {
  const theirs = pathOf(other.ids.customer, other.id)
  for (const company of [{ takesRequests: true }, { takesRequests: false, requestTypeId: other.ids.serviceType }]) {
    await ask(other.keys.administer, 'PATCH /company', company)
    for (const page of [await look(theirs), await send(typedIn({ siteId: other.ids.site }), [], theirs)]) {
      assert.equal(page.status, 404)
      assert.match(page.text, /Company OTH takes no requests on this page/)
    }
  }
  await ask(other.keys.administer, 'PATCH /company', { takesRequests: true })
  assert.equal((await look(theirs)).status, 200)
  const [site] = (await ask(other.keys.administer, 'GET /sites')).body.items
  await ask(other.keys.administer, `PATCH /sites/${site.id}`, { customerId: null })
  const nowhere = await look(theirs)
  assert.equal(nowhere.status, 409)
  assert.match(nowhere.text, /has not entered where you would need service/)
  assert.equal((await ask(other.keys.administer, 'GET /jobs')).body.items.length, 0)
})

test('the form is in the language of the customer, its sentences too', async () => {
  await does(`PATCH /customers/${harbour.ids.customer}`, { language: 'es' })
  const { text } = await send({ words: '' })
  assert.match(text, /<html lang="es">.*<title>Error: Solicitar un servicio/s)
  assert.match(text, /Diga en pocas palabras/)
  assert.doesNotMatch(text, /\b(Give|Choose|Phone|Your|Send)\b/)
})

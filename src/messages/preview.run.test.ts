import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sql from 'sql-template-tag'
import { openJobs } from '#jobs/open.run.ts'
import { addPhoto } from '#jobs/photos.run.ts'
import { saveJobs } from '#jobs/save.run.ts'
import { PLAIN } from '#rules/rule.ts'
import { addRule, type RuleDraft } from '#rules/rules.run.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { photosOf } from './messages.sql.ts'
import { openPress, type PdfPress } from './pdf.run.ts'
import { previewMessages, printJob } from './preview.run.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
let press: PdfPress
let jobId: string
const now = at('2026-03-01T15:14:00Z')

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
  press = openPress()
  const { companyId, siteId, burglaryId: serviceTypeId } = here
  await house.db.begin(async tx => {
    const opening = { companyId, siteId, serviceTypeId, initialRequest: 'Zone 4', notes: 'Bad payer', by: SAM }
    const [opened] = await openJobs(tx, [opening], now)
    jobId = opened?.ok ? opened.job.id : assert.fail()
    await saveJobs(tx, [{ companyId, jobId, change: { do: 'on-site' }, by: SAM }], now)
  })
})
after(async () => {
  await press.close()
  await house.drop()
})

const preview = (more: object = {}) => previewMessages(house.db, { companyId: here.companyId, jobId, ...more }, { now })

test('W7: a preview says what the latest event would say, in every kind of message, and stores nothing', async () => {
  const seen = await preview()
  assert.ok(seen.ok)
  assert.match(seen.messages.sms.body, /ABC-1 updated\n.*\nChanged:\n- On site: 2 Mar, 02:14 AEDT\n/)
  assert.match(seen.messages['text-email'].subject!, /^ABC-1 updated: Hargreaves Mill/)
  assert.match(seen.messages['pdf-email'].body, /attached as ABC-1\.pdf/)
  const [stored] = await house.db.query<{ messages: number }>(sql`select count(*) as messages from message`)
  assert.equal(stored!.messages, 0)
})

test('W7: a template and a layout are tried on a real job before they are saved', async () => {
  const templates = { sms: { subject: null, body: '{{number}} {{reasons}} {{notes}}' } }
  const seen = await preview({ templates, fields: ['number', 'notes'], occasions: ['dispatched'] })
  assert.ok(seen.ok)
  assert.equal(seen.messages.sms.body, 'ABC-1 dispatched Bad payer')
})

test('W7: a preview tells how many segments the text would be, and in which encoding', async () => {
  const sizeOf = async (body: string) => {
    const seen = await preview({ templates: { sms: { subject: null, body } } })
    assert.ok(seen.ok)
    const { encoding, units, segments, room } = seen.messages.sms
    return [encoding, units, segments, room]
  }
  assert.deepEqual(await sizeOf('{{number}}'), ['GSM-7', 5, 1, 155])
  assert.deepEqual(await sizeOf(`{{number}}${'.'.repeat(156)}`), ['GSM-7', 161, 2, 145])
  assert.deepEqual(await sizeOf('{{number}} “now”'), ['GSM-7', 11, 1, 149])
  assert.deepEqual(await sizeOf(`{{number}} ą${'.'.repeat(64)}`), ['UCS-2', 71, 2, 63])
})

const ruleOf = async (more: Partial<RuleDraft>) => {
  const owner = { kind: 'customer', id: here.customerId } as const
  const telling = { companyId: here.companyId, does: 'tell', owner, destination: 'address', ...PLAIN } as const
  const plain = { serviceTypeId: null, active: true, recipient: null, occasion: 'dispatched', via: 'sms' } as const
  const saved = await addRule(
    house.db,
    { ...telling, ...plain, address: '+61491570156', ...more } as RuleDraft,
    SAM,
    now,
  )
  assert.ok(saved.ok, JSON.stringify(saved))
  return saved.rule.id
}

test('W7: a preview names who would really be told if it happened now, each in his words, and stores nothing', async () => {
  const desk = await ruleOf({ via: 'text-email', address: 'desk@mill.example', language: 'de' })
  await ruleOf({})
  await ruleOf({ active: false, address: '+61491570157' })
  const words = { name: `rule-${desk}`, language: 'de', subject: 'Neu: {{number}}', body: '{{reasons}}' } as const
  const seen = await preview({ occasions: ['dispatched'], words })
  assert.ok(seen.ok)
  const told = seen.recipients.map(({ channel, address, language, subject }) => [channel, address, language, subject])
  assert.deepEqual(told.sort(), [
    ['email', 'desk@mill.example', 'de', 'Neu: ABC-1'],
    ['sms', '+61491570156', 'en', null],
  ])
  const bodies = seen.recipients.map(({ body }) => body)
  assert.ok(bodies.includes('entsandt'), String(bodies))
  // It is told of the job as the dispatch would leave it.
  assert.ok(
    bodies.some(body => /ABC-1 dispatched\n[\s\S]*Dispatched: 2 Mar, 02:14 AEDT/.test(body)),
    String(bodies),
  )
  assert.equal(seen.messages['text-email'].subject, 'Neu: ABC-1')
  const rows = await house.db.query<{ all: number }>(sql`select (select count(*) from notice)
    + (select count(*) from decision) + (select count(*) from message) + (select count(*) from template) as all`)
  assert.equal(rows[0]!.all, 0)
})

test('W7: what no save of the job leads to is asked of its rules as it stands', async () => {
  await ruleOf({ occasion: 'updated-complete', address: '+61491570158' })
  const seen = await preview({ occasions: ['updated-complete'] })
  assert.ok(seen.ok)
  assert.deepEqual(
    seen.recipients.map(({ address }) => address),
    ['+61491570158'],
  )
  const nobody = await preview({ occasions: ['reassigned'] })
  assert.deepEqual(nobody.ok && nobody.recipients, [])
})

test('W7: a face of the customer is tried in a language before it is saved', async () => {
  const words = { name: 'on-the-way.sms', language: 'fr', subject: null, body: 'Bonjour {{technician}}!' } as const
  const seen = await preview({ words, occasions: ['status-set'] })
  assert.ok(seen.ok)
  assert.equal(seen.messages.sms.body, 'Bonjour !')
  assert.match(seen.messages['text-email'].body, /^Nous sommes en route vers vous\.$/m)
})

test('a preview of what cannot work is refused with the reason', async () => {
  const reasons = await Promise.all([
    preview({ templates: { sms: { subject: null, body: '{{nmber}}' } } }),
    preview({ words: { name: 'closed', language: 'de', subject: null, body: 'x' } }),
    preview({ fields: ['colour'] }),
    preview({ jobId: here.siteId }),
  ])
  assert.deepEqual(
    reasons.map(seen => (seen.ok ? 'ok' : seen.because)),
    ['unknown-tag', 'subject-missing', 'unknown-field', 'no-such-job'],
  )
})

test('a job of another company is no job', async () => {
  const theirs = { companyId: elsewhere.companyId, jobId }
  const seen = await previewMessages(house.db, theirs, { now })
  const printed = await printJob(house.db, press, theirs)
  assert.deepEqual([seen.ok || seen.because, printed.ok || printed.because], ['no-such-job', 'no-such-job'])
})

const add = (caption: string, image: Uint8Array, seconds: number) =>
  addPhoto(house.db, { companyId: here.companyId, jobId, caption, image, by: SAM }, now.add({ seconds }))

async function print(): Promise<string> {
  const printed = await printJob(house.db, press, { companyId: here.companyId, jobId })
  assert.ok(printed.ok)
  return Buffer.from(printed.bytes).toString('latin1')
}

test('a broken photo keeps neither the others nor the report back', async () => {
  assert.doesNotMatch(await print(), /\/Subtype ?\/Image/)
  await add('Cut off', PIXEL.subarray(0, 40), 1)
  await add('Whole', PIXEL, 2)
  assert.match(await print(), /\/Subtype ?\/Image/)
})

test('a photo whose fault shows only when it is printed does not keep the report back', async () => {
  const garbled = Buffer.from(PIXEL)
  garbled.fill(0xff, PIXEL.indexOf('IDAT') + 4, PIXEL.indexOf('IEND') - 8)
  await add('Garbled', garbled, 3)
  assert.match(await print(), /^%PDF-/)
})

test('at most twelve photos are printed, the oldest, and it is known how many there are', async () => {
  for (let i = 4; i <= 14; i++) await add(`Photo ${i}`, PIXEL, i)
  const rows = await photosOf(house.db, [{ companyId: here.companyId, jobId }], 12)
  assert.deepEqual([rows.length, rows[0]!.caption, rows.at(-1)!.caption, rows[0]!.all], [12, 'Cut off', 'Photo 12', 14])
  assert.deepEqual(await photosOf(house.db, [{ companyId: elsewhere.companyId, jobId }], 12), [])
})

// The smallest whole PNG: one grey pixel.
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

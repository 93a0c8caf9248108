import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { asJson, type Connection } from '#db/sql.ts'
import type { Change } from '#jobs/job.ts'
import { jobEvents } from '#jobs/jobs.run.ts'
import { openJobs } from '#jobs/open.run.ts'
import { addPhoto } from '#jobs/photos.run.ts'
import { saveJobs } from '#jobs/save.run.ts'
import type { Notice } from '#rules/notice.ts'
import { plan } from '#rules/plan.ts'
import { type Occasion, PLAIN, type TellRule, type Via } from '#rules/rule.ts'
import { freshDatabase } from '../../test/database.ts'
import { at, insertPlace, type Place, SAM } from '../../test/rows.ts'
import { writeMessages } from './messages.run.ts'
import { openPress, type PdfPress } from './pdf.run.ts'
import { printJob } from './preview.run.ts'
import { saveLayout } from './style.run.ts'
import { saveTemplate } from './templates.run.ts'

let house: Awaited<ReturnType<typeof freshDatabase>>
let here: Place
let elsewhere: Place
let press: PdfPress
const now = at('2026-03-01T15:14:00Z')

before(async () => {
  house = await freshDatabase()
  here = await insertPlace(house.db)
  elsewhere = await insertPlace(house.db, 'XYZ')
  press = openPress()
})
after(async () => {
  await press.close()
  await house.drop()
})
beforeEach(() =>
  house.db.script('truncate job, job_event, job_number, notice, message, paper, photo, template, sheet_layout cascade'),
)

/** Opens jobs at this place and makes the same changes to each. */
async function jobs(place: Place, count: number, changes: readonly Change[]): Promise<string[]> {
  const { companyId, siteId, burglaryId: serviceTypeId } = place
  const opening = { companyId, siteId, serviceTypeId, initialRequest: 'Zone 4', providerId: place.providerId, by: SAM }
  return house.db.begin(async tx => {
    const opened = await openJobs(
      tx,
      Array.from({ length: count }, () => opening),
      now,
    )
    const ids = opened.map(saved => (saved.ok ? saved.job.id : assert.fail(saved.because)))
    for (const change of changes) {
      const saves = ids.map(jobId => ({ companyId, jobId, change, by: SAM }))
      for (const saved of await saveJobs(tx, saves, now)) assert.ok(saved.ok)
    }
    return ids
  })
}

type Wish = { occasion?: Occasion; via?: Via; address?: string; recipient?: string | null }

/** The notices of a job's latest event by these rules, stored as the planner stores them. */
async function noticesFor(place: Place, jobId: string, wishes: readonly Wish[]): Promise<readonly Notice[]> {
  const rules = wishes.map(
    (wish, i): TellRule => ({
      companyId: place.companyId,
      id: `rule ${i}`,
      version: 1,
      owner: { kind: 'customer', id: place.customerId },
      serviceTypeId: null,
      active: true,
      does: 'tell',
      occasion: 'dispatched',
      via: 'sms',
      destination: 'address',
      address: wish.via?.endsWith('email') ? 'desk@mill.example' : '+61491570156',
      recipient: 'Facilities desk',
      ...PLAIN,
      ...wish,
    }),
  )
  const event = (await jobEvents(house.db, place.companyId, jobId)).at(-1)!
  const { notices } = plan(event, {
    rules,
    provider: null,
    customer: null,
    kind: 'alarm',
    company: { country: 'AU', deferralMutes: 'everything' },
    now,
  })
  await house.db.query(sql`
    insert into notice (company_id, id, job_id, version, occasions, channel, address, pdf, lane, due_at, use_by)
    select "companyId", id, "jobId", version, occasions, channel, address, pdf, lane, "dueAt", "useBy"
    from jsonb_to_recordset(${asJson(notices)}::jsonb) as n (
      "companyId" uuid, id uuid, "jobId" uuid, version int, occasions text[], channel text, address text, pdf boolean,
      lane text, "dueAt" timestamptz, "useBy" timestamptz
    )`)
  return notices
}

async function saveWords(body: string) {
  const words = { companyId: here.companyId, name: 'sms', language: 'en', version: 0, subject: null, body } as const
  assert.ok((await saveTemplate(house.db, words, SAM, now)).ok)
}

const write = (notices: readonly Notice[]) => house.db.begin(tx => writeMessages(tx, notices, { press, now }))

type Row = { companyId: string; id: string; subject: string | null; body: string; paperId: string | null }
const messages = (notices?: readonly Notice[]) =>
  house.db.query<Row>(sql`
    select message.company_id, message.id, message.subject, message.body, message.paper_id
    from message
    join notice using (company_id, id)
    where ${notices?.map(({ id }) => id) ?? null}::uuid[] is null or message.id = any (${notices?.map(({ id }) => id) ?? null}::uuid[])
    order by notice.channel, notice.pdf, notice.address`)
const papers = () => house.db.query<{ id: string; name: string; bytes: Buffer }>(sql`select id, name, bytes from paper`)

test('S1.45: a notice becomes a text, a text e-mail or a PDF e-mail, as its rule says', async () => {
  const [job] = await jobs(here, 1, [{ do: 'dispatch' }])
  const notices = await noticesFor(here, job!, [
    { via: 'sms' },
    { via: 'text-email', address: 'text@mill.example' },
    { via: 'pdf-email', address: 'pdf@mill.example' },
  ])
  await write(notices)
  const [text, pdf, sms] = await Promise.all(
    ['text@mill.example', 'pdf@mill.example', '+61491570156'].map(
      async address => (await messages(notices.filter(notice => notice.address === address)))[0]!,
    ),
  )
  assert.equal(sms!.subject, null)
  assert.match(sms!.body, /^Company ABC: ABC-1 dispatched\nHargreaves Mill, 12 Mill Rd, Orange\n/)
  assert.equal(text!.subject, 'ABC-1 dispatched: Hargreaves Mill, 12 Mill Rd, Orange')
  assert.match(text!.body, /^Dispatched: 2 Mar, 02:14 AEDT$/m)
  assert.match(pdf!.body, /attached as ABC-1\.pdf/)
  assert.deepEqual([sms!.paperId, text!.paperId], [null, null])
  const [paper] = await papers()
  assert.deepEqual([paper!.id, paper!.name], [pdf!.paperId, 'ABC-1.pdf'])
  assert.equal(paper!.bytes.toString('latin1', 0, 5), '%PDF-')
})

test('S1.47: the attachment is the job as it is printed, byte for byte', async () => {
  const { companyId } = here
  const [jobId] = await jobs(here, 1, [
    { do: 'dispatch', technicianIds: [here.people[0]] },
    { do: 'complete', outcome: 'All sealed' },
  ])
  await addPhoto(house.db, { companyId, jobId: jobId!, caption: 'Roller door', image: PIXEL, by: SAM }, now)
  await write(await noticesFor(here, jobId!, [{ via: 'pdf-email', occasion: 'completed' }]))
  const printed = await printJob(house.db, press, { companyId, jobId: jobId! })
  const [paper] = await papers()
  assert.ok(printed.ok)
  assert.equal(printed.name, paper!.name)
  assert.deepEqual(Buffer.from(printed.bytes), paper!.bytes)
  assert.match(paper!.bytes.toString('latin1'), /\/Subtype ?\/Image/, 'with its photo')
})

test('the paper of one event is printed once, whoever gets it and in whichever batch', async () => {
  const [job] = await jobs(here, 1, [{ do: 'dispatch' }])
  const to = (name: string): Wish => ({ via: 'pdf-email', address: `${name}@mill.example` })
  await write(await noticesFor(here, job!, [to('ana'), to('ben')]))
  await write(await noticesFor(here, job!, [to('cai')]))
  const written = await messages()
  assert.equal(written.length, 3)
  assert.equal(new Set(written.map(({ paperId }) => paperId)).size, 1)
  assert.equal((await papers()).length, 1)
})

test('a later event of the job has its own paper, and so has another layout', async () => {
  const { companyId } = here
  const [jobId] = await jobs(here, 1, [{ do: 'dispatch' }])
  await write(await noticesFor(here, jobId!, [{ via: 'pdf-email' }]))
  await house.db.begin(tx => saveJobs(tx, [{ companyId, jobId: jobId!, change: { do: 'complete' }, by: SAM }], now))
  await write(await noticesFor(here, jobId!, [{ via: 'pdf-email', occasion: 'completed' }]))
  assert.equal((await papers()).length, 2)
  await saveLayout(house.db, { companyId, version: 0, fields: ['number', 'status'] }, SAM, now)
  await write(await noticesFor(here, jobId!, [{ via: 'pdf-email', occasion: 'completed', address: 'b@mill.example' }]))
  assert.equal((await papers()).length, 3)
})

test('a message is about the job as it stood at its event, however far the job has moved on', async () => {
  const { companyId } = here
  const [jobId] = await jobs(here, 1, [{ do: 'dispatch' }])
  const notices = await noticesFor(here, jobId!, [{}])
  await house.db.begin(tx =>
    saveJobs(tx, [{ companyId, jobId: jobId!, change: { do: 'cancel', outcome: 'False alarm' }, by: SAM }], now),
  )
  await write(notices)
  const [{ body } = assert.fail()] = await messages()
  assert.match(body, /^Status: In progress$/m)
  assert.doesNotMatch(body, /False alarm/)
})

test('words that are stored stay: writing again changes nothing, not even after the template has changed', async () => {
  const [job] = await jobs(here, 1, [{ do: 'dispatch' }])
  const notices = await noticesFor(here, job!, [{}, { via: 'pdf-email' }])
  await write(notices)
  const first = await messages()
  await saveWords('other words')
  await write(notices)
  assert.deepEqual(await messages(), first)
})

test('a company that has written its own words is told in them', async () => {
  await saveWords('{{number}}: {{reasons}} bei {{site}} & Co')
  const [job] = await jobs(here, 1, [{ do: 'dispatch' }])
  await write(await noticesFor(here, job!, [{}]))
  assert.equal((await messages())[0]!.body, 'ABC-1: dispatched bei Hargreaves Mill & Co')
})

test('S1.53: whatever is written as the recipient of a rule, no message differs by it, and it appears in none', async () => {
  const [job] = await jobs(here, 1, [{ do: 'dispatch' }])
  const told = async (recipient: string | null) => {
    await house.db.script('truncate notice, message, paper cascade')
    const vias = ['sms', 'text-email', 'pdf-email'] as const
    const wishes = vias.map((via, i) => ({ via, recipient, ...(i > 0 && { address: `${via}@mill.example` }) }))
    await write(await noticesFor(here, job!, wishes))
    return [await messages(), await papers()] as const
  }
  const nobody = await told(null)
  const [written] = nobody
  assert.equal(written.length, 3)
  const recipient = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('{{company}}', 'Mrs Hargreaves', 'a\r\nBcc: b'),
  )
  await fc.assert(
    fc.asyncProperty(recipient, async name => {
      const somebody = await told(`Recipient ${name}`)
      assert.deepEqual(somebody, nobody)
      for (const { subject, body } of somebody[0]) assert.ok(!`${subject}${body}`.includes(`Recipient ${name}`))
    }),
    { numRuns: 15 },
  )
})

test('the address a message goes to is not in it', async () => {
  const [job] = await jobs(here, 1, [{ do: 'dispatch' }])
  await write(await noticesFor(here, job!, [{}, { via: 'text-email' }]))
  for (const { subject, body } of await messages()) assert.doesNotMatch(`${subject}${body}`, /491570156|desk@mill/)
})

test('companies in one batch are told in their own words, with their own names', async () => {
  // The same ids in two companies: nothing but the company tells their entries apart.
  const ids = [elsewhere.companyId, here.siteId, here.burglaryId]
  await house.db.query(sql`
    insert into site (company_id, id, name, address, time_zone)
    values (${ids[0]}, ${ids[1]}, 'Their site', 'Their road', 'Australia/Perth')`)
  await house.db.query(sql`insert into service_type values (${ids[0]}, ${ids[2]}, 'Their service', 'other')`)
  const body = 'theirs: {{site}} {{dispatchedAt}}'
  const words = {
    companyId: elsewhere.companyId,
    name: 'sms',
    language: 'en' as const,
    version: 0,
    subject: null,
    body,
  }
  assert.ok((await saveTemplate(house.db, words, SAM, now)).ok)
  const [ours] = await jobs(here, 1, [{ do: 'dispatch' }])
  const [theirs] = await jobs({ ...elsewhere, siteId: here.siteId, burglaryId: here.burglaryId }, 1, [
    { do: 'dispatch' },
  ])
  await write([...(await noticesFor(here, ours!, [{}])), ...(await noticesFor(elsewhere, theirs!, [{}]))])
  const bodies = new Map((await messages()).map(row => [row.companyId, row.body]))
  assert.match(
    bodies.get(here.companyId)!,
    /^Company ABC: ABC-1 dispatched\nHargreaves Mill.*Service type: Burglar alarm/s,
  )
  assert.equal(bodies.get(elsewhere.companyId), 'theirs: Their site 1 Mar, 23:14 AWST')
})

test('a hundred notices are written with as many statements as one', async () => {
  const ids = await jobs(here, 100, [{ do: 'dispatch' }])
  const notices: Notice[] = []
  for (const id of ids) notices.push(...(await noticesFor(here, id, [{}])))
  const count = async (some: readonly Notice[]) => {
    let statements = 0
    await house.db.begin(tx => {
      const counting: Connection = {
        ...tx,
        query: statement => {
          statements++
          return tx.query(statement)
        },
      }
      return writeMessages(counting, some, { press, now })
    })
    return statements
  }
  assert.equal(notices.length, 100)
  const one = await count(notices.slice(0, 1))
  assert.equal(await count(notices.slice(1)), one)
  assert.ok(one <= 6, `${one} statements`)
  assert.equal((await messages()).length, 100)
})

test('papers of many jobs go in a few at a time, and nothing to write is nothing done', async () => {
  const ids = await jobs(here, 6, [{ do: 'dispatch' }])
  const notices: Notice[] = []
  for (const id of ids) notices.push(...(await noticesFor(here, id, [{ via: 'pdf-email' }])))
  await write(notices)
  const names = (await papers()).map(({ name }) => name)
  assert.deepEqual(names.sort(), ['ABC-1.pdf', 'ABC-2.pdf', 'ABC-3.pdf', 'ABC-4.pdf', 'ABC-5.pdf', 'ABC-6.pdf'])
  await write([])
})

// The smallest whole PNG: one grey pixel.
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

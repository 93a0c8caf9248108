import { randomUUID } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { CustomerLinks } from '#base/customer-links.ts'
import { idFrom } from '#base/id.ts'
import { findCompany, findEntry } from '#directory/directory.run.ts'
import type { Actor, Directory } from '#directory/directory.ts'
import type { Rooms } from '#http/rooms.ts'
import { type Job, jobNumber } from '#jobs/job.ts'
import { addPhoto } from '#jobs/photos.run.ts'
import { clientOf } from './client.ts'
import { type FormBody, readForm } from './form-body.ts'
import { openLimit, openSlots } from './limit.ts'
import { countRequested, numberUnder, sitesOf } from './pages.sql.ts'
import { busy, limited, lost, type Reader, readerOf, sayTo } from './reader.ts'
import {
  MOST,
  NOTHING_TYPED,
  type Place,
  type ReadRequest,
  readRequest,
  type Wanted,
  withPhotos,
} from './request-form.ts'
import { type Form, requestPage, sentPage } from './request-html.ts'
import { hashOf, isFormKey } from './typed.ts'
import { readToTheEnd } from './upload.ts'

const PATH = '/request/:token'
/** Who is said to have opened what a customer asks for on this page. */
const REQUEST_PAGE: Actor = { kind: 'callout', id: 'request-page', name: 'Request page' }

type Tools = Pick<Rooms, 'db' | 'clock' | 'desk'> & Readonly<{ linksOf: () => Promise<CustomerLinks> }>

/** Where a customer asks for service without an account, by a link that only he was sent (S3.3, S3.11). */
export function mountRequestPage(app: Pick<Hono, 'get' | 'post'>, tools: Tools): void {
  const { clock } = tools
  const looks = openLimit({ most: 300, seconds: 60 })
  const tries = openLimit({ most: 30, seconds: 600 })
  const limits = {
    byCustomer: openLimit({ most: 10, seconds: 3600 }),
    byClient: openLimit({ most: 20, seconds: 3600 }),
  }
  const slots = openSlots({ all: 6, each: 3 })

  app.get(
    PATH,
    limited(looks, clock, async c => {
      const asked = await askedBy(c, tools)
      return asked instanceof Response ? asked : formFor(asked, {})
    }),
  )
  app.post(
    PATH,
    // Before a photo is read: each may be 10 MB, and they are in memory together.
    limited(tries, clock, async c => {
      const asked = await askedBy(c, tools)
      if (asked instanceof Response) return asked
      const leave = slots([asked.customer.id, clientOf(c)])
      return leave ? take(c, asked, { ...tools, ...limits }).finally(leave) : busy(c)
    }),
  )
}

const MOST_PLACES = 500
const MOST_WAITING = 20

type Asked = Readonly<{
  token: string
  reader: Reader
  customer: Directory['customer']
  places: readonly Place[]
  requestTypeId: string
}>

/** Who may ask by this link, and for which places; or the page that says that nobody can. */
async function askedBy(c: Context, { db, linksOf }: Tools): Promise<Asked | Response> {
  const token = c.req.param('token') ?? ''
  const named = (await linksOf()).readRequest(token)
  const customer = named && (await findEntry(db, 'customer', named))
  if (!customer) return lost(c)
  const [company, places] = await Promise.all([findCompany(db, customer.companyId), sitesOf(db, customer, MOST_PLACES)])
  const reader = readerOf(c, company!, customer)
  const { takesRequests, requestTypeId, name } = company!
  if (!takesRequests || requestTypeId === null) return sayTo(reader, 404, reader.words.closed(name))
  if (places.length === 0) return sayTo(reader, 409, reader.words.request.noSite(name))
  return { token, reader, customer, places, requestTypeId }
}

const formFor = ({ token, places, reader }: Asked, rest: Partial<Form>): Response =>
  requestPage(reader, { token, places, key: randomUUID(), typed: NOTHING_TYPED, ...rest })

type Taking = Tools & Readonly<Record<'byCustomer' | 'byClient', ReturnType<typeof openLimit>>>

async function take(c: Context, asked: Asked, tools: Taking): Promise<Response> {
  const { reader, customer, places } = asked
  const say = reader.words.problems
  const form = await formIn(c)
  if (!form) return formFor(asked, { problems: { form: say.title } })
  const read = readRequest(form, { places, country: reader.company.country, say })
  const again = (problems: NonNullable<Form['problems']>, status = 422) =>
    formFor(asked, { typed: read.typed, problems, status, ...(isFormKey(read.key) && { key: read.key }) })
  if (!read.ok) return again(read.problems)
  const before = isFormKey(read.key) ? await numberUnder(tools.db, customer.companyId, keyOf(customer, read.key)) : null
  // What was sent already is no request more.
  const late = before === null ? await tooLate(c, asked, tools) : undefined
  if (late) return again(withPhotos({ form: late }, read.wanted.photos, say), 429)
  return open(asked, { ...read, before }, tools)
}

/** Why no other request is taken now, in a sentence. */
async function tooLate(c: Context, { customer, reader }: Asked, tools: Taking): Promise<string | undefined> {
  const { db, clock, byCustomer, byClient } = tools
  const say = reader.words.problems
  const now = clock()
  const waiting = await countRequested(db, customer, now.subtract({ hours: 30 * 24 }))
  if (waiting >= MOST_WAITING) return say.tooManyOpen
  return byClient(clientOf(c), now) || byCustomer(customer.id, now) ? say.tooOften : undefined
}

// Nobody else's key can be like it: theirs have no blanks.
const keyOf = ({ id }: Directory['customer'], key: string): string => `request-page ${id} ${key}`

async function formIn(c: Context): Promise<FormBody | null> {
  const { body, isCut } = await readToTheEnd(c.req.raw, { bytes: MOST.bytes, seconds: 120 })
  return readForm(c.req.header('content-type') ?? '', body, isCut)
}

async function open(
  asked: Asked,
  { wanted, typed, key, before }: Extract<ReadRequest, { ok: true }> & { before: number | null },
  { desk, db, clock, linksOf }: Tools,
): Promise<Response> {
  const { reader, customer, requestTypeId: serviceTypeId } = asked
  const { companyId } = customer
  const { siteId, words: initialRequest, requestedBy, photos } = wanted
  const hash = hashOf(...Object.values(typed), ...photos)
  const saved = await desk.open({
    ...{ companyId, siteId, serviceTypeId, customerId: customer.id, initialRequest, requestedBy, by: REQUEST_PAGE },
    ...(isFormKey(key) && { request: { key: keyOf(customer, key), hash } }),
  })
  if (saved.ok) {
    await addPhotos(saved.job, photos, { db, now: clock() })
    const number = jobNumber(reader.company.code, saved.job.number)
    const link = (await linksOf()).visitUrl(saved.job)
    return sentPage(reader, { number, link })
  }
  const say = reader.words.problems
  const form = before === null ? say.title : say.sentBefore(jobNumber(reader.company.code, before))
  return formFor(asked, { typed, problems: withPhotos({ form }, photos, say), status: 409 })
}

/** Keeps the photos with the job, each once: what broke off in the middle is completed when the form is sent again. */
async function addPhotos(
  { companyId, id: jobId }: Job,
  photos: Wanted['photos'],
  { db, now }: { db: Rooms['db']; now: Temporal.Instant },
): Promise<void> {
  for (const image of photos) {
    const id = idFrom('photo', companyId, jobId, hashOf(image))
    await addPhoto(db, { companyId, jobId, id, caption: '', image, by: REQUEST_PAGE }, now)
  }
}

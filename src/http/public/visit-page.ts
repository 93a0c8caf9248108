import { randomUUID } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { CustomerLinks } from '#base/customer-links.ts'
import { findCompany, findEntry } from '#directory/directory.run.ts'
import type { Actor } from '#directory/directory.ts'
import { hasPortrait, portraitOf } from '#directory/portraits.run.ts'
import { readAtMost } from '#http/door-reading.ts'
import { SAFE } from '#http/respond.ts'
import type { Rooms } from '#http/rooms.ts'
import { jobNumber } from '#jobs/job.ts'
import { findJob } from '#jobs/jobs.run.ts'
import { currentLayout } from '#messages/style.run.ts'
import { readForm } from './form-body.ts'
import { html, publicPage } from './html.ts'
import { openLimit } from './limit.ts'
import { momentsOf } from './pages.sql.ts'
import { limited, lost, type Reader, readerOf, sayTo } from './reader.ts'
import { hashOf, isFormKey, tidied } from './typed.ts'
import { MOST_WISH, type Shown, visitPage } from './visit-html.ts'
import { isClosed, OVER, visitView } from './visit-view.ts'

const PATH = '/visit/:token'
/** Who is said to have written what a customer wrote on this page. */
const VISIT_PAGE: Actor = { kind: 'callout', id: 'visit-page', name: 'Visit page' }

type Tools = Pick<Rooms, 'db' | 'clock' | 'desk'> & Readonly<{ linksOf: () => Promise<CustomerLinks> }>

/**
 * The page of a job, for its customer, without an account: what he may know of it and no more (S5.1). Here he also asks for
 * another time.
 */
export function mountVisitPage(app: Pick<Hono, 'get' | 'post'>, tools: Tools): void {
  const { clock } = tools
  // An office of a hundred people looks twice a minute each.
  const looks = openLimit({ most: 300, seconds: 60 })
  const wishes = openLimit({ most: 5, seconds: 3600 })

  app.get(
    PATH,
    limited(looks, clock, async c => {
      const found = await shownTo(c, tools)
      return found instanceof Response ? found : visitPage(found.shown, randomUUID())
    }),
  )
  app.get(
    `${PATH}/portrait`,
    limited(looks, clock, async c => {
      const found = await shownTo(c, tools)
      return found instanceof Response ? found : portrait(c, found, tools)
    }),
  )
  app.post(
    PATH,
    limited(looks, clock, async c => {
      const found = await shownTo(c, tools)
      return found instanceof Response ? found : takeWish(c, found, { ...tools, wishes })
    }),
  )
}

type Found = Readonly<{ companyId: string; jobId: string; personId: string | null; shown: Shown }>

/** What the page of this link shows; or the page that says that it shows nothing, or nothing any more. */
async function shownTo(c: Context, { db, clock, linksOf }: Tools): Promise<Found | Response> {
  const token = c.req.param('token') ?? ''
  const named = (await linksOf()).readVisit(token)
  const loaded = named && (await findJob(db, named.companyId, named.id))
  if (!loaded) return lost(c)
  const { job } = loaded
  const { companyId, id: jobId } = job
  const view = visitView(job)
  const { personId } = view
  const [company, customer, site, person, isPictured, moments, { fields }] = await Promise.all([
    findCompany(db, companyId),
    job.customerId ? findEntry(db, 'customer', { companyId, id: job.customerId }) : undefined,
    findEntry(db, 'site', { companyId, id: job.siteId }),
    personId ? findEntry(db, 'person', { companyId, id: personId }) : undefined,
    personId ? hasPortrait(db, { companyId, personId }) : false,
    momentsOf(db, { companyId, jobId }, OVER),
    currentLayout(db, companyId),
  ])
  const reader = readerOf(c, company!, customer)
  if (isClosed(moments.overSince, clock())) return sayTo(reader, 410, reader.words.over)
  const { name, certifications } = person ?? {}
  // What messages leave out is not told here either (S1.48).
  const technician =
    name && fields.includes('visits') ? { name, certifications: certifications ?? null, hasPortrait: isPictured } : null
  const number = jobNumber(company!.code, job.number)
  const told = { ...view, because: fields.includes('outcome') ? view.because : null }
  const shown = { reader, number, token, site: site!, job, view: told, technician, changedAt: moments.changedAt }
  return { companyId, jobId, personId, shown }
}

async function portrait(c: Context, { companyId, personId }: Found, { db }: Tools): Promise<Response> {
  const kept = personId ? await portraitOf(db, { companyId, personId }) : undefined
  if (!kept) return lost(c)
  const headers = { ...SAFE, ...AS_PICTURE, 'content-type': kept.type }
  return new Response(kept.image as Uint8Array<ArrayBuffer>, { headers })
}

// Whatever else the bytes of a picture may say, nothing of it is run.
const AS_PICTURE = {
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
}

const MOST_BYTES = 20_000

async function takeWish(
  c: Context,
  { companyId, jobId, shown }: Found,
  { desk, clock, wishes }: Tools & { wishes: ReturnType<typeof openLimit> },
): Promise<Response> {
  const { reader, view } = shown
  const { reschedule, problems } = reader.words
  const body = await readAtMost(c.req.raw, MOST_BYTES, 15)
  const form = readForm(c.req.header('content-type') ?? '', Buffer.from(body.ok ? body.value : []))
  const words = tidied(form?.typed.get('words') ?? '')
  const again = (problem: string) => visitPage(shown, randomUUID(), { words, problem })
  if (!body.ok || words.length > MOST_WISH) return again(problems.tooLong(MOST_WISH))
  if (words === '') return again(problems.words)
  if (!view.mayReschedule) return sayTo(reader, 409, reschedule.notNow)
  if (wishes(jobId, clock()) > 0) return again(problems.tooOften)
  const key = form?.typed.get('key') ?? ''
  const request = isFormKey(key) && {
    request: { key: `visit-page ${jobId} ${key} ${hashOf(words)}`, hash: hashOf(words) },
  }
  const change = { do: 'ask-reschedule' as const, words }
  const saved = await desk.save({ companyId, jobId, change, by: VISIT_PAGE, ...request })
  return saved.ok ? asked(shown, reader) : sayTo(reader, 409, reschedule.notNow)
}

const asked = ({ token }: Shown, { language, company, words: { reschedule } }: Reader): Response =>
  publicPage({
    language,
    company: company.name,
    title: reschedule.sent.title,
    body: html`<h1>${reschedule.sent.title}</h1>
      <p>${reschedule.sent.text}</p>
      <p><a class="button" href="./${token}">${reschedule.back}</a></p>`,
  })

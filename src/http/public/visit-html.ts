import { RESCHEDULE } from '#base/customer-links.ts'
import { wallWindow } from '#base/time.ts'
import type { Job } from '#jobs/job.ts'
import { type Html, html, publicPage } from './html.ts'
import type { Reader } from './reader.ts'
import type { VisitStep, VisitView } from './visit-view.ts'

/** Everything that stands on the page of a job. */
export type Shown = Readonly<{
  reader: Reader
  /** As people name it: "HRB-1234". */
  number: string
  token: string
  site: Readonly<{ name: string; timeZone: string }>
  job: Pick<Job, 'appointmentFrom' | 'appointmentUntil' | 'rescheduleAsked' | 'version'>
  view: VisitView
  technician: Readonly<{ name: string; certifications: string | null; hasPortrait: boolean }> | null
  changedAt: Temporal.Instant
}>

/** What somebody typed into the form for another time, and what is wrong with it. */
export type Wish = Readonly<{ words: string; problem: string }>

export const MOST_WISH = 1000

/** The page on which a customer sees how his job stands (S5.1). */
export function visitPage(shown: Shown, key: string, wish?: Wish): Response {
  const { reader, number, site, view } = shown
  const { visit, problems } = reader.words
  const title = visit.title(number)
  return publicPage({
    status: wish ? 422 : 200,
    language: reader.language,
    title: wish ? `${problems.error}: ${title}` : title,
    company: reader.company.name,
    script: 'visit.js',
    body: html`<h1>${title}</h1>
      <p class="place">${site.name}</p>
      <p id="news" role="status" class="unseen"></p>
      ${standing(shown)}
      ${view.mayReschedule ? rescheduling(shown, key, wish) : null}`,
  })
}

/** What the page replaces when it looks again. */
function standing({ reader, site, job, view, technician, token, changedAt }: Shown): Html {
  const { visit } = reader.words
  const { appointmentFrom: from, appointmentUntil: until } = job
  const window = from && until ? wallWindow(from, until, site.timeZone, reader.locale) : ''
  return html`<div id="standing" data-open="${view.isOpen ? 'yes' : 'no'}" data-version="${job.version}">
        <h2 class="unseen">${visit.progress}</h2>
        <ol class="steps">
          ${view.steps.map(each => step(each, { reader, zone: site.timeZone, window }))}
        </ol>
        ${view.because ? html`<h2>${visit.because}</h2><p class="told">${view.because}</p>` : null}
        ${technician ? card(technician, { reader, token }) : null}
        <p class="small">${visit.updated(reader.time(changedAt, site.timeZone))}
          ${view.isOpen ? html`<a href="./${token}">${visit.again}</a>` : null}</p>
      </div>`
}

type Around = Readonly<{ reader: Reader; zone: string; window: string }>

function step({ name, is, at }: VisitStep, { reader, zone, window }: Around): Html {
  const { steps, states } = reader.words.visit
  const when = name === 'appointment' ? html`<span class="when">${window}</span>` : at && time(at, reader, zone)
  const current = is === 'now' ? html` aria-current="step"` : null
  return html`<li class="${is}"${current}><span><b>${steps[name]}</b><span class="unseen"> (${states[is]})</span> ${when || null}</span></li>`
}

const time = (at: Temporal.Instant, reader: Reader, zone: string): Html =>
  html`<time class="when" datetime="${at.toString()}">${reader.time(at, zone)}</time>`

function card(
  { name, certifications, hasPortrait }: NonNullable<Shown['technician']>,
  { reader, token }: Pick<Shown, 'reader' | 'token'>,
): Html {
  const { visit } = reader.words
  return html`<section class="card">
          ${hasPortrait ? html`<img src="./${token}/portrait" alt="${visit.portrait(name)}" width="96" height="96">` : null}
          <div>
            <h2>${visit.technician}</h2>
            <p><b>${name}</b></p>
            ${certifications ? html`<p class="small">${visit.certifications}: ${certifications}</p>` : null}
          </div>
        </section>`
}

function rescheduling({ reader, site, job, token }: Shown, key: string, wish: Wish | undefined): Html {
  const { reschedule } = reader.words
  const asked = job.rescheduleAsked && reader.time(Temporal.Instant.from(job.rescheduleAsked.at), site.timeZone)
  const marks = wish ? html` aria-invalid="true" aria-describedby="words-problem words-hint" autofocus` : HINTED
  return html`<section id="${RESCHEDULE}">
        <h2>${reschedule.title}</h2>
        ${asked ? html`<p class="told">${reschedule.asked(asked)}</p>` : null}
        <form method="post" action="./${token}#${RESCHEDULE}">
          <input type="hidden" name="key" value="${key}">
          <label for="words">${reschedule.label}</label>
          <p id="words-hint" class="hint">${reschedule.hint}</p>
          ${wish ? html`<p id="words-problem" class="problem">${wish.problem}</p>` : null}
          <textarea id="words" name="words" rows="3" maxlength="${MOST_WISH}" required${marks}>
${wish?.words ?? ''}</textarea>
          <button>${reschedule.send}</button>
        </form>
      </section>`
}

const HINTED = html` aria-describedby="words-hint"`

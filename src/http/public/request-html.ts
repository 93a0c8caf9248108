import { type Html, html, publicPage } from './html.ts'
import type { Reader } from './reader.ts'
import { FIELDS, type Field, MOST, type Place, type Problems, TRAP, type Typed } from './request-form.ts'

/** The form on which a customer asks for service: what was typed so far, and what is wrong with it. */
export type Form = Readonly<{
  token: string
  key: string
  places: readonly Place[]
  typed: Typed
  problems?: Problems
  status?: number
}>

export function requestPage(reader: Reader, form: Form): Response {
  const { request, problems: say } = reader.words
  const { problems = {}, token, key } = form
  const isWrong = Object.keys(problems).length > 0
  const around = { reader, form, problems }
  return publicPage({
    status: form.status ?? (isWrong ? 422 : 200),
    language: reader.language,
    title: isWrong ? `${say.error}: ${request.title}` : request.title,
    company: reader.company.name,
    body: html`<h1>${request.title}</h1>
      <p>${request.intro(reader.company.name)}</p>
      ${isWrong ? summary(problems, reader) : null}
      <form method="post" action="./${token}" enctype="multipart/form-data">
        <input type="hidden" name="key" value="${key}">
        ${place(around)}
        ${field(around, { name: 'words', label: request.words, hint: request.wordsHint, input: words })}
        ${field(around, { name: 'photos', label: request.photos, hint: request.photosHint, input: photos })}
        <fieldset>
          <legend>${request.you}</legend>
          ${field(around, { name: 'name', label: request.name, input: line('name', 'text', html` required`) })}
          <p id="reach" class="hint">${request.reach}</p>
          ${field(around, { name: 'phone', label: request.phone, input: line('phone', 'tel'), by: 'reach' })}
          ${field(around, { name: 'email', label: request.email, input: line('email', 'email'), by: 'reach' })}
        </fieldset>
        <p class="unseen" aria-hidden="true">
          <label for="${TRAP}">${request.trap}</label>
          <input id="${TRAP}" name="${TRAP}" tabindex="-1" autocomplete="off">
        </p>
        <button>${request.send}</button>
      </form>`,
  })
}

type Around = Readonly<{ reader: Reader; form: Form; problems: Problems }>

/** What is wrong, said first, with the way to each field. */
function summary(problems: Problems, { words: { problems: say } }: Reader): Html {
  const items = FIELDS.flatMap(field => {
    const problem = problems[field]
    return problem === undefined ? [] : [html`<li><a href="#${field}">${problem}</a></li>`]
  })
  return html`<div role="alert" class="problems">
        <h2>${say.title}</h2>
        ${problems.form ? html`<p>${problems.form}</p>` : null}
        ${items.length > 0 ? html`<ul>${items}</ul>` : null}
      </div>`
}

function place(around: Around): Html {
  const { request } = around.reader.words
  const { places, typed } = around.form
  const [only] = places
  if (places.length === 1) return html`<p><span class="label">${request.site}</span> ${placeName(only!)}</p>`
  const options = places.map(
    each =>
      html`<option value="${each.id}"${each.id === typed.siteId ? html` selected` : null}>${placeName(each)}</option>`,
  )
  const input: Input = (_, marks) =>
    html`<select id="siteId" name="siteId" required${marks}><option value="">${request.chooseSite}</option>${options}</select>`
  return field(around, { name: 'siteId', label: request.site, input })
}

const placeName = ({ name, address }: Place): string => (address === null ? name : `${name}, ${address}`)

type Input = (typed: string, marks: Html) => Html

const words: Input = (typed, marks) =>
  html`<textarea id="words" name="words" rows="6" maxlength="${MOST.words}" required${marks}>
${typed}</textarea>`

const photos: Input = (_, marks) =>
  html`<input id="photos" name="photos" type="file" accept="image/jpeg,image/png" multiple${marks}>`

const AUTOCOMPLETE = { name: 'name', phone: 'tel', email: 'email' } as const

const line =
  (name: keyof typeof AUTOCOMPLETE, type: 'text' | 'tel' | 'email', more: Html | null = null): Input =>
  (typed, marks) =>
    html`<input id="${name}" name="${name}" type="${type}" autocomplete="${AUTOCOMPLETE[name]}" maxlength="${MOST.line}" value="${typed}"${more}${marks}>`

type Asked = Readonly<{ name: Field; label: string; hint?: string; by?: string; input: Input }>

/** A field with its label, what helps to fill it in, and what is wrong with it. */
function field({ form, problems }: Around, { name, label, hint, by, input }: Asked): Html {
  const problem = problems[name]
  const told = [problem && `${name}-problem`, hint && `${name}-hint`, by].filter(Boolean).join(' ')
  const described = told === '' ? null : html` aria-describedby="${told}"`
  const marks = html`${problem ? html` aria-invalid="true"` : null}${described}`
  const typed = name === 'photos' ? '' : form.typed[name]
  return html`<div class="field">
          <label for="${name}">${label}</label>
          ${hint ? html`<p id="${name}-hint" class="hint">${hint}</p>` : null}
          ${problem ? html`<p id="${name}-problem" class="problem">${problem}</p>` : null}
          ${input(typed, marks)}
        </div>`
}

/** What is said when the request has been taken: its number, and where it can be followed. */
export function sentPage(reader: Reader, { number, link }: { number: string; link: string }): Response {
  const { request } = reader.words
  return publicPage({
    language: reader.language,
    title: request.sent,
    company: reader.company.name,
    body: html`<h1>${request.sent}</h1>
      <p>${request.number} <strong class="number">${number}</strong>. ${request.kept}</p>
      <p><a class="button" href="${link}">${request.follow}</a></p>`,
  })
}

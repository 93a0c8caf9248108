import type { Language } from '#base/language.ts'
import { SAFE } from '#http/respond.ts'

/** Text that is HTML already. */
export type Html = Readonly<{ html: string }>
type Value = string | number | Html | readonly Html[] | null

/** HTML in which every value is text, unless it was made here as well: nothing that somebody typed becomes markup. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: strings.reduce((written, string, i) => `${written}${textOf(values[i - 1] ?? null)}${string}`),
})

function textOf(value: Value): string {
  if (value === null) return ''
  if (typeof value !== 'object') return escaped(String(value))
  return 'html' in value ? value.html : value.map(each => each.html).join('')
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, mark => MARKS[mark]!)

type Page = Readonly<{
  status?: number
  language: Language
  title: string
  /** Whose page it is; null where that is not known. */
  company: string | null
  body: Html
  /** A file of ours that the page runs. */
  script?: string
  headers?: Readonly<Record<string, string>>
}>

/** A page for customers. It runs nothing but our own file, keeps nothing, and tells nobody where it was opened. */
export function publicPage({ status = 200, language, title, company, body, script, headers }: Page): Response {
  const { html: written } = html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex, nofollow">
    <meta name="format-detection" content="telephone=no">
    <title>${company === null ? title : `${title} – ${company}`}</title>
    <link rel="stylesheet" href="../public.css">
    ${script === undefined ? null : html`<script type="module" src="../${script}"></script>`}
  </head>
  <body>
    ${company === null ? null : html`<header>${company}</header>`}
    <main>
      ${body}
    </main>
  </body>
</html>
`
  return new Response(written, { status, headers: { ...HEADERS, ...headers } })
}

const HEADERS = {
  ...SAFE,
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-robots-tag': 'noindex, nofollow',
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
}

/** A page that only says something. */
export const saying = (
  status: number,
  { title, text }: Readonly<{ title: string; text: string }>,
  rest: Pick<Page, 'language' | 'company' | 'headers'>,
): Response =>
  publicPage({
    ...rest,
    status,
    title,
    body: html`<h1>${title}</h1>
      <p>${text}</p>`,
  })

import { languageOf } from '#base/language.ts'

/** The portrait in the mail that a page shows. */
export const PORTRAIT_CID = 'portrait@callout'

export type Letter = Readonly<{
  company: string
  locale: string
  subject: string
  /** The words as plain text. The page says the same, and nothing else. */
  body: string
  /** Whose portrait goes with it; null: nobody's. */
  portraitOf: string | null
}>

/**
 * The words of an e-mail as a page, for programs that show one: paragraphs, and addresses of pages as links. Every sign
 * that came from outside is escaped, and nothing is fetched from anywhere.
 */
export function htmlOf({ company, locale, subject, body, portraitOf }: Letter): string {
  return [
    `<!doctype html>\n<html lang="${languageOf(locale)}">\n<head>\n<meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(subject)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<div class="page">`,
    `<h1 dir="auto">${escaped(company)}</h1>`,
    ...(portraitOf === null
      ? []
      : [`<p><img src="cid:${PORTRAIT_CID}" alt="${escaped(portraitOf)}" width="96" height="96"></p>`]),
    ...body.split(/\n{2,}/).map(paragraph => `<p dir="auto">${linesOf(paragraph)}</p>`),
    '</div>\n</body>\n</html>\n',
  ].join('\n')
}

// Programs that know no dark mode show the light one; those that drop styles show plain paragraphs.
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 24px 16px; background: #ffffff; color: #1a1f26; font: 16px/1.5 system-ui, sans-serif; }
.page { max-width: 560px; margin: 0 auto; overflow-wrap: anywhere; }
h1 { margin: 0 0 20px; padding: 0 0 12px; border-bottom: 1px solid #c9d0d8; font-size: 18px; line-height: 1.3; }
p { margin: 0 0 16px; }
img { display: block; border-radius: 48px; object-fit: cover; }
a { color: #0b57d0; }
@media (prefers-color-scheme: dark) {
  body { background: #14181d; color: #e6eaee; }
  h1 { border-color: #3a434d; }
  a { color: #8ab4f8; }
}
`

const linesOf = (paragraph: string): string => paragraph.split('\n').map(linked).join('<br>\n')

// What ends a sentence or closes a bracket around an address is not part of it.
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/g

function linked(line: string): string {
  const parts: string[] = []
  let end = 0
  for (const { 0: found, index } of line.matchAll(ADDRESS)) {
    parts.push(escaped(line.slice(end, index)), link(found))
    end = index + found.length
  }
  return [...parts, escaped(line.slice(end))].join('')
}

const link = (url: string): string =>
  URL.canParse(url) ? `<a href="${escaped(url)}" rel="noopener">${escaped(url)}</a>` : escaped(url)

const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)

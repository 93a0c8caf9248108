import { createHash, createVerify, type KeyObject } from 'node:crypto'

/** What the DKIM signature of a mail is worth, checked as RFC 6376 says, and which headers it covers. */
export function verifyDkim(
  raw: string,
  key: KeyObject,
): { ok: boolean; signed: string[]; domain: string; selector: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const fields = head.split(/\r\n(?![ \t])/).map(line => ({ name: line.split(':', 1)[0]!.toLowerCase(), line }))
  const signature = fields.find(({ name }) => name === 'dkim-signature')!.line
  const tags = new Map(
    relaxed(signature)
      .replace(/^dkim-signature:/, '')
      .split(';')
      .map(tag => [tag.split('=', 1)[0]!.trim(), tag.slice(tag.indexOf('=') + 1).replaceAll(/\s/g, '')] as const),
  )
  const signed = tags.get('h')!.split(':')
  // From the bottom up, each name as often as it is named.
  const left = [...fields].reverse()
  const lines = signed.flatMap(wanted => {
    const at = left.findIndex(({ name }) => name === wanted)
    return at < 0 ? [] : left.splice(at, 1).map(({ line }) => `${relaxed(line)}\r\n`)
  })
  const unsigned = relaxed(signature.replace(/(\bb=)[^;]*$/, '$1'))
  const body = rest
    .join('\r\n\r\n')
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)*$/, '\r\n')
  // An empty body is nothing at all, and not an empty line.
  const hash = createHash('sha256')
    .update(body === '\r\n' ? '' : body, 'latin1')
    .digest('base64')
  const verify = createVerify('sha256').update(lines.join('') + unsigned, 'latin1')
  const ok =
    hash === tags.get('bh') && tags.get('c') === 'relaxed/relaxed' && verify.verify(key, tags.get('b')!, 'base64')
  return { ok, signed, domain: tags.get('d')!, selector: tags.get('s')! }
}

const relaxed = (line: string): string => {
  const name = line.split(':', 1)[0]!
  const value = line
    .slice(name.length + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .trim()
  return `${name.toLowerCase().trim()}:${value}`
}

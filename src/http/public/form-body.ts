/** What came with a form: what was typed into each field, and the files that were chosen in each. */
export type FormBody = Readonly<{
  typed: ReadonlyMap<string, string>
  files: ReadonlyMap<string, readonly Uint8Array[]>
  /** Whether something is missing at its end, because there was more than is read. */
  isCut: boolean
}>

const MOST_ENCODED = 50_000
const MOST_PARTS = 40
const MOST_HEADERS = 2000

/** Reads what a browser sends for a form; null when it is neither of the two things that browsers send. */
export function readForm(type: string, body: Buffer, isCut = false): FormBody | null {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    // Ours are short; and reading long ones takes the square of their length.
    if (body.length > MOST_ENCODED) return null
    return { typed: new Map(new URLSearchParams(body.toString())), files: new Map(), isCut }
  }
  const [, quoted, plain] = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]{1,70})"|([^";\s]{1,70}))/i.exec(type) ?? []
  const boundary = quoted ?? plain
  return boundary === undefined ? null : readParts(body, boundary, isCut)
}

/**
 * The parts of a form, whose files are not copied. Of one that is cut short what came whole is kept, for nothing that somebody
 * typed shall be lost because a photo was too large: the parsers at hand give nothing of such a body.
 */
function readParts(body: Buffer, boundary: string, isCut: boolean): FormBody {
  const typed = new Map<string, string>()
  const files = new Map<string, Uint8Array[]>()
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first one may stand at the very beginning.
  let at = body.indexOf(delimiter.subarray(2))
  let parts = 0
  while (at >= 0 && parts++ < MOST_PARTS) {
    const start = body.indexOf('\r\n', at)
    const headers = body.indexOf('\r\n\r\n', start)
    if (start < 0 || headers < 0 || headers - start > MOST_HEADERS) break
    const end = body.indexOf(delimiter, headers + 4)
    if (end < 0) break
    const { name, isFile } = described(body.toString('utf8', start, headers))
    const value = body.subarray(headers + 4, end)
    // A field for files in which none was chosen comes as an empty file.
    if (isFile && value.length > 0) files.set(name, [...(files.get(name) ?? []), value])
    if (!isFile) typed.set(name, value.toString())
    at = end + 2
  }
  return { typed, files, isCut }
}

function described(headers: string): { name: string; isFile: boolean } {
  const [, disposition = ''] = /^content-disposition:(.*)$/im.exec(headers) ?? []
  const [, name = ''] = /;\s*name="([^"]*)"/i.exec(disposition) ?? []
  return { name, isFile: /;\s*filename\*?=/i.test(disposition) || /^content-type:/im.test(headers) }
}

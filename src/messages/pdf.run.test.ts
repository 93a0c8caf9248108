import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { crc32, deflateSync } from 'node:zlib'
import { getDocumentProxy } from 'unpdf'
import { openPress } from './pdf.run.ts'
import { type JobSheet, refusePhotos, refuseWords, type SheetPhoto, SheetRefused } from './sheet.ts'

const press = openPress()
after(() => press.close())

test('S1.47: the printed job has the number, status, facts, texts, visits and captions, in that order', async () => {
  const { pages } = await printed({ photos: [photo('Rear door', jpeg())] })
  const { company, title, status, subtitle, zone } = sheet()
  const facts = ['Docket number', '77120934']
  const visits = ['Visit 1', 'Technician', 'Status', 'Arrived', 'Jo Park', 'On site', '02:36']
  const rest = ['Outcome', 'All sealed.', ...visits, 'Photos', 'Rear door', 'Sentry Patrols, 24 hours', '1 / 1']
  assert.deepEqual(pages[0]!.lines, [company, title, status, subtitle, zone, ...facts, ...rest])
})

test('the line breaks of a long text are kept, empty lines too', async () => {
  const { pages } = await printed(outcome('One.\r\nTwo.\n\nFour.'))
  const [one, two, four] = ['One.', 'Two.', 'Four.'].map(line => pages[0]!.items.find(item => item.text === line)!.y)
  assert.ok(Math.abs(two! - four! - 2 * (one! - two!)) < 0.1, 'the gap over an empty line is two lines')
})

test('what people typed is shown as they typed it and never run as markup', async () => {
  const hostile = [
    '#import "/etc/passwd": x',
    '#read("job.typ") $x^2$ *bold* _it_ `raw` @ref <label>',
    '\\ \\n // comment /* c */ = heading - list ~ -> 3x4 "q" \'q\' -- ...',
    '{{name}} </p> #panic("no")',
  ]
  const { pages } = await printed({ texts: [{ label: '#heading', value: hostile.join('\n') }] })
  for (const line of ['#heading', ...hostile]) assert.ok(pages[0]!.lines.includes(line), line)
})

test('control characters, broken surrogates and letters no font has do not stop a sheet', async () => {
  const value = 'Zażółć ελληνικά Київ Nguyễn\u0000\u0007 \ud800 \u202eflow 🔥 العربية 日本'
  const { pages, fonts } = await printed(outcome(value))
  const text = pages[0]!.lines.join(' ')
  for (const word of ['Zażółć', 'ελληνικά', 'Київ', 'Nguyễn', 'flow']) assert.ok(text.includes(word), word)
  assert.deepEqual(fonts, ['Inter-Regular', 'Inter-SemiBold'], 'no font of the machine is used')
})

test('nothing runs off the paper: long words, long labels, long footers and rows of signs', async () => {
  const long = 'W'.repeat(90)
  const rows = ['x'.repeat(1000), '/'.repeat(300), '.'.repeat(400), '!?)}-'.repeat(90), '1-2/3'.repeat(80)]
  const moments = ['1', '2', '3', '4', '5', '6', '7'].map(moment => long + moment)
  const { pages } = await printed({
    ...{ company: long, title: long, status: long, subtitle: long, zone: long, footer: `${long} `.repeat(20) },
    fields: [long.slice(0, 60), long, 'b'].map(value => ({ label: long, value })),
    texts: [...rows, '日'.repeat(200), `${long}\u00a0${long}`].map(value => ({ label: long, value })),
    visits: [visit(long, ['a', 'b', long]), visit(long, moments)],
    photos: [photo(long.repeat(9), jpeg()), photo('', png(4, 3))],
  })
  const outside = pages.flatMap(page => page.items).filter(({ left, right, y }) => left < 56 || right > 545 || y < 5)
  assert.deepEqual(outside, [])
})

test('ten thousand letters without a space are all there and can be copied without spaces', async () => {
  const word = Array.from({ length: 10_000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('')
  const { pages } = await printed(outcome(word))
  const lines = pages.flatMap(page => page.lines).filter(line => /^[a-z]{20,}$/.test(line))
  assert.equal(lines.join(''), word)
})

test('every page has its number, and every page after the first the job and the company', async () => {
  const { pages } = await printed(outcome('Line\n'.repeat(100)))
  const numbers = pages.map(page => page.lines.at(-1))
  assert.deepEqual(numbers, ['1 / 3', '2 / 3', '3 / 3'])
  assert.deepEqual(pages[1]!.lines.slice(0, 2), ['Job ABC-1234', 'Sentry Patrols'])
})

test('a screen reader gets the title, the language, headings, table headers and the captions of photos', async () => {
  const { title, language, tags } = await printed({
    photos: [photo('Rear door', jpeg()), photo('', png(4, 3))],
    locale: 'en-AU',
  })
  assert.deepEqual([title, language], ['Job ABC-1234', 'en-AU'])
  for (const tag of ['H1', 'H2', 'Table', 'TH', 'TD', 'Figure: Rear door', 'Figure: Photos 2']) {
    assert.ok(tags.includes(tag), tag)
  }
})

test('more than five moments a visit become a small table for each technician', async () => {
  const moments = ['Sent', 'Seen', 'Accepted', 'Travelling', 'On site', 'Off site']
  const { tags, pages } = await printed({ visits: [visit('Jo Park', moments)] })
  assert.ok(!tags.includes('Table'))
  for (const moment of moments) assert.ok(pages[0]!.lines.includes(moment), moment)
})

test('the same sheet gives the same bytes, from another press and after other sheets', async () => {
  const other = openPress()
  const same = sheet({ photos: [photo('Rear door', jpeg())] })
  const [first, , again, elsewhere] = await Promise.all([
    press.print(same),
    press.print(sheet({ title: 'Job ABC-1' })),
    press.print(structuredClone(same)),
    other.print(same),
  ])
  await other.close()
  assert.ok(Buffer.from(first).equals(again))
  assert.ok(Buffer.from(first).equals(elsewhere))
  assert.doesNotMatch(Buffer.from(first).toString('latin1'), /CreationDate|ModDate|CreateDate/)
})

test('prints asked for at the same time are each answered with their own job', async () => {
  const titles = Array.from({ length: 12 }, (_, index) => `Job ABC-${index}`)
  const readings = await Promise.all(titles.map(title => printed({ title })))
  const answers = readings.map(({ title }) => title)
  assert.deepEqual(answers, titles)
})

test('a photo that cannot be printed is refused by name, and the next sheet is printed', async () => {
  const bad: [SheetPhoto, string][] = [
    [photo('Gate', framed(5500, 4000)), 'Photo 2 ("Gate") has 22.0 megapixels; a photo may have at most 20.'],
    [photo('', jpeg().subarray(0, -9)), 'Photo 2 cannot be printed: it is not a whole JPEG picture.'],
    [photo('', Buffer.from('GIF89a')), 'Photo 2 cannot be printed: it is not a whole JPEG picture.'],
    [photo('Gate', broken(png(40, 30))), 'Photo 2 ("Gate") cannot be printed: it is not a whole PNG picture.'],
  ]
  const fine = photo('Fine', jpeg())
  for (const [refused, message] of bad) {
    const print = press.print(sheet({ photos: [fine, refused] }))
    await assert.rejects(print, { constructor: SheetRefused, message })
  }
  assert.ok(await press.print(sheet({ photos: [fine, photo('Fine', png(40, 30))] })))
})

test('a small picture with a second, larger frame hidden behind it is refused', () => {
  const two = Buffer.concat([jpeg().subarray(0, -2), framed(60_000, 60_000).subarray(2)])
  assert.match(refusePhotos([photo('Gate', two)])!, /not a whole JPEG/)
})

test('photos that would fill the memory together are refused, and so are more words than anybody reads', async () => {
  const large = photo('', framed(5000, 4000))
  assert.equal(refusePhotos(Array(7).fill(large)), null)
  assert.match(refusePhotos(Array(8).fill(large))!, /^The photos have 160\.0 megapixels together/)
  assert.match(refusePhotos(Array(101).fill(photo('', jpeg())))!, /^The job has 101 photos/)
  assert.equal(refuseWords(sheet({ texts: Array(5).fill({ label: 'Outcome', value: 'x'.repeat(10_000) }) })), null)
  const novel = sheet(outcome('x'.repeat(60_000)))
  await assert.rejects(press.print(novel), { constructor: SheetRefused, message: /a sheet holds at most 60000\.$/ })
})

test('a worker that breaks fails one print; those waiting behind it are printed', async () => {
  const malformed = sheet({ photos: [null as unknown as SheetPhoto] })
  const [bad, good] = await Promise.allSettled([press.print(malformed), press.print(sheet())])
  assert.equal(bad.status, 'rejected')
  assert.match(bad.reason.message, /^The job sheet was not printed: Cannot read properties of null/)
  assert.equal(good.status, 'fulfilled')
})

test('a print that takes too long fails, and the next is printed by another worker', async () => {
  const impatient = openPress({ limitMilliseconds: 300 })
  const visits = Array(1500).fill({ title: 'a', technicians: [{ name: 'b', status: 'c', times: [] }] })
  const message = 'The job sheet took longer than 300 ms to print.'
  await assert.rejects(impatient.print(sheet({ visits })), { message })
  assert.ok(await impatient.print(sheet()))
  await impatient.close()
})

test('a closed press prints nothing more, and says so', async () => {
  const closing = openPress()
  const inHand = closing.print(sheet())
  const waiting = closing.print(sheet())
  const results = Promise.allSettled([inHand, waiting])
  await closing.close()
  for (const result of await results) assert.equal(result.status, 'rejected')
  await assert.rejects(closing.print(sheet()), /closed/)
})

test('a press nobody closed does not keep the process, and works from any folder', async () => {
  const script = `const { openPress } = await import(${JSON.stringify(new URL('./pdf.run.ts', import.meta.url))})
    const pdf = await openPress().print(${JSON.stringify(sheet())})
    console.log(String.fromCharCode(...pdf.subarray(0, 5)))`
  const flags = ['--input-type=module', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: '/', timeout: 20_000 })
  assert.equal(stdout, '%PDF-\n')
})

function outcome(value: string): Partial<JobSheet> {
  return { texts: [{ label: 'Outcome', value }] }
}

function sheet(changes: Partial<JobSheet> = {}): JobSheet {
  return {
    company: 'Sentry Patrols',
    title: 'Job ABC-1234',
    status: 'Complete',
    subtitle: 'Cold Store, 12 Dock Road',
    zone: 'Times in Australia/Sydney (AEDT)',
    fields: [{ label: 'Docket number', value: '77120934' }],
    texts: [{ label: 'Outcome', value: 'All sealed.' }],
    visits: [visit('Jo Park', ['Arrived'])],
    photos: [],
    headings: { technician: 'Technician', status: 'Status', photos: 'Photos' },
    footer: 'Sentry Patrols, 24 hours',
    locale: 'en-AU',
    ...changes,
  }
}

function visit(name: string, moments: string[]): JobSheet['visits'][number] {
  const times = moments.map(label => ({ label, value: '02:36' }))
  return { title: 'Visit 1', technicians: [{ name, status: 'On site', times }] }
}

function photo(caption: string, image: Uint8Array): SheetPhoto {
  return { caption, image, type: image[0] === 0x89 ? 'image/png' : 'image/jpeg' }
}

// Eight by eight grey pixels.
function jpeg(): Buffer {
  const tables = '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAKBueIx4ZKCMgoy0qqC+8P//8Nzc8P//////////////////////////////////'
  const pixels = '////////////////////////wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/'
  return Buffer.from(`${tables}${pixels}2gAIAQEAAD8AP//Z`, 'base64')
}

// A JPEG whose header claims this size: all that is read before it is refused.
function framed(width: number, height: number): Buffer {
  const frame = Buffer.from('ffd8ffc0000b08000000000101110000ffd9', 'hex')
  frame.writeUInt16BE(height, 7)
  frame.writeUInt16BE(width, 9)
  return frame
}

function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const pixels = deflateSync(Buffer.alloc(height * (1 + width * 3)))
  const chunks = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), body])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

// Its chunks are all there, so only unpacking it shows that it is broken.
function broken(picture: Buffer): Buffer {
  return Buffer.concat([picture.subarray(0, 45), Buffer.from([0xff]), picture.subarray(46)])
}

type Item = { text: string; left: number; right: number; y: number }
type Page = { items: Item[]; lines: string[] }
type Reading = { title: string; language: string; fonts: string[]; tags: string[]; pages: Page[] }

async function printed(changes: Partial<JobSheet>): Promise<Reading> {
  return read(await press.print(sheet(changes)))
}

// Read by another program than the one that wrote it: pdf.js, as in a browser.
async function read(pdf: Uint8Array): Promise<Reading> {
  const names = Buffer.from(pdf)
    .toString('latin1')
    .matchAll(/BaseFont \/[A-Z]{6}\+(\S+)/g)
  const document = await getDocumentProxy(pdf.slice())
  const info = Object(await document.getMetadata()).info
  const pages: Page[] = []
  const tags: string[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(pageOf(items.filter(item => 'str' in item)))
    tags.push(...tagsIn((await page.getStructTree()) ?? {}))
  }
  const fonts = [...new Set([...names].map(name => name[1]!))].sort()
  return { title: info.Title, language: info.Language, fonts, tags, pages }
}

type Piece = { str: string; transform: number[]; width: number }

// Pieces of one line that touch are one text; a column further on is another.
function pageOf(pieces: Piece[]): Page {
  const items: Item[] = []
  for (const { str, transform, width } of pieces.filter(piece => piece.str.trim() !== '')) {
    const [left, y] = [transform[4]!, transform[5]!]
    const last = items.at(-1)
    const touches = last !== undefined && last.y === y && Math.abs(left - last.right) < 3
    if (touches) Object.assign(last, { text: last.text + str, right: left + width })
    else items.push({ text: str, left, right: left + width, y })
  }
  return { items, lines: items.map(item => item.text) }
}

type Tag = { role?: string; alt?: string; children?: object[] }

function tagsIn({ role, alt, children = [] }: Tag): string[] {
  return [alt === undefined ? `${role}` : `${role}: ${alt}`, ...children.flatMap(tagsIn)]
}

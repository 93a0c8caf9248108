import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readForm } from './form-body.ts'

const image = new Uint8Array([0xff, 0xd8, 0x0d, 0x0a, 0x2d, 0x2d, 0x00])
async function asSent(form: FormData): Promise<{ type: string; body: Buffer }> {
  const request = new Request('http://x.example', { method: 'POST', body: form })
  return { type: request.headers.get('content-type')!, body: Buffer.from(await request.arrayBuffer()) }
}
function filledIn(): FormData {
  const form = new FormData()
  form.append('name', 'Ana "Quote"; name="x" Ñandú\r\n--b')
  form.append('empty', '')
  form.append('photos', new Blob([image], { type: 'image/jpeg' }), 'a"b\r\n.jpg')
  form.append('photos', new Blob([new Uint8Array(3000)]), '../../etc/passwd')
  form.append('photos', new Blob([]), '')
  return form
}

test('a form is read as it was filled in: what was typed, and the bytes of the files', async () => {
  const { type, body } = await asSent(filledIn())
  const form = readForm(type, body)!
  assert.deepEqual(
    [...form.typed],
    [...filledIn()].filter(([, value]) => typeof value === 'string'),
  )
  assert.deepEqual(
    form.files.get('photos')!.map(file => file.length),
    [image.length, 3000],
  )
  assert.deepEqual(new Uint8Array(form.files.get('photos')![0]!), image)
})

test('a form without files may come in the short way', () => {
  const form = readForm('application/x-www-form-urlencoded', Buffer.from('words=a+b%0D%0Ac&name=%3Cb%3E'))!
  assert.deepEqual([...form.typed], Object.entries({ words: 'a b\r\nc', name: '<b>' }))
  assert.equal(readForm('application/json', Buffer.from('{}')), null)
  assert.equal(readForm('multipart/form-data', Buffer.from('')), null)
})

test('of a form that is cut short everything that came whole is kept', async () => {
  const { type, body } = await asSent(filledIn())
  const form = readForm(type, body.subarray(0, -2000), true)!
  assert.match(form.typed.get('name')!, /^Ana "Quote"/)
  assert.equal(form.files.get('photos')!.length, 1)
  assert.ok(form.isCut)
})

test('T29: bytes of any kind are read without a fault, and no more parts than a form has', async () => {
  const { type, body } = await asSent(filledIn())
  for (let i = 0; i < 3000; i++) {
    const bytes = Buffer.from(body.subarray(0, (i * 37) % body.length))
    for (let k = 0; k < 5; k++)
      if (bytes.length > 0) bytes[(i * 7919 + k * 104_729) % bytes.length] = (i + k * 31) & 255
    assert.ok(readForm(type, bytes))
  }
  const many = Buffer.from(`${'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n'.repeat(100_000)}--b--`)
  const started = performance.now()
  assert.equal(readForm('multipart/form-data; boundary=b', many)!.typed.size, 1)
  assert.ok(performance.now() - started < 1000)
})

test('T29: a long encoded form is not read: ours are short', () => {
  const body = (length: number) => Buffer.from(`words=${'x'.repeat(length)}`)
  assert.equal(readForm('application/x-www-form-urlencoded', body(49_000))?.typed.get('words')?.length, 49_000)
  assert.equal(readForm('application/x-www-form-urlencoded', body(50_000)), null)
})

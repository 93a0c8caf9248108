import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { type Answered, ask, sendHolding } from './last-byte.ts'

const BODY = 'To=%2B61491570156&Body=Zone+4'
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

type Line = { socket: Socket; heard: string }
const open: Server[] = []
const sockets = new Set<Socket>()

/** A server that does as the test says, with whatever it has heard so far; it is told each time it hears more. */
async function server(act: (line: Line) => void, make = (on: (socket: Socket) => void): Server => createServer(on)) {
  const all: Line[] = []
  const listening = make(socket => {
    const line = { socket, heard: '' }
    all.push(line)
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', bytes => {
      line.heard += bytes.toString('latin1')
      act(line)
    })
  })
  open.push(listening)
  await once(listening.listen(0, '127.0.0.1'), 'listening')
  return { all, port: (listening.address() as AddressInfo).port }
}

after(() => {
  for (const socket of sockets) socket.destroy()
  for (const each of open) each.close()
})

const isWhole = ({ heard }: Line) => heard.endsWith(`\r\n\r\n${BODY}`)
const hasAllButTheLast = ({ heard }: Line) => heard.endsWith(`\r\n\r\n${BODY.slice(0, -1)}`)
const answering = (answer: string) => (line: Line) => {
  if (isWhole(line)) line.socket.write(answer)
}

type More = { timeout?: number; mostBytes?: number; host?: string; scheme?: string; body?: Uint8Array }
const sendTo = (port: number, more: More = {}, handOver = async () => true): Promise<Answered> => {
  const { host = '127.0.0.1', scheme = 'http', ...rest } = more
  const url = new URL(`${scheme}://${host}:${port}/messages`)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return sendHolding({ url, method: 'POST', headers, body: Buffer.from(BODY), timeout: 5, ...rest }, handOver)
}

test('all but the last byte is there when the hand-over is committed, and the last comes after it', async () => {
  const { all, port } = await server(answering(OK))
  let heard = ''
  const answer = await sendTo(port, {}, async () => {
    while (!hasAllButTheLast(all[0]!)) await once(all[0]!.socket, 'data')
    heard = all[0]!.heard
    return true
  })
  assert.ok(heard.endsWith('Zone+'), heard)
  assert.deepEqual({ ...answer, headers: {} }, { as: 'answered', status: 200, headers: {}, body: 'ok' })
  assert.match(all[0]!.heard, new RegExp(`content-length: ${BODY.length}\r\n`))
})

test('when the hand-over is not committed the connection ends without the last byte', async () => {
  const { all, port } = await server(answering(OK))
  assert.deepEqual(await sendTo(port, {}, async () => false), { as: 'not-tried' })
  while (!all[0]) await new Promise(setImmediate)
  if (!all[0].socket.closed) await once(all[0].socket, 'close')
  assert.ok(!isWhole(all[0]))
})

test('every message has a connection of its own, so that one broken off takes no other along', async () => {
  const { all, port } = await server(answering(OK))
  await sendTo(port, {}, async () => false)
  const answer = await sendTo(port)
  assert.equal(answer.as, 'answered')
  assert.equal(all.filter(isWhole).length, 1)
  await sendTo(port)
  assert.equal(all.length, 3)
})

const STATUSES = [200, 201, 202, 204, 301, 302, 307, 400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 502, 503, 504]
for (const status of STATUSES) {
  test(`an answer ${status} is an answer, and a redirection is not followed`, async () => {
    const { all, port } = await server(line => {
      const to = `http://127.0.0.1:${port}/elsewhere`
      answering(`HTTP/1.1 ${status} So\r\nlocation: ${to}\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n`)(line)
    })
    const answer = await sendTo(port)
    assert.ok(answer.as === 'answered' && answer.status === status && answer.headers['retry-after'] === '7')
    assert.equal(all.length, 1)
  })
}

test('a refused connection and a name nobody has are unreachable, and the hand-over is never asked for', async () => {
  const never = () => assert.fail('it was asked for')
  const { port } = await server(() => {})
  const closed = open.pop()!
  closed.close()
  await once(closed, 'close')
  const refused = await sendTo(port, {}, never)
  assert.ok(refused.as === 'unreachable' && refused.code === 'ECONNREFUSED', JSON.stringify(refused))
  const nameless = await sendTo(port, { host: 'no-such-host.invalid' }, never)
  assert.ok(nameless.as === 'unreachable' && /^(ENOTFOUND|EAI_AGAIN)$/.test(nameless.code), JSON.stringify(nameless))
})

test('a certificate that is not valid for the host is unreachable, and nothing was sent over it', async () => {
  const { all, port } = await server(answering(OK), on => createTlsServer({ key: KEY, cert: CERTIFICATE }, on))
  const answer = await sendTo(port, { scheme: 'https' }, () => assert.fail('it was asked for'))
  assert.ok(answer.as === 'unreachable' && answer.code === 'DEPTH_ZERO_SELF_SIGNED_CERT', JSON.stringify(answer))
  assert.ok(all.every(({ heard }) => heard === ''))
})

test('a server that speaks no TLS is unreachable', async () => {
  const { port } = await server(({ socket }) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const answer = await sendTo(port, { scheme: 'https' }, () => assert.fail('it was asked for'))
  assert.equal(answer.as, 'unreachable')
})

test('a connection that breaks before the last byte is unreachable, whatever was committed meanwhile', async () => {
  const { all, port } = await server(() => {})
  const answer = await sendTo(port, {}, async () => {
    while (!all[0] || !hasAllButTheLast(all[0])) await new Promise(setImmediate)
    all[0].socket.resetAndDestroy()
    await once(all[0].socket, 'close')
    // One turn for the reset to be heard of on our side.
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    return true
  })
  assert.ok(answer.as === 'unreachable' && answer.code === 'ECONNRESET', JSON.stringify(answer))
})

const LOST: readonly [what: string, code: string, more: More, act: (line: Line) => void][] = [
  ['closed without an answer', 'ECONNRESET', {}, line => isWhole(line) && line.socket.end()],
  ['closed in the middle of its head', 'HPE_|ECONNRESET', {}, line => isWhole(line) && line.socket.end('HTTP/1.1 2')],
  [
    'closed in the middle of its body',
    'ECONNRESET',
    {},
    line => isWhole(line) && line.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf'),
  ],
  ['not HTTP at all', 'HPE_', {}, line => isWhole(line) && line.socket.end('220 mail.example ESMTP\r\n')],
  ['silence', 'ETIMEDOUT', { timeout: 0.3 }, () => {}],
  [
    'a byte now and then',
    'ETIMEDOUT',
    { timeout: 0.3 },
    line => {
      if (!isWhole(line)) return
      line.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n')
      const drip = setInterval(() => line.socket.write('.'), 20)
      line.socket.on('close', () => clearInterval(drip))
    },
  ],
  [
    'headers without end',
    'HPE_HEADER_OVERFLOW',
    {},
    line => {
      if (!isWhole(line)) return
      line.socket.write(`HTTP/1.1 200 OK\r\n${`x-long: ${'x'.repeat(1000)}\r\n`.repeat(100)}`)
    },
  ],
]

for (const [what, code, more, act] of LOST) {
  test(`after the last byte, ${what} leaves us in doubt`, async () => {
    const { port } = await server(act)
    const answer = await sendTo(port, more)
    assert.ok(answer.as === 'unknown' && new RegExp(code).test(answer.code), JSON.stringify(answer))
    assert.ok(answer.words.length > 0)
  })
}

test('silence before the connection is safe is unreachable', async () => {
  const { port } = await server(() => {})
  const answer = await sendTo(port, { scheme: 'https', timeout: 0.3 }, () => assert.fail('it was asked for'))
  assert.ok(answer.as === 'unreachable' && answer.code === 'ETIMEDOUT')
})

test('of an answer that is too long the beginning is kept, and the rest is not waited for', async () => {
  const { port } = await server(line => {
    if (isWhole(line)) line.socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 900000000\r\n\r\n${'x'.repeat(5000)}`)
  })
  const answer = await sendTo(port, { mostBytes: 1000 })
  assert.ok(answer.as === 'answered' && answer.body === 'x'.repeat(1000))
})

test('an answer that ends with its connection is an answer', async () => {
  const { port } = await server(line => {
    if (isWhole(line)) line.socket.end('HTTP/1.1 200 OK\r\n\r\nall of it')
  })
  const answer = await sendTo(port)
  assert.ok(answer.as === 'answered' && answer.body === 'all of it', JSON.stringify(answer))
})

test('who answers before he has everything has answered, once the hand-over is committed', async () => {
  const { port } = await server(line => {
    if (hasAllButTheLast(line)) line.socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n')
  })
  const answer = await sendTo(port, {}, async () => {
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate)
    return true
  })
  assert.ok(answer.as === 'answered' && answer.status === 401, JSON.stringify(answer))
})

test('who answers at once and takes nothing has answered, however much there is still to send', async () => {
  const taking = (on: (socket: Socket) => void) => (socket: Socket) => {
    on(socket)
    socket.pause().write(OK)
  }
  const { port } = await server(
    () => {},
    on => createServer(taking(on)),
  )
  const answer = await sendTo(port, { body: Buffer.alloc(50_000_000, 'x'), timeout: 1 })
  assert.ok(answer.as === 'answered' && answer.body === 'ok', JSON.stringify(answer))
})

test('a question whose answer is lost is unreachable: nothing came of it', async () => {
  const { port } = await server(({ socket }) => socket.end())
  const url = new URL(`http://127.0.0.1:${port}/`)
  assert.equal((await ask({ url, headers: {}, timeout: 5 })).as, 'unreachable')
  const answers = await server(({ socket }) => socket.write(OK))
  const answer = await ask({ url: new URL(`http://127.0.0.1:${answers.port}/`), headers: {}, timeout: 5 })
  assert.ok(answer.as === 'answered' && answer.body === 'ok')
  assert.match(answers.all[0]!.heard, /^GET \/ /)
})

// Of nobody, for nobody: no authority has signed it.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgotR3dRi/1EBDHz4p
X5717aKSamojt8+Eqipke4TaEAShRANCAAQAkvmftXx1/y6tpdPufpuYfZDzdILg
yYVXY0FAlXL9rWgP8TeVJ5rrznAD83Cfn0hImY8p6ApVfqBGpQcM/d4r
-----END PRIVATE KEY-----`
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBijCCATGgAwIBAgIUW1lUpXUpoTGdbje8loMkle9FWdEwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPY2FsbG91dC5pbnZhbGlkMCAXDTI2MTEyMjAzMDAzN1oYDzIx
MjYxMDI5MDMwMDM3WjAaMRgwFgYDVQQDDA9jYWxsb3V0LmludmFsaWQwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQAkvmftXx1/y6tpdPufpuYfZDzdILgyYVXY0FA
lXL9rWgP8TeVJ5rrznAD83Cfn0hImY8p6ApVfqBGpQcM/d4ro1MwUTAdBgNVHQ4E
FgQUoiKlU4Df+dncH9aMrFTQOT4vqewwHwYDVR0jBBgwFoAUoiKlU4Df+dncH9aM
rFTQOT4vqewwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBDHOFM
8Ef5bM8UVPzhdI4gF8vNGZ6kiG54pypJyQeeuwIgVd/nf28F5PY/7GWcEqqFGe9T
5/IJyzcIR+pndenrPy0=
-----END CERTIFICATE-----`

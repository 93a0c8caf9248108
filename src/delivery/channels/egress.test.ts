import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { byServers, openEgress, type Resolve } from './egress.ts'

// On both of this machine's own addresses something listens that must never be reached.
let canary = 0
const watch = (server: Server) => server.on('connection', () => canary++)
const four = watch(createServer(socket => socket.destroy()))
const six = watch(createServer(socket => socket.destroy()))
let port: number
let ipv6 = true

before(async () => {
  await once(four.listen(0, '127.0.0.1'), 'listening')
  port = (four.address() as AddressInfo).port
  // Not every machine has IPv6.
  ipv6 = await once(six.listen(port, '::1'), 'listening').then(
    () => true,
    () => false,
  )
})
after(() => {
  four.close()
  if (ipv6) six.close()
})

const never: Resolve = async name => assert.fail(`${name} was looked up`)
const posting = (url: string) => ({ url, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') })
const post = (url: string, resolve: Resolve = never, mayReach: string[] = []) =>
  openEgress({ mayReach, resolve })(posting(url))

/** Spellings of addresses that must not be reached, by what they are. */
const LITERALS: Record<string, string> = {
  loopback: `127.0.0.1 127.1 127.0.1 127.0.0.2 127.255.255.254 2130706433 0x7f000001 0x7f.1 017700000001 0177.0.0.1
    0x7f.0x0.0x0.0x1 127.0.0.1. 0177.1 127.0x1 %31%32%37.0.0.1 １２７.0.0.1 127。0。0。1 127．0．0．1 ①②⑦.0.0.1
    [::1] [0:0:0:0:0:0:0:1] [0000::0001]`,
  'this host': '0 0.0.0.0 00 0x0 0.1.2.3 0.255.255.255 [::] [0::0]',
  private: `10.0.0.1 10.255.255.255 10.1 167772161 0xa000001 012.0.0.1 172.16.0.1 172.31.255.255 0xac.16.1
    192.168.0.1 192.168.1.254 192.168.257 3232235521 0xc0a80001 0300.0250.0.1`,
  'link local and metadata': `169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518 0xa9.254.169.254
    169.254.170.2 169.254.0.1 [fe80::1] [fe80::a9fe:a9fe] [febf::1]`,
  'shared by a provider': '100.64.0.1 100.127.255.255 100.100.100.200',
  'given out for something else': `192.0.0.1 192.0.0.192 192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.255
    192.88.99.1 192.175.48.1 192.31.196.1 192.52.193.1`,
  'multicast, reserved, broadcast':
    '224.0.0.1 239.255.255.255 240.0.0.1 254.1.1.1 255.255.255.255 4294967295 0xffffffff',
  'IPv4 within IPv6': `[::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:7f01:203] [::ffff:10.0.0.1] [::ffff:169.254.169.254]
    [::ffff:a9fe:a9fe] [::ffff:0.0.0.0] [::ffff:192.168.1.1] [::127.0.0.1] [::7f00:1] [::ffff:0:127.0.0.1]
    [::ffff:0:7f00:1] [0:0:0:0:0:ffff:7f00:0001]`,
  'IPv4 through a gateway': `[64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::1]
    [64:ff9b::808:808] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2002:c0a8:101::1] [2002:808:808::1] [2001::1]
    [2001:0:7f00:1::] [2001:0:4136:e378:8000:63bf:3fff:fdd2]`,
  'IPv6 that is not public': `[fc00::1] [fd00::1] [fd00:ec2::254] [fdff:ffff::1] [fec0::1] [feff::1] [ff02::1] [ff05::2]
    [ff0e::1] [2001:db8::1] [3fff::1] [100::1] [2001:2::1] [2001:10::1] [2001:20::1] [5f00::1] [1::1] [4000::1]
    [200::1] [2001:4:112::1]`,
}
const literals = Object.entries(LITERALS).flatMap(([what, hosts]) =>
  hosts.split(/\s+/).flatMap(host => [[what, host] as const]),
)

describe('an address that is not public is refused, however it is written, and nothing connects to it', () => {
  for (const [what, host] of literals) {
    test(`${what}: ${host}`, async () => {
      const answers = await Promise.all([post(`https://${host}/`), post(`https://${host}:8443/hook`)])
      for (const answer of [...answers, await post(`https://${host}:${port}/`)]) {
        assert.equal(answer.as, 'forbidden')
        assert.match((answer as { words: string }).words, /is not a public address: it may not be reached from here\.$/)
      }
    })
  }

  test('there are more than a hundred of them, and nobody ever came', () => {
    assert.ok(literals.length > 100, `${literals.length}`)
    assert.equal(canary, 0)
  })
})

const standsFor =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
const PUBLIC = '93.184.215.14'

describe('a name is refused for what it stands for', () => {
  const cases: [sentence: string, url: string, addresses: string[]][] = [
    ['a name of this machine', 'https://localhost/', ['127.0.0.1', '::1']],
    ['with a dot at its end', 'https://localhost./', ['127.0.0.1']],
    ['a name that says an address', 'https://127.0.0.1.nip.io/', ['127.0.0.1']],
    ['a name in other letters', 'https://ｌｏｃａｌｈｏｓｔ/', ['127.0.0.1']],
    ['with somebody before it', 'https://example.com@internal.example/', ['10.1.2.3']],
    ['with a password before it', 'https://93.184.215.14:443@internal.example/', ['192.168.0.1']],
    ['one of its addresses is private', 'https://two.example/', [PUBLIC, '10.0.0.1']],
    ['one of its addresses is private, the first', 'https://two.example/', ['10.0.0.1', PUBLIC]],
    ['one of its addresses is private, in IPv6', 'https://two.example/', [PUBLIC, '::ffff:10.0.0.1']],
    ['the address where clouds keep their secrets', 'https://metadata.example/', ['169.254.169.254']],
    ['an address with a zone', 'https://zone.example/', ['fe80::1%eth0']],
    ['something that is no address at all', 'https://odd.example/', ['not an address']],
  ]
  for (const [sentence, url, addresses] of cases) {
    test(sentence, async () => {
      assert.equal((await post(url, standsFor(...addresses))).as, 'forbidden')
      assert.equal(canary, 0)
    })
  }
})

describe('to public addresses only https on two ports', () => {
  for (const url of ['http://hook.example/', 'http://hook.example:443/', 'http://93.184.215.14/']) {
    test(`${url} is not https`, async () => {
      const answer = await post(url, standsFor(PUBLIC))
      assert.deepEqual(answer, {
        as: 'forbidden',
        words: 'It is not an https address, and messages only go there over https.',
      })
    })
  }
  for (const other of [22, 25, 80, 5432, 6379, 9200]) {
    test(`port ${other} is refused`, async () => {
      const answer = await post(`https://hook.example:${other}/`, standsFor(PUBLIC))
      assert.deepEqual(answer, {
        as: 'forbidden',
        words: `Port ${other} may not be reached from here: use 443 or 8443.`,
      })
    })
  }
})

/** A program on an address of this machine's own, and what it heard. */
async function listening(address: string, answer: (request: IncomingMessage) => [number, object, string]) {
  const heard: string[] = []
  const server = createHttp(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    heard.push(`${request.method} ${request.headers.host} ${request.url} ${body}`)
    const [status, headers, text] = answer(request)
    response.writeHead(status, { ...headers }).end(text)
  })
  await once(server.listen(0, address), 'listening')
  return { heard, server, port: (server.address() as AddressInfo).port }
}

test('a network that the operator allowed is reached, over http and on any port, and its neighbour is not', async () => {
  const { heard, server, port } = await listening('127.0.0.2', () => [200, {}, 'ok'])
  const answer = await post(`http://hook.example:${port}/a?b=c`, standsFor('127.0.0.2'), ['127.0.0.2/32'])
  assert.deepEqual(answer.as === 'answered' && [answer.status, answer.body], [200, 'ok'])
  assert.deepEqual(heard, [`POST hook.example:${port} /a?b=c {}`])
  assert.equal((await post(`http://[::ffff:127.0.0.2]:${port}/`, never, ['127.0.0.2/32'])).as, 'answered')
  assert.equal((await post(`http://127.0.0.1:${port}/`, never, ['127.0.0.2/32'])).as, 'forbidden')
  assert.equal((await post('http://two.example/', standsFor('127.0.0.2', PUBLIC), ['127.0.0.2/32'])).as, 'forbidden')
  server.close()
})

test('a name is looked up once: what it stands for a moment later is of no use to anybody', async () => {
  const { heard, server, port: listens } = await listening('127.0.0.2', () => [200, {}, 'ok'])
  // The canary has this port on the other address: whoever looked the name up twice would reach it.
  const bait = watch(createServer(socket => socket.destroy()))
  await once(bait.listen(listens, '127.0.0.1'), 'listening')
  const answers = [['127.0.0.2'], ['127.0.0.1'], ['127.0.0.1']]
  let asked = 0
  const rebinding: Resolve = async name => standsFor(...answers[asked++]!)(name)
  const answer = await post(`http://rebound.example:${listens}/`, rebinding, ['127.0.0.2/32'])
  assert.equal(answer.as, 'answered')
  assert.deepEqual([asked, heard.length, canary], [1, 1, 0])
  // And when it stands for the private one by the next message, that one is refused.
  assert.equal((await post(`http://rebound.example:${listens}/`, rebinding, ['127.0.0.2/32'])).as, 'forbidden')
  assert.equal(canary, 0)
  server.close()
  bait.close()
})

/** A name server that knows IPv4 addresses of names beginning with "four", and says of all others that there are none. */
async function nameServer() {
  const socket = createSocket('udp4')
  socket.on('message', (asked, { port: from }) => {
    const knows = asked.includes('four') && asked.at(-3) === 1
    const question = asked.subarray(12, asked.indexOf(0, 12) + 5)
    const head = Buffer.from([asked[0]!, asked[1]!, 0x81, knows ? 0x80 : 0x83, 0, 1, 0, knows ? 1 : 0, 0, 0, 0, 0])
    const answer = knows ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 192, 168, 0, 1]) : Buffer.alloc(0)
    socket.send(Buffer.concat([head, question, answer]), from, '127.0.0.1')
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const resolver = new Resolver({ timeout: 500, tries: 1 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return { resolve: byServers(resolver), close: () => socket.close() }
}

test('name servers are asked for both kinds of address, and one kind is enough', async () => {
  const { resolve, close } = await nameServer()
  assert.deepEqual(await resolve('four.example'), [{ address: '192.168.0.1', family: 4 }])
  assert.equal((await post('https://four.example/', resolve)).as, 'forbidden')
  const unknown = await post('https://none.example/', resolve)
  assert.deepEqual(unknown.as === 'unreachable' && unknown.code, 'ENOTFOUND')
  close()
})

test('no redirect is followed, and of a long answer only the beginning is read', async () => {
  const away = () => [302, { location: `http://127.0.0.1:${port}/` }, 'x'.repeat(1_000_000)] as [number, object, string]
  const { heard, server, port: listens } = await listening('127.0.0.2', away)
  const answer = await post(`http://127.0.0.2:${listens}/`, never, ['127.0.0.0/8'])
  assert.deepEqual(answer.as === 'answered' && [answer.status, answer.body.length], [302, 4096])
  assert.deepEqual([heard.length, canary], [1, 0])
  server.close()
})

test('what is not there, what does not resolve and what speaks no TLS is unreachable', async () => {
  const failing: Resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }))
  const gone = await post('https://gone.example/', failing)
  assert.deepEqual(gone, {
    as: 'unreachable',
    code: 'ENOTFOUND',
    words: 'The address of gone.example was not found: getaddrinfo',
  })
  assert.equal((await post('https://empty.example/', standsFor())).as, 'unreachable')
  const shut = await post('http://127.0.0.1:1/', never, ['127.0.0.0/8'])
  assert.deepEqual(shut.as === 'unreachable' && shut.code, 'ECONNREFUSED')
  const { server, heard, port: plain } = await listening('127.0.0.2', () => [200, {}, ''])
  assert.equal((await post(`https://127.0.0.2:${plain}/`, never, ['127.0.0.0/8'])).as, 'unreachable')
  assert.deepEqual(heard, [])
  server.close()
})

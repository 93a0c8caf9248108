import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { openSmpp } from '#delivery/channels/smpp.ts'
import type { Reply, Report } from '#delivery/heard.ts'
import { segmentsOf } from '#messages/segments.ts'
import { TEXT } from '../smsc.ts'

const PERL = ['-MNet::SMPP', '-MJSON::PP', '-e', '1']
const MISSING =
  spawnSync('perl', PERL).status === 0 ? false : 'Perl or its Net::SMPP is not here (Debian: libnet-smpp-perl)'

const folder = mkdtempSync(join(tmpdir(), 'callout-smsc-'))
after(() => rmSync(folder, { recursive: true }))

/** The peer as a process of its own, what it understood, and what we heard of it. */
async function openPeer() {
  const file = join(folder, 'understood.jsonl')
  const peer = spawn('perl', [new URL('smsc.pl', import.meta.url).pathname, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = await once(createInterface(peer.stdout), 'line')
  const [reports, replies]: [Report[], Reply[]] = [[], []]
  const ears = {
    report: async (report: Report) => void reports.push(report),
    reply: async (reply: Reply) => void replies.push(reply),
  }
  const open = (password: string) =>
    openSmpp({
      name: 'sms',
      url: `smpp://callout:${password}@127.0.0.1:${port}`,
      from: 'Callout',
      rate: null,
      ears,
      clock: () => Temporal.Instant.from('2026-11-21T16:00:00Z'),
    })
  const close = async () => {
    peer.kill()
    await once(peer, 'exit')
  }
  return { open, reports, replies, understood: () => linesOf(file), close }
}

type Understood = {
  heard: string
  text: string
  id: string
  part: number[]
  dataCoding: number
  status: number
} & object
const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as Understood)

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise(setImmediate)
}

const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const TEXTS = [
  'Alarm in zone 3. Reply 1 to accept.',
  GSM,
  '\f^{}\\[~]|€',
  'Пожар в зоне 3 🚨',
  `${'{€}'.repeat(60)}${GSM}`,
  '🚨a'.repeat(60),
]

test('an independent SMSC understands every text, sign by sign, and its receipts match', {
  skip: MISSING,
}, async () => {
  const { open, reports, understood, close } = await openPeer()
  const carrier = open('secret')
  assert.equal((await carrier.check()).as, 'accepted')
  const outcomes = []
  for (const body of TEXTS) outcomes.push(await carrier.send({ ...TEXT, body }, async () => true))
  assert.deepEqual(
    outcomes.map(({ as }) => as),
    TEXTS.map(() => 'accepted'),
  )
  await until(() => reports.length === TEXTS.length)
  assert.deepEqual(
    reports.map(({ reference, says }) => [reference, says]),
    outcomes.map(({ reference }) => [reference, 'delivered']),
  )
  await carrier.close()
  await until(() => understood().at(-1)!.heard === 'unbind')
  const texts = understood().filter(({ heard }) => heard === 'submit_sm')
  for (const body of TEXTS) {
    const { segments, encoding } = segmentsOf(body)
    const parts = texts.splice(0, segments)
    assert.equal(parts.map(({ text }) => text).join(''), body)
    assert.ok(parts.every(({ dataCoding }) => dataCoding === (encoding === 'GSM-7' ? 0 : 8)))
    assert.deepEqual(
      parts.map(({ part }) => part),
      segments === 1 ? [[]] : parts.map((_, i) => [0x2a, segments, i + 1]),
    )
  }
  assert.equal(texts.length, 0)
  const confirmed = understood().filter(({ heard }) => heard === 'deliver_sm_resp')
  assert.deepEqual(
    confirmed.map(({ status }) => status),
    TEXTS.map(() => 0),
  )
  await close()
})

test('an independent SMSC passes on what a person answers', { skip: MISSING }, async () => {
  const { open, replies, close } = await openPeer()
  const carrier = open('secret')
  await carrier.send({ ...TEXT, body: 'REPLY: Yes {1} €' }, async () => true)
  await until(() => replies.length === 1)
  const [{ from, to, words }] = replies as [Reply]
  assert.deepEqual([from, to, words], ['+61491570156', 'Callout', 'Yes {1} €'])
  await carrier.close()
  await close()
})

test('an independent SMSC turns a wrong password away, and the check says so', { skip: MISSING }, async () => {
  const { open, close } = await openPeer()
  const carrier = open('wrong')
  const { as, fault, code } = await carrier.check()
  assert.deepEqual([as, fault, code], ['unreachable', 'account', '0x0E'])
  await carrier.close()
  await close()
})

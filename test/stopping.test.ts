import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { shortLived } from './memory.ts'

const folder = mkdtempSync(join(shortLived(), 'callout-stopping-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const main = new URL('../src/main.ts', import.meta.url).pathname
const { PATH, NODE_COMPILE_CACHE } = process.env
const env = { PATH, NODE_COMPILE_CACHE, CALLOUT_DATA: join(folder, 'data'), PORT: '0' }

test('a server that is told to stop does so although somebody watches what happens', async () => {
  const company = ['--name', 'Bay Alarm', '--code', 'BAY', '--zone', 'America/Los_Angeles', '--country', 'US']
  const added = execFileSync(process.execPath, [main, 'add-company', ...company], { env, encoding: 'utf8' })
  const key = /callout_\S+/.exec(added)![0]
  const server = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(server, 'exit')
  const address = await opened(server.stdout)
  const response = await fetch(`${address}api/v1/changes`, { headers: { authorization: `Bearer ${key}` } })
  const reader = response.body!.getReader()
  assert.match(new TextDecoder().decode((await reader.read()).value), /^\{"at":/)
  const told = performance.now()
  server.kill('SIGTERM')
  const rest = await reader.read()
  assert.deepEqual([rest.done, (await ended)[0]], [true, 0])
  assert.ok(performance.now() - told < 15_000)
})

async function opened(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const [address] = /http:\/\/\S+/.exec(line) ?? []
    if (address) return address
  }
  throw new Error('It never opened.')
}

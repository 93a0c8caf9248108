import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { buildConsole } from '#http/console.run.ts'

type Manifest = Record<string, { file: string; imports?: string[]; dynamicImports?: string[] }>

const dist = new URL('./dist/', import.meta.url)

/** The scripts a page loads, and those that these load in turn. */
function scriptsOf(manifest: Manifest, name: string, known = new Set<string>()): Set<string> {
  const { file, imports = [] } = manifest[name]!
  if (known.has(file)) return known
  known.add(file)
  for (const each of imports) scriptsOf(manifest, each, known)
  return known
}

test('what is loaded before the board is seen is less than 250 kB of compressed script, and charts are not in it', async () => {
  await buildConsole()
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Manifest
  const scripts = scriptsOf(manifest, 'index.html')
  scriptsOf(manifest, 'board/board-page.tsx', scripts)
  const weights = [...scripts].map(file => gzipSync(readFileSync(new URL(file, dist))).length)
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  assert.ok(whole > 100_000 && whole < 250_000, `${whole} bytes`)
  for (const file of scripts) assert.doesNotMatch(readFileSync(new URL(file, dist), 'utf8'), /recharts/, file)
})

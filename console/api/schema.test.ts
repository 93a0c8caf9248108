import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { writtenTypes } from './written.ts'

test('the types the console knows the API by are those of its document: else run "npm run api-types"', async () => {
  assert.equal(readFileSync(new URL('schema.ts', import.meta.url), 'utf8') === (await writtenTypes()), true)
})

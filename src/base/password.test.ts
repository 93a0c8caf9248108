import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, isPassword } from './password.ts'

test('a password is known again, however its letters are spelled, and no other is', async () => {
  const kept = await hashPassword('Caf\u00e9 am Meer')
  assert.match(kept, /^argon2id\$19456\$2\$/)
  assert.doesNotMatch(kept, /Meer/)
  assert.equal(await isPassword('Cafe\u0301 am Meer', kept), true)
  for (const wrong of ['Cafe am Meer', 'caf\u00e9 am Meer', '']) assert.equal(await isPassword(wrong, kept), false)
})

test('two people with the same password are not told apart from others', async () => {
  assert.notEqual(await hashPassword('the same words'), await hashPassword('the same words'))
})

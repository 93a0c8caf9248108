import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAccountUrl, withoutSecrets } from './account-url.ts'

test('an account is read with what is written in percent signs, and an address without its brackets', () => {
  const { params, ...rest } = readAccountUrl('smpps://us%20er:p%40ss%25@[::1]:3550/a%2Fb?payload=x', ['smpps:'])!
  assert.deepEqual(rest, { protocol: 'smpps:', host: '::1', port: 3550, user: 'us er', password: 'p@ss%', path: 'a/b' })
  assert.equal(params.get('payload'), 'x')
  assert.equal(readAccountUrl('smtp://mail.example', ['smtp:'])?.port, null)
})

for (const url of ['', 'secret', 'smtp://', 'http://sam:secret@mail.example', 'smtp://sam:secret@ba d']) {
  test(`"${url}" is no account at a mail server`, () => {
    assert.equal(readAccountUrl(url, ['smtp:', 'smtps:']), null)
  })
}

for (const password of ['100%secret', '%ffsecret', 'secret%']) {
  test(`a percent sign as in "${password}" is said to be wrong, without the password`, () => {
    assert.throws(
      () => readAccountUrl(`smtp://sam:${password}@mail.example`, ['smtp:']),
      (error: Error) => /must be written as %25/.test(error.message) && !String(error.stack).includes('secret'),
    )
  })
}

test('a password is taken out of words in every form in which it went to the server', () => {
  const account = { user: 'sam', password: 'p@ss' }
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  for (const form of ['p@ss', 'p%40ss', base64('p@ss'), base64('\0sam\0p@ss'), base64('sam:p@ss')])
    assert.equal(withoutSecrets(`no, "${form}"`, account), 'no, "(secret)"')
  assert.equal(withoutSecrets('no', { user: '', password: '' }), 'no')
})

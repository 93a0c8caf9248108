import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, readConfig } from './config.ts'

const refused = (environment: Record<string, string>) => {
  try {
    readConfig(environment)
    return 'accepted'
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
  }
}

test('with nothing set: the embedded database, this machine only, and nothing leaves it', () => {
  const config = readConfig({ SMTP_URL: '' })
  assert.match(config.dataFolder, /\/data$/)
  assert.deepEqual(
    { ...config, dataFolder: '' },
    { dataFolder: '', databaseUrl: null, host: '127.0.0.1', port: 4100, email: null },
  )
})

test('a mail server is used only with a sender', () => {
  const from = 'Callout <alerts@callout.example>'
  assert.deepEqual(readConfig({ SMTP_URL: 'smtp://127.0.0.1:25', SMTP_FROM: from }).email, {
    url: 'smtp://127.0.0.1:25',
    from,
  })
  assert.match(refused({ SMTP_URL: 'smtp://127.0.0.1:25' }), /SMTP_FROM/)
})

test('every variable that is wrong is named in one go, and a password in it is not repeated', () => {
  const sentence = refused({
    PORT: 'eighty',
    DATABASE_URL: 'mysql://u:secret@h/x',
    SMTP_URL: 'http://u:secret@mail',
    SMTP_FROM: 'nobody',
  })
  for (const name of ['PORT', 'DATABASE_URL', 'SMTP_URL', 'SMTP_FROM'])
    assert.match(sentence, new RegExp(`^${name}: must`, 'm'))
  assert.doesNotMatch(sentence, /secret/)
})

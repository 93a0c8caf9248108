import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { freshDatabase } from '../../test/database.ts'
import { ConfigError, readConfig } from '../config.ts'
import { takeOneBounce } from './take-bounce.ts'

const { connection, drop } = await freshDatabase()
after(drop)

async function take(databaseUrl: string, text: string) {
  const lines: string[] = []
  const mail = Readable.from([text])
  const config = () => readConfig({ DATABASE_URL: databaseUrl, BOUNCE_ADDRESS: 'bounces@callout.example' })
  return { code: await takeOneBounce(config, { log: () => {}, say: line => lines.push(line), mail }), lines }
}

// The test server may listen on a socket only, which a URL names in its query.
const urlOf = ({ host, port, user, password, database }: typeof connection) => {
  const who = password ? `${user}:${password}` : user
  return `postgres://${who}@localhost:${port ?? 5432}/${database}?host=${encodeURIComponent(String(host))}`
}

test('a mail that is no bounce is nothing to keep: 0', async () => {
  assert.deepEqual(await take(urlOf(connection), 'Subject: hello\n\nhello'), {
    code: 0,
    lines: ['Not kept: it reports nothing about a message.'],
  })
})

test('when the database is away, or the configuration is wrong, the mail server is to try again: 75', async () => {
  const away = await take('postgres://nobody@127.0.0.1:1/nothing', 'Subject: hello\n\nhello')
  assert.equal(away.code, 75)
  const wrong = () => {
    throw new ConfigError('no')
  }
  const tools = { log: () => {}, say: () => {}, mail: Readable.from(['']) }
  assert.equal(await takeOneBounce(wrong, tools), 75)
})

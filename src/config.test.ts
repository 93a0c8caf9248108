import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CAPTURED, ConfigError, readConfig } from './config.ts'

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
    {
      ...{ dataFolder: '', databaseUrl: null, host: '127.0.0.1', port: 4100, carriers: CAPTURED },
      ...{ operators: { email: null, mobile: null }, heartbeatUrl: null, metricsToken: null },
    },
  )
})

test('a mail server is used only with a sender', () => {
  const from = 'Callout <alerts@callout.example>'
  assert.deepEqual(readConfig({ SMTP_URL: 'smtp://127.0.0.1:25', SMTP_FROM: from }).carriers.email, [
    { name: 'smtp', url: 'smtp://127.0.0.1:25', from },
  ])
  assert.match(refused({ SMTP_URL: 'smtp://127.0.0.1:25' }), /SMTP_FROM/)
})

const TWILIO = `twilio://AC${'0'.repeat(32)}:secret@api.twilio.com`
const PUBLIC_URL = 'https://callout.example'
const SMTP_FROM = 'alerts@callout.example'
const SMS_FROM = '+61491570156'

for (const [sentence, environment, told] of [
  ['a backup needs something to back up', { SMTP_BACKUP_URL: 'smtp://b', SMTP_FROM: 'a@b.example' }, /SMTP_URL is not/],
  ['texts need a number they come from', { SMS_URL: 'smpp://u:secret@h:2775' }, /SMS_FROM/],
  ['Twilio must know where to report to', { SMS_URL: TWILIO, SMS_FROM: '+61491570156' }, /PUBLIC_URL/],
  ['half of DKIM signs nothing', { DKIM_DOMAIN: 'a.example' }, /all or none/],
  [
    'a key that cannot be read',
    { DKIM_DOMAIN: 'a', DKIM_SELECTOR: 'b', DKIM_KEY_FILE: '/nowhere/key' },
    /KEY_FILE: \/nowhere\/key cannot be read \(ENOENT\)/,
  ],
  [
    'a key that is none',
    { DKIM_DOMAIN: 'a', DKIM_SELECTOR: 'b', DKIM_KEY_FILE: import.meta.filename },
    /KEY_FILE: .* must hold a private RSA key in PEM form/,
  ],
  [
    'a % that stands for itself',
    { SMTP_URL: 'smtp://u:secret%ZZ@h', SMTP_FROM },
    /SMTP_URL: .* must be written as %25/,
  ],
  ['a mail server without a name', { SMTP_URL: 'smtp://', SMTP_FROM }, /SMTP_URL: /],
  ['a sender that is none', { SMTP_URL: 'smtp://h', SMTP_FROM: 'Callout <a@b.example' }, /SMTP_FROM: .* cannot be/],
  ['a speed that is none', { SMTP_URL: 'smtp://u:secret@h?rate=fast', SMTP_FROM }, /SMTP_URL: rate must be a number/],
  ['what no mail server knows', { SMTP_URL: 'smtp://u:secret@h?rat=5', SMTP_FROM }, /may stand .*, and not "rat"/],
  ['a name too long for a text', { SMS_URL: 'smpp://u:secret@h', SMS_FROM: 'Night Owl Patrols' }, /SMS_FROM: .* 11/],
  ['the same at Twilio', { SMS_URL: TWILIO, PUBLIC_URL, SMS_FROM: 'Night Owl Patrols' }, /SMS_FROM: .* 11/],
  ['no account of Twilio', { SMS_URL: 'twilio://AC1:secret@h', PUBLIC_URL, SMS_FROM }, /SMS_URL: Twilio must be given/],
  [
    'calls that can be overheard',
    { SMS_URL: TWILIO, PUBLIC_URL: 'http://127.h.example', SMS_FROM },
    /begin with https/,
  ],
  ['a mailbox for bounces without their address', { BOUNCE_IMAP_URL: 'imaps://u:secret@h' }, /BOUNCE_ADDRESS/],
  ['a network that is none', { WEBHOOKS_MAY_REACH: '10.1.0.0/16, home' }, /WEBHOOKS_MAY_REACH: must be networks/],
  ['a number that is none', { OPERATOR_MOBILE: '0491 570 156' }, /OPERATOR_MOBILE: must be a phone number/],
  [
    'a public address with a password',
    { PUBLIC_URL: 'https://sam:secret@h/' },
    /PUBLIC_URL: must not hold a user name/,
  ],
  [
    'a watcher with a password',
    { HEARTBEAT_URL: 'https://sam:secret@h/x' },
    /HEARTBEAT_URL: must not hold a user name/,
  ],
  ['a token that is guessed', { METRICS_TOKEN: 'short' }, /METRICS_TOKEN: must have/],
] as const) {
  test(`refused with a sentence: ${sentence}`, () => {
    assert.match(refused(environment), told)
    assert.doesNotMatch(refused(environment), /secret/)
  })
}

test('accounts stand in the order in which they are used', () => {
  const { carriers } = readConfig({
    ...{ PUBLIC_URL: 'https://callout.example/', SMS_URL: TWILIO, SMS_FROM: '+61491570156' },
    ...{
      SMS_BACKUP_URL: 'smpp://u:p@h:2775',
      SMS_BACKUP_FROM: 'CALLOUT',
      VOICE_URL: TWILIO,
      VOICE_FROM: '+61291570156',
    },
  })
  assert.deepEqual(
    [...carriers.sms, ...carriers.voice].map(({ name }) => name),
    ['sms', 'sms-backup', 'voice'],
  )
  assert.equal(carriers.publicUrl, 'https://callout.example')
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

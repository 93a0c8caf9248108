import type { Carrier, Found, Lost, Outgoing } from '#delivery/carrier.ts'
import { hookOf, instantOf, type Listed, openAccount, SETTLED, type TwilioOptions, timesOf } from './twilio-account.ts'

/** Calls through Twilio, which asks us what to say when somebody answers. */
export function openTwilioVoice(options: TwilioOptions): Carrier {
  const { name, rate, connections, clock } = options
  const account = openAccount(options)
  return {
    name,
    connections,
    rate,
    doubt: 'ask',
    send: (message, handOver) => account.post('Calls', formOf(message, options), handOver),
    find: async lost => callFoundIn(await account.list('Calls', lost.address), lost, clock()),
    check: account.check,
    close: async () => {},
  }
}

// Seconds that it rings: shorter than most mailboxes wait.
const RINGS = 28

function formOf(message: Outgoing, options: TwilioOptions): URLSearchParams {
  const hook = hookOf(options, 'calls', message)
  const form = new URLSearchParams({
    To: message.address,
    From: options.from,
    Timeout: String(RINGS),
    // Beside the talking: whoever answers hears somebody at once.
    MachineDetection: 'Enable',
    AsyncAmd: 'true',
    AsyncAmdStatusCallback: `${hook}/machine`,
    StatusCallback: `${hook}/status`,
  })
  for (const event of ['initiated', 'ringing', 'answered', 'completed']) form.append('StatusCallbackEvent', event)
  form.append('Url', `${hook}/0`)
  return form
}

const SLACK = 5

/**
 * Whether a lost call is among those that Twilio lists for its number. A list says neither what is spoken nor whose call it
 * is: that there is none is certain, that one is ours is not. Its own reports, which name it, come within seconds.
 */
export function callFoundIn(list: Listed, lost: Pick<Lost, 'at'>, now: Temporal.Instant): Found {
  if (!list.ok) return { as: 'cannot-say', words: list.words }
  const { began, ago } = timesOf(lost, { theirs: list.now, ours: now })
  const since = list.entries.filter(({ date_created }) => {
    const created = instantOf(date_created)
    return !created || created.since(began).total('seconds') >= -SLACK
  })
  if (since.length > 0)
    return { as: 'cannot-say', words: 'Twilio lists a call to that number, which may be another one.' }
  if (!list.whole) return { as: 'cannot-say', words: 'Twilio lists more calls than can be looked through.' }
  return ago >= SETTLED ? { as: 'absent' } : { as: 'cannot-say', words: 'It may still be on its way to Twilio.' }
}

import type { Carrier, Found, Outgoing } from '#delivery/carrier.ts'
import { hookOf, type Listed, openTwilioCarrier, type Sought, type TwilioOptions } from './twilio-account.ts'
import { cannotSay, isSince, searched } from './twilio-find.ts'

/** Calls through Twilio, which asks us what to say when somebody answers. */
export const openTwilioVoice = (options: TwilioOptions): Carrier =>
  openTwilioCarrier(options, { resource: 'Calls', formOf, foundIn: callFoundIn })

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

/**
 * Whether a lost call is among those that Twilio lists for its number. A list says neither what is spoken nor whose call it
 * is: that there is none is certain, that one is ours is not. Its own reports, which name it, come within seconds.
 */
export const callFoundIn = (list: Listed, lost: Pick<Sought, 'at' | 'now'>): Found =>
  searched(list, lost, (calls, after) =>
    calls.some(call => isSince(after(call)))
      ? cannotSay('Twilio lists a call to that number, which may be another one.')
      : null,
  )

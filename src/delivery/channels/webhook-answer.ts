import type { Outcome } from '#delivery/carrier.ts'
import type { Heard } from '#directory/webhook.ts'
import type { Reached } from './egress.ts'

/** What a webhook's answer means for the message, and for the webhook itself. */
export type Judged = Readonly<{ outcome: Outcome; heard: Heard }>

/**
 * What came of telling a program something. Only 2xx is success; 410 means that it wants to hear no more. Nothing else is
 * its last word: it may be mended, and the message is tried again on the schedule of Standard Webhooks.
 */
export function judge(reached: Reached, now: Temporal.Instant): Judged {
  switch (reached.as) {
    case 'forbidden':
      return { outcome: { as: 'refused', code: null, words: reached.words, fault: 'address' }, heard: 'failed' }
    case 'unreachable':
      return failed(reached.code, reached.words)
    case 'unknown':
      // As good as unreachable, for it knows the message by its id: an endpoint that never answers must not be asked
      // again at once, which is what becomes of an unknown.
      return failed(reached.code, `It has the message and its answer was lost: ${reached.words}`)
    case 'answered':
      return answered(reached, now)
  }
}

function answered({ status, headers, body }: Extract<Reached, { as: 'answered' }>, now: Temporal.Instant): Judged {
  const code = String(status)
  const words = saidWith(status, body)
  if (status >= 200 && status < 300) return { outcome: { as: 'accepted', code, words }, heard: 'took' }
  if (status === 410) return { outcome: { as: 'refused', code, words, fault: 'address' }, heard: 'gone' }
  if (status >= 300 && status < 400) return failed(code, `${words} Redirects are not followed: give the final URL.`)
  const again = THROTTLES.has(status) ? pauseAsked(headers['retry-after'], now) : null
  const { outcome, heard } = failed(code, words)
  return { outcome: { ...outcome, again }, heard }
}

const failed = (code: string | null, words: string): Judged => ({
  // No fault of the account: that is one for all companies, and would be left alone for all of them.
  outcome: { as: 'unreachable', code, words },
  heard: 'failed',
})

const THROTTLES: ReadonlySet<number> = new Set([429, 502, 503, 504])
const LONGEST_PAUSE = 86_400

/** Seconds to wait, from either form of Retry-After, at most a day; null when none can be read. */
function pauseAsked(written: string | undefined, now: Temporal.Instant): number | null {
  if (!written) return null
  const until = Date.parse(written)
  const seconds = /^\d{1,9}$/.test(written) ? Number(written) : Math.ceil((until - now.epochMilliseconds) / 1000)
  return seconds > 0 ? Math.min(seconds, LONGEST_PAUSE) : null
}

const MOST_SHOWN = 200

/** "It answered 500: Oops." The answer is theirs, so no more of it is kept than tells them what went wrong. */
function saidWith(status: number, body: string): string {
  const shown = body
    .slice(0, MOST_SHOWN)
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Cf}\ufffd]+/gu, ' ')
    .trim()
  return shown ? `It answered ${status}: ${shown}` : `It answered ${status}.`
}

import { wallClock } from '#base/time.ts'
import { pathOf } from '#directory/account.ts'
import { makeRescueLink } from '#directory/account-links.run.ts'
import { CALLOUT } from '#directory/directory.ts'
import { addressOf, type Config } from '../config.ts'
import type { Log } from '../station.ts'
import { onDatabase } from './server.ts'

/** Prints a link by which somebody who is locked out chooses a new password. False, and a sentence, when nobody signs in so. */
export const printSignInLink = (
  config: Config,
  email: string,
  { log, say }: { log: Log; say: (line: string) => void },
) =>
  onDatabase(config, log, async db => {
    const made = await makeRescueLink(db, { email, by: CALLOUT }, wallClock())
    if (!made.ok) {
      say(`Nobody signs in by ${email}.`)
      return false
    }
    say(`Here ${made.link.name} of ${made.link.company.name} chooses a new password, once and within a day:`)
    say(`\n  ${addressOf(config)}${pathOf(made.link)}\n`)
    say('All sessions end then, and a second factor is switched off.')
    return true
  })

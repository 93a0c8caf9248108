import { buffer } from 'node:stream/consumers'
import { wallClock } from '#base/time.ts'
import { type Took, takeBounce } from '#receipts/bounces.run.ts'
import { linksFor } from '../carriers.ts'
import type { Config } from '../config.ts'
import type { Log } from '../station.ts'
import { onDatabase } from './server.ts'

// EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and tries again later.
const LATER = 75

type Tools = Readonly<{ log: Log; say: (line: string) => void; mail: NodeJS.ReadableStream }>

/**
 * Reads one mail that came back, as a mail server pipes it in, and keeps what it reports. Returns what the process is
 * to exit with: 0 when that is on disk or there was nothing to keep, 75 when it is to be tried again later.
 */
export async function takeOneBounce(readConfig: () => Config, { log, say, mail }: Tools): Promise<number> {
  try {
    const bytes = await buffer(mail)
    const config = readConfig()
    const took = await onDatabase(config, log, async db => {
      const links = await linksFor(db, config.carriers)
      return takeBounce(db, bytes, { links, now: wallClock() })
    })
    say(SAID[took])
    return 0
  } catch (error) {
    // Whatever it is, also a wrong configuration: a bounce that is given back is lost, for it has no sender.
    say(`Try again later: ${(error as Error).message}`)
    return LATER
  }
}

const SAID: Record<Took, string> = {
  report: 'Kept.',
  'not-a-report': 'Not kept: it reports nothing about a message.',
  'auto-reply': 'Not kept: it is an automatic answer.',
  'says-nothing': 'Not kept: it is a report, but does not say what became of the message.',
  'not-ours': 'Not kept: it is about a message that did not come from here.',
  unreadable: 'Not kept: it cannot be read as a mail.',
  forged: 'Not kept: its return address is not one that we made.',
}

import { wallClock } from '#base/time.ts'
import { addApiKey } from '#directory/access.run.ts'
import { addCompany, type NewCompany } from '#directory/directory.run.ts'
import { CALLOUT } from '#directory/directory.ts'
import { firstRunPath, needsFirstRun } from '#directory/first-run.run.ts'
import { addressOf, type Config } from '../config.ts'
import type { Log } from '../station.ts'
import { onDatabase } from './server.ts'

/** Adds a company and gives it its first API key, which is shown once. False, and a sentence, when it cannot. */
export async function addNewCompany(
  config: Config,
  company: NewCompany,
  tools: { log: Log; say: (line: string) => void },
) {
  const { log, say } = tools
  return await onDatabase(config, log, async db => {
    const added = await addCompany(db, company, CALLOUT, wallClock())
    if (!added.ok) {
      say(`The company was not added: ${added.because}.`)
      return false
    }
    const { id: companyId } = added.company
    const { secret } = await addApiKey(db, { companyId, name: 'first key', scopes: ['administer'] }, wallClock())
    say(`${company.name} (${company.code}) was added. Its API key, shown only now:\n\n  ${secret}\n`)
    say('Start the server with "npm start" if it is not running.')
    say(
      (await needsFirstRun(db))
        ? `Its administrator begins here:\n\n  ${addressOf(config)}${await firstRunPath(db)}\n`
        : 'Add its administrator with the key (POST /api/v1/people), and invite him (POST /api/v1/invitations).',
    )
    return true
  })
}

import { type Clock, isAfter, later } from '#base/time.ts'
import { migrate } from '#db/migrate.ts'
import { connect, type Database } from '#db/sql.ts'
import { listCompanies } from '#directory/directory.run.ts'
import { checkTemplate } from '#messages/template.ts'
import { currentTemplates } from '#messages/templates.run.ts'
import type { Config } from '../config.ts'
import type { Log } from '../station.ts'
import { clockOf } from './doctor.sql.ts'
import { examineCarriers } from './doctor-carriers.ts'
import { examineEmail } from './doctor-email.ts'
import { type Finding, ill, ok } from './finding.ts'
import { openConfigured } from './server.ts'

type Tools = { clock: Clock; log: Log; say: (line: string) => void }

/** Looks at everything Callout needs and says of each that it is well, or what to do. True when all is well. */
export async function doctor(config: Config, { clock, log, say }: Tools): Promise<boolean> {
  let well = true
  const tell = (finding: Finding) => {
    well = well && finding.ok
    say(`${finding.ok ? 'ok     ' : 'TO DO  '} ${finding.line}`)
  }
  tell(ok(`Node ${process.version}, time zones of ${process.versions.tz}`))
  const opened = await openConfigured(config, log, 'beside').catch((error: Error) => error)
  if (opened instanceof Error) tell(ill(`Database: ${opened.message}`))
  else {
    tell(
      ok(
        `Database: PostgreSQL ${opened.version}, ${opened.kind === 'embedded' ? `embedded in ${config.dataFolder}` : 'from DATABASE_URL'}`,
      ),
    )
    const db = connect(opened.connection, 2)
    const found = await examine(db, clock).catch((error: Error) => [ill(`Database: ${error.message}`)])
    for (const finding of found) tell(finding)
    if (found.every(finding => finding.ok))
      for (const finding of await examineCarriers(db, clock, config.carriers)) tell(finding)
    await db.close()
    await opened.close()
  }
  for (const finding of await examineEmail(config.carriers)) tell(finding)
  return well
}

async function examine(db: Database, clock: Clock): Promise<Finding[]> {
  const ran = await migrate(db, clock())
  const schema = ok(`Schema: up to date${ran.length > 0 ? ` (just ran ${ran.join(', ')})` : ''}`)
  return [schema, await examineClock(db, clock), ...(await examineTemplates(db))]
}

const TOLERANCE = 2

async function examineClock(db: Database, clock: Clock): Promise<Finding> {
  const [before, theirs, after] = [clock(), await clockOf(db), clock()]
  const close = !isAfter(later(before, -TOLERANCE), theirs) && !isAfter(theirs, later(after, TOLERANCE))
  return close
    ? ok('Time: this machine and the database agree')
    : ill(`Time: the database says ${theirs} and this machine ${after}. Set both clocks by NTP.`)
}

async function examineTemplates(db: Database): Promise<Finding[]> {
  const companies = await listCompanies(db)
  if (companies.length === 0) return [ill('Companies: none yet. Add one: npm run callout -- add-company --help')]
  const found: Finding[] = []
  for (const { id, name } of companies) {
    for (const template of await currentTemplates(db, id)) {
      const checked = checkTemplate(template.name, template)
      if (!checked.ok)
        found.push(ill(`Templates: ${template.name} (${template.language}) of ${name}: ${checked.explained}`))
    }
  }
  return found.length > 0
    ? found
    : [
        ok(
          `Templates: all can be rendered, those of ${companies.length} ${companies.length === 1 ? 'company' : 'companies'}`,
        ),
      ]
}

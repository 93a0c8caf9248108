import { type Clock, isAfter, later } from '#base/time.ts'
import { migrate } from '#db/migrate.ts'
import { connect, type Database } from '#db/sql.ts'
import { openEmail } from '#delivery/channels/email.ts'
import { listCompanies } from '#directory/directory.run.ts'
import { currentTemplates } from '#messages/style.run.ts'
import { checkTemplate } from '#messages/template.ts'
import type { Config } from '../config.ts'
import type { Log } from '../station.ts'
import { clockOf } from './doctor.sql.ts'
import { openConfigured } from './server.ts'

type Finding = Readonly<{ ok: boolean; line: string }>
const ok = (line: string): Finding => ({ ok: true, line })
const ill = (line: string): Finding => ({ ok: false, line })

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
    for (const finding of await examine(db, clock).catch((error: Error) => [ill(`Database: ${error.message}`)]))
      tell(finding)
    await db.close()
    await opened.close()
  }
  tell(await examineEmail(config))
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
      if (!checked.ok) found.push(ill(`Templates: ${template.name} of ${name}: ${checked.explained}`))
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

async function examineEmail({ email }: Config): Promise<Finding> {
  if (!email) return ok('E-mail: captured; nothing is sent until SMTP_URL and SMTP_FROM are set')
  const carrier = openEmail({ ...email, connections: 1 })
  const outcome = await carrier.check()
  await carrier.close()
  return outcome.as === 'accepted' ? ok(`E-mail: ${outcome.words}`) : ill(`E-mail: ${outcome.words}`)
}

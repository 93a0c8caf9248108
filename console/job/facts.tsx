import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { wordsOf } from '../api/words.ts'
import { dateAndTime, type Editor, Fact, manyLines, wholeNumber } from '../look/edit.tsx'
import { EntrySelect, type Kind } from '../look/entries.tsx'
import { exactly, Moment } from '../look/time.tsx'
import { momentOf, wallTimeOf } from '../look/wall-clock.ts'
import { useMay } from '../sign-in/me.ts'
import { FIELDS } from './altered-words.tsx'
import { change, changeNow } from './deeds.ts'
import { OvertakenWords } from './overtaken.tsx'
import { eventsQuery, type JobSeen } from './queries.ts'
import { Overtaken, useSave } from './saving.ts'

type Field = keyof typeof FIELDS & keyof JobSeen
type Value = string | number | boolean | null

/** Everything that is written in a job, each edited where it stands. */
export function Facts({ job }: { job: JobSeen }) {
  const { names } = job
  return (
    <dl className="facts" aria-label="Facts">
      <JobFact job={job} field="initialRequest" editor={manyLines} wide />
      <JobFact job={job} field="outcome" editor={manyLines} wide />
      <JobFact job={job} field="siteId" shown={names.site} editor={entryEditor('sites')} />
      <JobFact job={job} field="serviceTypeId" shown={names.serviceType} editor={entryEditor('service-types')} />
      <JobFact job={job} field="customerId" shown={names.customer} editor={entryEditor('customers')} />
      <JobFact job={job} field="alarmCompanyId" shown={names.alarmCompany} editor={entryEditor('alarm-companies')} />
      <JobFact job={job} field="providerId" shown={names.provider} editor={entryEditor('providers')} />
      <JobFact job={job} field="priority" editor={wholeNumber(1, 9)} read={Number} />
      <JobFact job={job} field="docketNumber" />
      <JobFact job={job} field="orderNumber" />
      <FactTime job={job} field="dispatchedAt" />
      <FactTime job={job} field="onSiteAt" />
      <FactTime job={job} field="offSiteAt" />
      <FactTime job={job} field="appointmentFrom" />
      <FactTime job={job} field="appointmentUntil" />
      <JobFact job={job} field="notes" editor={manyLines} wide />
    </dl>
  )
}

type JobFactProps = {
  job: JobSeen
  field: Field
  shown?: ReactNode
  editor?: (editor: Editor) => ReactNode
  /** The typed text as it is sent; undefined: it cannot be. */
  read?: (typed: string) => Value | undefined
  kept?: string
  wide?: boolean
}

function JobFact({ job, field, shown, editor, read = plain, kept, wide }: JobFactProps) {
  const save = useSave(job)
  const mayEdit = useMay('dispatch')
  const written = useWritten(job, field)
  const label = FIELDS[field]!
  const value = kept ?? String(job[field] ?? '')
  const send = async (typed: string, regardless?: 'regardless') => {
    const to = read(typed)
    if (to === undefined) throw new Error('This cannot be read. Type it as the field shows it.')
    const was = job[field] as Value
    await save.mutateAsync({
      fields: regardless ? [] : [field],
      send: version => change(job.id, { [field]: to }, version),
      said: `${label} saved.`,
      // What an id stands for is read again; anything else can be shown at once.
      ...(!field.endsWith('Id') && { meanwhile: { [field]: to } }),
      undo: () => changeNow(job.id, { [field]: was }),
    })
  }
  const trouble = (error: unknown, { typed, leave }: { typed: string; leave: () => void }) => {
    if (!(error instanceof Overtaken)) return `${wordsOf(error).title}. ${wordsOf(error).detail}`
    const keepMine = () => void send(typed, 'regardless').then(leave)
    return <OvertakenWords since={error.since} zone={job.timeZone} keepMine={keepMine} takeTheirs={leave} />
  }
  return <Fact {...{ label, value, written, trouble, shown, editor, wide }} save={send} readOnly={!mayEdit} />
}

const plain = (typed: string): Value => (typed === '' ? null : typed)

function FactTime({ job, field }: { job: JobSeen; field: Field }) {
  const { timeZone: zone } = job
  const at = job[field] as string | null
  return (
    <JobFact
      {...{ job, field }}
      kept={at ? wallTimeOf(at, zone) : ''}
      shown={at && <Moment at={at} zone={zone} />}
      editor={dateAndTime}
      read={typed => (typed === '' ? null : momentOf(typed, zone))}
    />
  )
}

const entryEditor = (kind: Kind) =>
  function choosing({ value, take, label, onKeyDown }: Editor) {
    return (
      <EntrySelect
        kind={kind}
        aria-label={label}
        value={value || null}
        onChange={id => take(id ?? '')}
        onKeyDown={event => event.key === 'Escape' && onKeyDown(event)}
        autoFocus
        openOnFocus
      />
    )
  }

/** Who wrote this field last, and when. */
function useWritten({ reference, timeZone }: JobSeen, field: string): string | undefined {
  const { data } = useQuery(eventsQuery(reference))
  const last = data?.items.findLast(({ changed }) => changed.some(each => each.field === field))
  return last && `${last.by.name}, ${exactly(last.at, timeZone)}`
}

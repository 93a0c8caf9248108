import { Button, Group, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { sawJob } from '../board/seen.ts'
import { type Deed, useDeeds } from '../look/keys.tsx'
import { Trouble } from '../look/page.tsx'
import { Age, dayInWords, Moment } from '../look/time.tsx'
import { saidFailed } from '../shell/undo.tsx'
import { useMay } from '../sign-in/me.ts'
import { DeedForm } from './deed-form.tsx'
import { DEEDS, type DeedName, DONE, deedsFor, doTo, PLAIN_DEEDS, undoOf } from './deeds.ts'
import { Facts } from './facts.tsx'
import { Photos } from './photos.tsx'
import { type JobSeen, jobQuery } from './queries.ts'
import { RecipientsOfJob } from './recipients-of-job.tsx'
import { useSave } from './saving.ts'
import { Timeline } from './timeline.tsx'
import { Visits } from './visits.tsx'
import './job.css'

type Props = { reference: string; close?: React.ReactNode; begun?: DeedName | undefined }

/** A job, everything about it on one page. Beside a list it stands in one column, on a page of its own in two. */
export function Job({ reference, close, begun }: Props) {
  const { data: job, error, refetch } = useQuery(jobQuery(reference))
  useEffect(() => {
    if (job) sawJob(job.id, job.version)
  }, [job])
  if (error && !job) return <Trouble error={error} again={() => void refetch()} />
  if (!job) return <Loader size="sm" m="md" aria-label="Loading" />
  return (
    <article className="job" aria-label={`Job ${job.reference}`}>
      <title>{`${job.reference} ${job.names.site} · Callout`}</title>
      <Strip job={job} close={close} />
      <Doing job={job} begun={begun} />
      <div className="job-columns">
        <div>
          <Facts job={job} />
          <RecipientsOfJob job={job} />
          <h2>Visits</h2>
          <Visits job={job} />
          <h2>Photos</h2>
          <Photos job={job} />
        </div>
        <section aria-label="What happened">
          <h2>Timeline</h2>
          <Timeline job={job} />
        </section>
      </div>
    </article>
  )
}

function Strip({ job, close }: { job: JobSeen; close: React.ReactNode }) {
  const { names, timeZone } = job
  return (
    <header className="job-strip">
      <div>
        <h1>
          <span className="figures">{job.reference}</span> {names.site}
        </h1>
        <div className="dim">
          {names.address} · {names.serviceType}
        </div>
      </div>
      <div className="job-standing">
        <strong>{names.status}</strong>
        <span className="dim">
          opened <Moment at={job.openedAt} zone={timeZone} /> (<Age since={job.openedAt} zone={timeZone} />)
        </span>
        {job.deferredUntil && (
          <span className="watch">
            deferred until {dayInWords(job.deferredUntil)}: {job.deferredBecause}
          </span>
        )}
        {job.rescheduleAsked && <span className="watch">asks for another time: {job.rescheduleAsked.words}</span>}
        {job.requestedBy && <span>asked for by {job.requestedBy.name}</span>}
      </div>
      <Group gap="xs">
        <Button component="a" variant="default" href={`/api/v1/jobs/${job.id}/pdf`} target="_blank">
          Print
        </Button>
        {close}
      </Group>
    </header>
  )
}

const KEYS: Partial<Record<DeedName, string>> = {
  dispatch: 'd',
  'on-site': 's',
  'off-site': 'f',
  complete: 'c',
  advise: 'a',
  defer: 'l',
}

/** The buttons for what can be done next, and the form of the one being prepared. */
function Doing({ job, begun }: { job: JobSeen; begun: DeedName | undefined }) {
  const [prepared, setPrepared] = useState<DeedName | null>(begun ?? null)
  const save = useSave(job)
  const may = useMay('dispatch')
  const possible = useMemo(() => deedsFor(job), [job])
  useEffect(() => {
    if (prepared && !possible.includes(prepared)) setPrepared(null)
  }, [prepared, possible])
  const { mutate } = save
  const begin = useMemo(
    () => (deed: DeedName) => {
      if (!PLAIN_DEEDS.has(deed)) return setPrepared(deed)
      const undo = undoOf(job, deed)
      const said = `${job.reference} ${DONE[deed]}.`
      const send = (version: number) => doTo(job.id, deed, { version })
      mutate({ fields: ['statusId'], send, said, ...(undo && { undo }) }, { onError: saidFailed })
    },
    [job, mutate],
  )
  const keys = useMemo<Deed[]>(
    () =>
      may
        ? possible.map(deed => ({
            name: `${DEEDS[deed]} ${job.reference}`,
            about: 'This job',
            ...(KEYS[deed] && { keys: KEYS[deed] }),
            act: () => begin(deed),
          }))
        : [],
    [may, possible, job.reference, begin],
  )
  useDeeds(keys)
  if (!may) return null
  return (
    <section className="doing" aria-label="What to do">
      <Group gap="xs">
        {possible.map((deed, i) => (
          <Button
            key={deed}
            variant={i === 0 && prepared === null ? 'filled' : 'default'}
            aria-expanded={PLAIN_DEEDS.has(deed) ? undefined : prepared === deed}
            onClick={() => begin(deed)}
          >
            {DEEDS[deed]}
          </Button>
        ))}
      </Group>
      {prepared && (
        <DeedForm
          key={prepared}
          job={job}
          deed={prepared}
          done={() => setPrepared(now => (now === prepared ? null : now))}
        />
      )}
    </section>
  )
}

import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ChannelMark } from '../look/channel.tsx'
import { OCCASIONS, type Occasion } from '../look/occasions.ts'
import { previewOf } from './names.ts'
import { jobsQuery, type Previewed } from './queries.ts'

type Tried = { job?: string | undefined; occasion?: Occasion | undefined }

type Props = {
  name: string
  job: string | undefined
  occasion: Occasion | undefined
  choose: (more: Tried) => void
  previewed: Previewed | undefined
  isOld: boolean
}

/** What the words make of a real job, while they are typed, and who would get it if that happened now. */
export function Preview({ name, job, occasion, choose, previewed, isOld }: Props) {
  return (
    <section aria-labelledby="preview">
      <h2 id="preview" className="first">
        Preview
      </h2>
      <div className="tried">
        <JobChoice job={job} choose={reference => choose({ job: reference })} />
        <Select
          size="xs"
          label="When it is"
          placeholder="As it was last"
          clearable
          clearButtonProps={{ 'aria-label': 'As it was last' }}
          data={Object.entries(OCCASIONS).map(([value, label]) => ({ value, label }))}
          value={occasion ?? null}
          onChange={chosen => choose({ occasion: (chosen as Occasion | null) ?? undefined })}
        />
      </div>
      {job === undefined && <p className="dim">As soon as there is a job, its message is shown here.</p>}
      {previewed && <Shown previewed={previewed} name={name} isOld={isOld} />}
    </section>
  )
}

function Shown({ previewed, name, isOld }: { previewed: Previewed; name: string; isOld: boolean }) {
  const { recipients, ...messages } = previewed
  const via = previewOf(name)
  const { subject, body } = messages[via]
  return (
    <>
      <div className={isOld ? 'previewed old' : 'previewed'} aria-label="The message" role="region">
        {subject && <strong>{subject}</strong>}
        <pre>{body}</pre>
      </div>
      {via === 'sms' && <Weight {...messages.sms} />}
      <p className="dim recipients">
        {recipients.length === 0 ? (
          'If that happened now, no rule would tell anybody.'
        ) : (
          <>
            If that happened now, it would be told to{' '}
            {recipients.slice(0, MOST).map(({ channel, address, face }, i) => (
              <span key={`${channel} ${address} ${face}`}>
                {i > 0 && ', '}
                <ChannelMark channel={channel} /> {address}
              </span>
            ))}
            {recipients.length > MOST && ` and ${recipients.length - MOST} more`}.
          </>
        )}
      </p>
    </>
  )
}

const MOST = 4

/** What a text weighs: it is paid for by the segment. */
function Weight({ segments, encoding, units, room }: Previewed['sms']) {
  return (
    <p className={segments > 1 ? 'figures watch' : 'figures dim'} role="status">
      {segments === 1 ? 'One segment' : `${segments} segments`}: {units} signs in {encoding}, room for {room} more.
      {encoding === 'UCS-2' && ' A sign outside GSM-7 makes it heavier: every sign then counts double.'}
    </p>
  )
}

function JobChoice({ job, choose }: { job: string | undefined; choose: (reference: string) => void }) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed === job ? '' : typed.split(' · ')[0]!.trim(), 200)
  const { data } = useQuery(jobsQuery(search))
  const found = (data?.items ?? []).map(({ reference, names }) => ({
    value: reference,
    label: `${reference} · ${names.site}`,
  }))
  const shown = job && !found.some(({ value }) => value === job) ? [{ value: job, label: job }, ...found] : found
  return (
    <Select
      size="xs"
      label="On the job"
      placeholder="Number or site"
      searchable
      data={shown}
      value={job ?? null}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage="No job is called that."
      onChange={reference => reference && choose(reference)}
    />
  )
}

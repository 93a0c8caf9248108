import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Draft, Faults } from './draft.ts'
import { bodyOf, destinationsOf, hasAddress, REMINDERS, viasOf } from './draft.ts'
import { type Destination, GOES_TO, HAPPENS, type Occasion, type Owner, occasionsOf, TELLS, type Via } from './faces.ts'
import { Counted, Part, useChoices, Written } from './part.tsx'
import { webhooksQuery } from './queries.ts'

export type Writing = { draft: Draft; set: (more: Partial<Draft>) => void; faults: Faults; owner: Owner }

/** A rule as a sentence, with its parts as choices. */
export function RuleSentence(writing: Writing) {
  const { draft } = writing
  return (
    <div className="sentence">
      {draft.does === 'mute' ? (
        <>
          <span>At {writing.owner.name}, others' rules say nothing of</span> <Jobs {...writing} />{' '}
          <WhateverHappens {...writing} />
        </>
      ) : (
        <>
          <span>When</span> <Jobs {...writing} /> <Happens {...writing} />
          <span className="part-comma">,</span> <Tells {...writing} />
        </>
      )}
    </div>
  )
}

const OF: Record<Owner['kind'], (name: string) => string> = {
  company: () => '',
  customer: name => `of ${name}`,
  'alarm-company': name => `of ${name}`,
  site: name => `at ${name}`,
  provider: name => `of ${name}`,
  region: name => `of a customer in ${name}`,
  status: () => '',
}

/** Which jobs: of every type, or of one. */
function Jobs({ draft, set, owner }: Writing) {
  const types = useChoices('service-types')
  const items = [
    { value: '', label: 'a job of any type' },
    ...types.map(({ value, label }) => ({ value, label: `a job of type ${label}` })),
  ]
  return (
    <>
      <Part
        label="Service type"
        data={items}
        value={draft.serviceTypeId ?? ''}
        take={id => set({ serviceTypeId: id || null })}
        searchable={types.length > 12}
      />
      {draft.does === 'tell' && OF[owner.kind](owner.name) && <span>{OF[owner.kind](owner.name)}</span>}
    </>
  )
}

const optionsOf = (words: Readonly<Partial<Record<string, string>>>, keys: readonly string[]) =>
  keys.map(value => ({ value, label: words[value] ?? value }))

function Happens(writing: Writing) {
  const { draft, set, owner } = writing
  const groups = occasionsOf(owner.kind).map(({ group, items }) => ({ group, items: optionsOf(HAPPENS, items) }))
  const isReminder = REMINDERS.includes(draft.occasion)
  return (
    <>
      {owner.kind === 'status' ? (
        <span>is set to “{owner.name}”</span>
      ) : (
        <Part
          label="Notify when"
          data={groups}
          value={draft.occasion ?? ''}
          take={occasion => set({ occasion: occasion as Occasion })}
        />
      )}
      {draft.occasion === 'status-set' && <WhichStatus {...writing} />}
      {draft.occasion === 'details-missing' && <WhichDetails {...writing} />}
      {isReminder && <HowOften {...writing} />}
    </>
  )
}

const TURNS = [
  { value: 'first', label: 'by the first technician of a visit' },
  { value: 'lead', label: 'by the lead technician' },
  { value: 'last', label: 'by the last technician' },
  { value: 'every', label: 'by every technician' },
] as const

function WhichStatus({ draft, set, owner, faults }: Writing) {
  const statuses = useChoices('statuses')
  return (
    <>
      {owner.kind !== 'status' && (
        <Part
          label="Status"
          placeholder="which?"
          data={statuses}
          value={draft.statusId ?? ''}
          take={statusId => set({ statusId })}
          error={faults.statusId}
          searchable
        />
      )}
      <Part
        label="Whose tap"
        data={TURNS}
        value={draft.turn ?? 'first'}
        take={turn => set({ turn: turn as Draft['turn'] })}
      />
      <span>and not taken back within</span>
      <Counted
        label="Seconds in which it can be taken back"
        value={draft.graceSeconds}
        take={seconds => set({ graceSeconds: seconds ?? 0 })}
        error={faults.graceSeconds}
      />
      <span>seconds</span>
    </>
  )
}

const DETAILS = [
  { value: 'outcome', label: 'outcome' },
  { value: 'docketNumber', label: 'docket number' },
  { value: 'orderNumber', label: 'order number' },
]

function WhichDetails({ draft, set }: Writing) {
  return (
    <>
      <span>(what its alarm company demands, and</span>
      <MultiSelect
        aria-label="Details"
        className="part"
        data={DETAILS}
        value={draft.details}
        onChange={details => set({ details: details as Draft['details'] })}
        placeholder={draft.details.length === 0 ? 'nothing else' : ''}
        hidePickedOptions
      />
      <span className="part-close">)</span>
    </>
  )
}

function HowOften({ draft, set, faults }: Writing) {
  return (
    <>
      <span>after</span>
      <Counted label="Days" value={draft.everyDays} take={everyDays => set({ everyDays })} error={faults.days} />
      <span>days, and again each time they pass, at most</span>
      <Counted label="Times" value={draft.times} take={times => set({ times })} error={faults.times} />
      <span>times</span>
    </>
  )
}

function WhateverHappens({ draft, set }: Writing) {
  const groups = occasionsOf('site').map(({ group, items }) => ({
    group,
    items: items.map(value => ({ value, label: `when it ${HAPPENS[value]}` })),
  }))
  return (
    <Part
      label="Notify when"
      data={[{ value: '', label: 'whatever happens to it' }, ...groups]}
      value={draft.occasion ?? ''}
      take={occasion => set({ occasion: (occasion || null) as Draft['occasion'] })}
    />
  )
}

function Tells(writing: Writing) {
  const { draft, set, faults } = writing
  const { destination } = bodyOf(draft) as { destination: Destination }
  const destinations = destinationsOf(draft)
  return (
    <>
      <Part
        label="Via"
        data={optionsOf(TELLS, viasOf(draft))}
        value={draft.via}
        take={via => set({ via: via as Via })}
        error={faults.via}
      />
      {destinations.length === 1 ? (
        destination === 'customer' && <span>the customer</span>
      ) : (
        <Part
          label="To"
          data={optionsOf(GOES_TO, destinations)}
          value={destination}
          take={to => set({ destination: to as Destination })}
          error={faults.destination}
        />
      )}
      {hasAddress(destination) && <Where {...writing} />}
    </>
  )
}

function Where({ draft, set, faults }: Writing) {
  const { data } = useQuery({ ...webhooksQuery, enabled: draft.via === 'webhook' })
  const isEmail = draft.via.endsWith('email')
  if (draft.via === 'webhook') {
    return (
      <Part
        label="Program"
        placeholder="which?"
        data={(data?.items ?? []).map(({ url }) => ({ value: url, label: url }))}
        value={draft.address}
        take={address => set({ address })}
        error={faults.address}
        nothingFoundMessage="No program was set up yet: see Settings."
      />
    )
  }
  return (
    <>
      <Written
        label={isEmail ? 'E-mail address' : 'Phone number'}
        placeholder={isEmail ? 'name@example.com' : '0491 570 156'}
        inputMode={isEmail ? 'email' : 'tel'}
        value={draft.address}
        onChange={event => set({ address: event.currentTarget.value })}
        error={faults.address}
      />
      <span className="part-open">(</span>
      <Written
        label="Who that is"
        placeholder="who that is"
        value={draft.recipient}
        onChange={event => set({ recipient: event.currentTarget.value })}
      />
      <span className="part-close">)</span>
    </>
  )
}

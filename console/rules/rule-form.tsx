import { Button, Group, SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Refused } from '../api/client.ts'
import type { Rule } from '../api/schema.ts'
import { useDeeds } from '../shell/keys.tsx'
import { wordsOf } from '../shell/undo.tsx'
import { bodyOf, type Draft, draftOf, type Faults, faultsAtFields, hasAddress, newDraft } from './draft.ts'
import type { Owner } from './faces.ts'
import { MoreChoices, ReportChoices } from './more-choices.tsx'
import { checkQuery } from './queries.ts'
import { Rehearsal } from './rehearsal.tsx'
import { RuleSentence } from './rule-sentence.tsx'
import { useSaveRule } from './saving.ts'
import { Warnings } from './warnings.tsx'
import './rule-form.css'

type Props = { owner: Owner; was?: Rule; done: (id?: string) => void }

/** A rule being written: a sentence with its parts as choices, what is said of it, and what it would have sent. */
export function RuleForm({ owner, was, done }: Props) {
  const { draft, set, wasLeft, again, forget } = useDraft(owner, was)
  const [isTried, setTried] = useState(false)
  const save = useSaveRule(was)
  const checked = useChecked(draft)
  const send = () => {
    setTried(true)
    const onSuccess = ({ rule }: { rule: Rule }) => {
      forget()
      done(rule.id)
    }
    save.mutate(bodyOf(draft), { onSuccess })
  }
  const faults = { ...seen(checked.faults, draft, isTried), ...(save.error && faultsIn(save.error)) }
  const writing = { draft, set, faults, owner }
  return (
    <Frame name={was ? 'Change the rule' : 'New rule'} send={send} leave={() => done(was?.id)}>
      {wasLeft && (
        <p className="dim">
          This is what you typed before you left.{' '}
          <Button variant="subtle" size="compact-xs" onClick={again}>
            {was ? 'Take the rule as it is' : 'Begin again'}
          </Button>
        </p>
      )}
      {owner.kind === 'site' && <WhatItDoes draft={draft} set={set} />}
      <RuleSentence {...writing} />
      <ReportChoices {...writing} />
      <MoreChoices key={String(wasLeft)} {...writing} />
      <Said {...checked} whole={faults.whole} error={save.error} />
      <Group gap="xs">
        <Button type="submit" loading={save.isPending}>
          {was ? 'Save the rule' : 'Add this rule'}
        </Button>
        <Button variant="default" onClick={() => done(was?.id)}>
          Back
        </Button>
      </Group>
      {draft.does === 'tell' && checked.isGood && (
        <Rehearsal
          key={JSON.stringify(bodyOf(draft))}
          rule={bodyOf(draft)}
          replaces={was?.does === 'tell' ? was.id : undefined}
        />
      )}
    </Frame>
  )
}

type FrameProps = { name: string; send: () => void; leave: () => void; children: ReactNode }

/** Enter and Ctrl-S save, Escape leaves; the first choice has the focus. */
function Frame({ name, send, leave, children }: FrameProps) {
  const frame = useRef<HTMLFormElement>(null)
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isChoosing(event)) return
    event.preventDefault()
    leave()
  }
  useDeeds(
    useMemo(() => {
      const act = () => frame.current?.requestSubmit()
      return [{ name: 'Save the rule', keys: 'Ctrl-s', about: 'This rule', act }]
    }, []),
  )
  useEffect(() => frame.current?.querySelector('input')?.focus(), [])
  return (
    <form
      ref={frame}
      className="rule-form"
      aria-label={name}
      noValidate
      onKeyDown={press}
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      {children}
    </form>
  )
}

const isChoosing = (event: KeyboardEvent): boolean =>
  (event.target as HTMLElement).getAttribute('aria-expanded') === 'true'

// What was typed and left is there again when somebody comes back to it.
const left = new Map<string, Draft>()

function useDraft(owner: Owner, was: Rule | undefined) {
  const key = was?.id ?? owner.id
  const [draft, setDraft] = useState<Draft>(() => left.get(key) ?? begun(owner, was))
  const [wasLeft, setWasLeft] = useState(() => left.has(key))
  const set = (more: Partial<Draft>) => {
    const next = { ...draft, ...more }
    left.set(key, next)
    setDraft(next)
  }
  const again = () => {
    left.delete(key)
    setDraft(begun(owner, was))
    setWasLeft(false)
  }
  return { draft, set, wasLeft, again, forget: () => left.delete(key) }
}

const begun = (owner: Owner, was: Rule | undefined): Draft =>
  was ? draftOf(was) : newDraft({ kind: owner.kind, id: owner.id })

/** The draft in words, and what is wrong with it, as the server sees it a moment after the last key. */
function useChecked(draft: Draft) {
  const [body] = useDebouncedValue(bodyOf(draft), 300)
  const { data } = useQuery({ ...checkQuery(body), placeholderData: keepPreviousData, retry: false })
  const { sentence, faults = [], warnings = [] } = data ?? {}
  return { sentence, faults, warnings, isGood: data !== undefined && faults.length === 0 }
}

// Nobody is scolded for what he has not come to yet.
function seen(faults: Parameters<typeof faultsAtFields>[0], draft: Draft, isTried: boolean): Faults {
  const { address, ...rest } = faultsAtFields(faults)
  const isEmpty = hasAddress(draft.destination) && draft.address.trim() === ''
  return address && (isTried || !isEmpty) ? { ...rest, address } : rest
}

function faultsIn(error: Error): Faults {
  if (!(error instanceof Refused)) return {}
  const { type, title } = error.problem
  const { whole: _, ...atFields } = faultsAtFields([{ because: type.replace('urn:callout:problem:', ''), title }])
  return atFields
}

function WhatItDoes({ draft, set }: { draft: Draft; set: (more: Partial<Draft>) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="What the rule does"
      data={[
        { value: 'tell', label: 'Tell somebody' },
        { value: 'mute', label: "Don't notify" },
      ]}
      value={draft.does}
      onChange={does =>
        set(does === 'mute' ? { does, occasion: null } : { does: 'tell', occasion: draft.occasion ?? 'dispatched' })
      }
    />
  )
}

type SaidProps = ReturnType<typeof useChecked> & { whole: string | undefined; error: Error | null }

function Said({ sentence, warnings, whole, error }: SaidProps) {
  const isStale = error instanceof Refused && error.problem.status === 409
  const isAtField = error !== null && Object.keys(faultsIn(error)).length > 0
  return (
    <div className="said">
      <output className="said-sentence">{sentence ?? ' '}</output>
      <Warnings warnings={warnings} />
      {whole && <p className="act">{whole}</p>}
      {isStale && (
        <p role="alert" className="act">
          <strong>Somebody else has changed this rule meanwhile.</strong> What you typed is kept. Save again to put
          yours in its place.
        </p>
      )}
      {error && !isStale && !isAtField && (
        <p role="alert" className="act">
          <strong>{wordsOf(error).title}.</strong> {wordsOf(error).detail}
        </p>
      )}
    </div>
  )
}

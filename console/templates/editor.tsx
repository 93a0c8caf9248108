import { Button, Group, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { Refused } from '../api/client.ts'
import { useDeeds } from '../shell/keys.tsx'
import { wordsOf } from '../shell/undo.tsx'
import { useMay } from '../sign-in/me.ts'
import { namedTemplate } from './names.ts'
import { Preview } from './preview.tsx'
import { type Draft, jobsQuery, previewQuery, type Tag, type Template, type Words } from './queries.ts'
import { Tags } from './tags.tsx'
import { useDraft } from './use-draft.ts'
import { useSaving } from './use-saving.ts'
import { Versions } from './versions.tsx'

type Props = { template: Template; tags: readonly Tag[] }

/** The words of a template as they are being written, beside what they make of a job. Ctrl-S saves. */
export function Editor({ template, tags }: Props) {
  const { name } = template
  const language = template.language
  const may = useMay('administer')
  const { subject, body } = template
  const { words, isChanged, giveUp, ...draft } = useDraft(`${name} ${language}`, { subject, body })
  const saving = useSaving(template, giveUp)
  const write = (typed: Words) => {
    // What was wrong when it was saved may be right now.
    if (saving.save.error) saving.save.reset()
    draft.write(typed)
  }
  const { job, occasion, choose } = useTried(name)
  const tried = useTriedWords({ name, language, ...words }, job, occasion)
  const faults = faultsIn(tried.error ?? saving.save.error)
  const fields = useInsertion(words, write)
  const { mutate } = saving.save
  useDeeds(
    useMemo(
      () =>
        may
          ? [
              {
                name: 'Save the template',
                keys: 'Ctrl-s',
                about: 'This template',
                act: () => isChanged && mutate(words),
              },
            ]
          : [],
      [may, isChanged, mutate, words],
    ),
  )
  return (
    <div className="template-columns">
      <section aria-label="Words">
        <WordFields {...{ words, write, fields, faults }} readOnly={!may} />
        <div className="template-deeds">
          {may && (
            <SaveDeeds
              isChanged={isChanged}
              isPending={saving.save.isPending}
              save={() => mutate(words)}
              giveUp={giveUp}
            />
          )}
        </div>
        {faults.other && (
          <p role="alert" className="act">
            {faults.other}
          </p>
        )}
      </section>
      <div className="template-beside">
        <Preview
          {...{ name, job, occasion, choose }}
          previewed={tried.data}
          isOld={tried.isFetching || !!tried.error}
        />
        <Versions template={template} restore={may ? saving.restore : null} />
      </div>
      <Tags tags={tags} values={tried.data?.values} insert={may ? fields.insert : null} />
    </div>
  )
}

type FieldProps = {
  words: Words
  write: (words: Words) => void
  fields: ReturnType<typeof useInsertion>
  faults: Faults
  readOnly: boolean
}

function WordFields({ words, write, fields, faults, readOnly }: FieldProps) {
  return (
    <>
      {words.subject !== null && (
        <TextInput
          ref={fields.subject}
          label="Subject"
          readOnly={readOnly}
          value={words.subject}
          error={faults.subject}
          onFocus={() => fields.entered('subject')}
          onChange={event => write({ ...words, subject: event.currentTarget.value })}
        />
      )}
      <Textarea
        ref={fields.body}
        label="Words"
        readOnly={readOnly}
        minRows={8}
        maxRows={24}
        value={words.body}
        error={faults.body}
        onFocus={() => fields.entered('body')}
        onChange={event => write({ ...words, body: event.currentTarget.value })}
      />
    </>
  )
}

type SaveProps = { isChanged: boolean; isPending: boolean; save: () => void; giveUp: () => void }

function SaveDeeds({ isChanged, isPending, save, giveUp }: SaveProps) {
  return (
    <Group gap="xs">
      <Button disabled={!isChanged} loading={isPending} onClick={save}>
        Save
      </Button>
      {isChanged && (
        <Button variant="default" onClick={giveUp}>
          Undo changes
        </Button>
      )}
      {isChanged && <span className="watch">Not saved yet; it is kept here until you save it.</span>}
    </Group>
  )
}

/** On which job the words are tried, and what is to have happened to it: both stand in the address. */
function useTried(name: string) {
  const search = useSearch({ from: '/inside/templates/$name/$language' })
  const navigate = useNavigate()
  const { data } = useQuery({ ...jobsQuery(''), enabled: !search.job })
  const job = search.job ?? data?.items[0]?.reference
  const occasion = search.occasion ?? namedTemplate(name).occasion
  const choose = (more: typeof search) =>
    void navigate({ to: '.', search: before => ({ ...before, ...more }), replace: true })
  return { job, occasion, choose }
}

function useTriedWords(words: Draft, job: string | undefined, occasion: ReturnType<typeof useTried>['occasion']) {
  const [still] = useDebouncedValue(JSON.stringify(words), 250)
  const settled = useMemo(() => JSON.parse(still) as Draft, [still])
  return useQuery({
    ...previewQuery(job ?? '', settled, occasion),
    enabled: job !== undefined,
    placeholderData: keepPreviousData,
  })
}

type Faults = { subject?: string; body?: string; other?: string }

/** What is wrong, at the field it is in; what is in none of them stands below. */
function faultsIn(error: unknown): Faults {
  if (!error) return {}
  const fields = error instanceof Refused ? (error.problem.errors ?? []) : []
  const at = Object.fromEntries(
    fields.flatMap(({ field, problem }) =>
      ['subject', 'body'].flatMap(part =>
        field === part || field.endsWith(`.${part}`) ? [[part, withoutKnown(problem)]] : [],
      ),
    ),
  ) as Faults
  if (at.subject || at.body) return at
  const { title, detail } = wordsOf(error)
  return { other: `${title}. ${detail}` }
}

// Which fields there are is listed below, with their values.
const withoutKnown = (problem: string): string => problem.replace(/ Known: .*$/s, '')

/** Puts a tag where the cursor stood last. */
function useInsertion(words: Words, write: (words: Words) => void) {
  const subject = useRef<HTMLInputElement>(null)
  const body = useRef<HTMLTextAreaElement>(null)
  const last = useRef<'subject' | 'body'>('body')
  const insert = (text: string) => {
    const part = words.subject === null ? 'body' : last.current
    const field = part === 'subject' ? subject.current : body.current
    const value = words[part] ?? ''
    const at = field?.selectionStart ?? value.length
    const end = field?.selectionEnd ?? at
    write({ subject: words.subject, body: words.body, [part]: value.slice(0, at) + text + value.slice(end) })
    requestAnimationFrame(() => {
      field?.focus()
      field?.setSelectionRange(at + text.length, at + text.length)
    })
  }
  const entered = (part: 'subject' | 'body') => {
    last.current = part
  }
  return { subject, body, insert, entered }
}

import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Previewed, Tag } from './queries.ts'

type Props = {
  tags: readonly Tag[]
  values: Previewed['values'] | undefined
  /** Null for whoever may not write. */
  insert: ((text: string) => void) | null
}

/** What a template may name, with what it says of the job that is tried; a click puts it where the cursor stood. */
export function Tags({ tags, values, insert }: Props) {
  const [typed, setTyped] = useState('')
  const sought = typed.trim().toLowerCase()
  const found = tags.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(sought))
  return (
    <section aria-labelledby="tags" className="fields-named">
      <div className="tags-head">
        <h2 id="tags" className="first">
          What it may name
        </h2>
        <TextInput
          size="xs"
          type="search"
          aria-label="Find a field"
          placeholder="Find a field"
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      </div>
      <ul className="tags">
        {found.map(tag => (
          <li key={tag.name}>
            {insert ? (
              <button
                type="button"
                className="tag"
                onMouseDown={event => event.preventDefault()}
                onClick={() => insert(tag.of ? tag.example : `{{${tag.name}}}`)}
              >
                {`{{${tag.name}}}`}
              </button>
            ) : (
              <code className="tag">{`{{${tag.name}}}`}</code>
            )}
            <span className="tag-value">{values && (values[tag.name] || <span className="dim">empty</span>)}</span>
            <span className="dim tag-about" title={tag.description}>
              {tag.description.split(';')[0]}
            </span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="dim">No field is called that.</p>}
    </section>
  )
}

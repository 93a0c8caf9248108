import { Refused } from '../api/client.ts'
import { wordsOf } from '../api/words.ts'

/** What is wrong with one field of a form, to be shown at it. */
export function faultAt(error: unknown, field: string): string | undefined {
  const found = error instanceof Refused && error.problem.errors?.find(each => each.field === field)?.problem
  return found ? found[0]!.toUpperCase() + found.slice(1) : undefined
}

/** Why it did not work, and what to do. `beside`: the fields that say for themselves what is wrong with them. */
export function Said({ error, beside = [] }: { error: unknown; beside?: readonly string[] }) {
  if (!error) return null
  const isBeside = beside.some(field => faultAt(error, field))
  const { title, detail } = isBeside && error instanceof Refused ? error.problem : wordsOf(error)
  return (
    <p role="alert" className="act">
      <strong>{title}.</strong> {detail}
    </p>
  )
}

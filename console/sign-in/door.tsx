import { type FormEvent, type ReactNode, useId } from 'react'
import { wordsOf } from '../shell/undo.tsx'
import './sign-in.css'

/** A page before anybody is signed in: what it is for, and one form. */
export function Door({ title, onSubmit, children }: { title: string; onSubmit: () => void; children: ReactNode }) {
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <main className="door">
      <title>{`${title} · Callout`}</title>
      <form onSubmit={submit} aria-labelledby={id}>
        <h1 id={id}>{title}</h1>
        {children}
      </form>
    </main>
  )
}

/** Why it did not work, and what to do. */
export function Said({ error }: { error: Error | null }) {
  if (!error) return null
  const { title, detail } = wordsOf(error)
  return (
    <p role="alert" className="act">
      <strong>{title}.</strong> {detail}
    </p>
  )
}

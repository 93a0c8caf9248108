import type { FormEvent, ReactNode } from 'react'

/** A form: its fields one beneath the other, sent by Enter. */
export function Form({ label, act, children }: { label: string; act: () => void; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    act()
  }
  return (
    <form className="form" aria-label={label} onSubmit={submit}>
      {children}
    </form>
  )
}

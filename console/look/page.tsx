import { Alert, Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { wordsOf } from '../shell/undo.tsx'

/** A page: its one title, what can be done on it, and the rest. */
export function Page({ title, deeds, children }: { title: string; deeds?: ReactNode; children: ReactNode }) {
  return (
    <div className="page">
      <title>{`${title} · Callout`}</title>
      <div className="page-head">
        <h1>{title}</h1>
        {deeds}
      </div>
      {children}
    </div>
  )
}

/** A page on which nothing is yet: what will be here, and the one thing to begin with. */
export function Nothing({ title, children, deed }: { title: string; children?: ReactNode; deed?: ReactNode }) {
  return (
    <div className="nothing">
      <h2>{title}</h2>
      <div>{children}</div>
      {deed}
    </div>
  )
}

/** What went wrong, what was kept, what to do. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const { title, detail } = wordsOf(error)
  return (
    <Alert color="var(--act)" variant="outline" title={title} role="alert" m="md">
      {detail}
      {again && (
        <Button variant="default" mt="sm" display="block" onClick={again}>
          Try again
        </Button>
      )}
    </Alert>
  )
}

import { type ReactNode, useEffect, useState } from 'react'
import './sign-in.css'
import { useNavigate, useRouterState } from '@tanstack/react-router'

/** A page before anybody is signed in: what it is for, and one thing to do. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="door">
      <title>{`${title} · Callout`}</title>
      <div className="door-inside">
        <p className="door-sign">
          <img src="/icon.svg" alt="" width={24} height={24} /> Callout
        </p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}

const codeIn = (hash: string): string => new URLSearchParams(hash.replace(/^#/, '')).get('code') ?? ''

/** The code of the link by which somebody came. It is taken out of the address bar at once, so that nobody reads it there. */
export function useLinkCode(): string {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  const [code, setCode] = useState(() => codeIn(hash))
  const navigate = useNavigate()
  useEffect(() => {
    const given = codeIn(hash)
    if (!given) return
    setCode(given)
    void navigate({ to: '.', search: true, hash: '', replace: true })
  }, [hash, navigate])
  return code
}

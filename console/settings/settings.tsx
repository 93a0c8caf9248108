import { Loader } from '@mantine/core'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Nothing } from '../look/page.tsx'
import { useMay } from '../sign-in/me.ts'
import './settings.css'

const PLACES = [
  { to: '/settings/people', name: 'People' },
  { to: '/settings/company', name: 'Company' },
  { to: '/settings/keys', name: 'API keys' },
  { to: '/settings/programs', name: 'Programs' },
] as const
const YOU = { to: '/settings/you', name: 'You' } as const

/** Everything that is set once and seldom changed; of the company only what an administrator may. */
export function Settings() {
  const mayAdminister = useMay('administer')
  const isOwn = useRouterState({ select: ({ location }) => location.pathname.startsWith(YOU.to) })
  return (
    <div className="settings">
      {mayAdminister && (
        <nav className="views" aria-label="Settings">
          {[YOU, ...PLACES].map(({ to, name }) => (
            <Link key={to} to={to} className="view" activeProps={{ 'aria-current': 'page' }}>
              {name}
            </Link>
          ))}
        </nav>
      )}
      <Suspense fallback={<Loader size="sm" m="md" aria-label="Loading" />}>
        {mayAdminister || isOwn ? <Outlet /> : <OnlyAdministrators />}
      </Suspense>
    </div>
  )
}

const OnlyAdministrators = () => (
  <div className="page">
    <h1 className="unseen">Settings</h1>
    <Nothing title="An administrator sees this">
      Your own password, second factor and sessions are under <Link to="/settings/you">You</Link>. For the rest, ask an
      administrator of your company.
    </Nothing>
  </div>
)

import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense } from 'react'
import { answer, api } from '../api/client.ts'
import { briefly } from '../look/time.tsx'
import { KeyList } from './key-list.tsx'
import { type Lost, useLive } from './live.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { SignInAgain } from './sign-in-again.tsx'
import './shell.css'

/** What stands around every page: the way to the others, what is wrong with the sending, and whether all this is live. */
export function Shell() {
  const lost = useLive()
  const isMoving = useRouterState({ select: ({ status }) => status === 'pending' })
  return (
    <div className="house">
      <a className="skip" href="#page">
        Go to the page
      </a>
      <Rail />
      <div className="beside">
        {lost === null ? <AlarmBanner /> : <LostBanner since={lost} />}
        <main id="page" tabIndex={-1} aria-busy={isMoving}>
          <Suspense fallback={<Loader size="sm" m="md" aria-label="Loading" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Palette />
      <KeyList />
      <SignInAgain />
    </div>
  )
}

export const healthQuery = {
  queryKey: ['health'],
  queryFn: () => answer(api.GET('/health')),
  refetchInterval: 30_000,
}

/** The sender's own alarm, the worst first, with the one button that helps. */
function AlarmBanner() {
  const { data } = useQuery(healthQuery)
  const [worst, ...others] = data?.alarms ?? []
  if (!worst) return null
  return (
    <div className="banner" role="alert">
      <strong>Sending is in trouble.</strong> {worst.words}
      {others.length > 0 && ` And ${others.length} more.`}
      <Button component={Link} to="/health" variant="default">
        Look
      </Button>
    </div>
  )
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

function LostBanner({ since }: { since: NonNullable<Lost> }) {
  return (
    <div className="banner" role="alert">
      <strong>The server does not answer</strong> since {briefly(new Date(since).toISOString(), HERE, Date.now())}. What
      you see may be old. What you typed is kept; this page tries again by itself.
    </div>
  )
}

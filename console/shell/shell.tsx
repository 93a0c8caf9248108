import { Loader } from '@mantine/core'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense } from 'react'
import { AlarmBanner, LostBanner } from './banner.tsx'
import { KeyList } from './key-list.tsx'
import { useLive } from './live.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
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
        <main id="page" tabIndex={-1} aria-busy={isMoving}>
          <Suspense fallback={<Loader size="sm" m="md" aria-label="Loading" />}>
            <Outlet />
          </Suspense>
        </main>
        {lost === null ? <AlarmBanner /> : <LostBanner since={lost} />}
      </div>
      <Palette />
      <KeyList />
    </div>
  )
}

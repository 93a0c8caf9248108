import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { Refused } from '../api/client.ts'
import { Nothing, Trouble } from '../look/page.tsx'
import { writeAs } from '../look/time.tsx'
import { meQuery } from '../sign-in/me.ts'
import { Shell } from './shell.tsx'

type Context = { queries: QueryClient }

/** Everything there is an address for. */
export const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: () => (
    <Nothing title="There is nothing at this address">It may have been mistyped. Go on from the list of pages.</Nothing>
  ),
})

/** Everything that somebody must be signed in for; whoever is not is brought back here afterwards. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  errorComponent: ({ error, reset }) => <Trouble error={error} again={reset} />,
  beforeLoad: async ({ context, location }) => {
    try {
      writeAs((await context.queries.ensureQueryData(meQuery)).company.locale)
    } catch (error) {
      if (!(error instanceof Refused) || error.problem.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: { next: location.href } })
    }
  },
})

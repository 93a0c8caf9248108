import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { boardRoutes } from './board/routes.tsx'
import { directoryRoutes } from './directory/routes.tsx'
import { healthRoute } from './health/routes.tsx'
import { jobRoute } from './job/routes.tsx'
import { messageRoutes } from './messages/routes.tsx'
import { reportsRoute } from './reports/routes.tsx'
import { ruleRoutes } from './rules/routes.tsx'
import { settingsRoutes } from './settings/routes.tsx'
import { inside, root } from './shell/inside.tsx'
import { signInRoutes } from './sign-in/routes.tsx'
import { templateRoutes } from './templates/routes.tsx'

const start = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/board' })
  },
})

const tree = root.addChildren([
  ...signInRoutes,
  inside.addChildren([
    ...([start, boardRoutes, jobRoute, messageRoutes, reportsRoute, healthRoute, settingsRoutes] as const),
    ...([...directoryRoutes, ...ruleRoutes, ...templateRoutes] as const),
  ]),
])

/** The way from an address to a page. Every room of the console names its own addresses. */
export const routerFor = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPendingMs: 200,
    defaultErrorComponent: ({ error, reset }) => <Trouble error={error} again={reset} />,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof routerFor>
  }
}

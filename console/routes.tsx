import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { Refused } from './api/client.ts'
import { narrowingOf } from './directory/about.ts'
import { DEEDS, type DeedName } from './job/deeds.ts'
import { KINDS } from './look/entries.tsx'
import { Nothing, Trouble } from './look/page.tsx'
import { writeAs } from './look/time.tsx'
import { searchOf } from './messages/search.ts'
import { reportOf } from './reports/asked.ts'
import { Shell } from './shell/shell.tsx'
import { meQuery } from './sign-in/me.ts'

type Context = { queries: QueryClient }

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: () => (
    <Nothing title="There is nothing at this address">It may have been mistyped. Go on from the list of pages.</Nothing>
  ),
})

/** Everything that somebody must be signed in for; whoever is not is brought back here afterwards. */
const inside = createRoute({
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

const start = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/board' })
  },
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: { next?: string }): { next?: string } =>
    typeof search.next === 'string' && /^\/(?!\/)/.test(search.next) ? { next: search.next } : {},
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
})

/** `do`: the deed that is prepared for the job beside the board. */
export type BoardSearch = {
  view?: string | undefined
  search?: string | undefined
  sort?: string | undefined
  do?: DeedName | undefined
}

const isDeed = (word: unknown): word is DeedName => typeof word === 'string' && word in DEEDS

const board = createRoute({
  getParentRoute: () => inside,
  path: '/board',
  validateSearch: (given: Record<string, unknown>): BoardSearch => ({
    ...(typeof given.view === 'string' && { view: given.view }),
    ...((typeof given.search === 'string' || typeof given.search === 'number') && { search: String(given.search) }),
    ...(typeof given.sort === 'string' && { sort: given.sort }),
    ...(isDeed(given.do) && { do: given.do }),
  }),
  component: lazyRouteComponent(() => import('./board/board-page.tsx'), 'BoardPage'),
})
const jobPanel = createRoute({
  getParentRoute: () => board,
  path: '$reference',
  component: lazyRouteComponent(() => import('./job/job-panel.tsx'), 'JobPanel'),
})
const newJob = createRoute({
  getParentRoute: () => board,
  path: 'new',
  component: lazyRouteComponent(() => import('./board/new-job.tsx'), 'NewJob'),
})
const job = createRoute({
  getParentRoute: () => inside,
  path: '/jobs/$reference',
  component: lazyRouteComponent(() => import('./job/job-page.tsx'), 'JobPage'),
})

const messages = createRoute({
  getParentRoute: () => inside,
  path: '/messages',
  validateSearch: searchOf,
  component: lazyRouteComponent(() => import('./messages/messages-page.tsx'), 'MessagesPage'),
})
const messagePanel = createRoute({
  getParentRoute: () => messages,
  path: '$message',
  component: lazyRouteComponent(() => import('./messages/message-panel.tsx'), 'MessagePanel'),
})

const health = createRoute({
  getParentRoute: () => inside,
  path: '/health',
  component: lazyRouteComponent(() => import('./health/health-page.tsx'), 'HealthPage'),
})

const directoryStart = createRoute({
  getParentRoute: () => inside,
  path: '/directory',
  beforeLoad: () => {
    throw redirect({ to: '/directory/$kind', params: { kind: 'customers' }, replace: true })
  },
})

/** There is nothing at the address of a kind that does not exist. */
function mustBeKind({ params: { kind } }: { params: { kind: string } }): void {
  if (!Object.hasOwn(KINDS, kind)) throw notFound()
}
const directory = createRoute({
  getParentRoute: () => inside,
  path: '/directory/$kind',
  validateSearch: narrowingOf,
  beforeLoad: mustBeKind,
  component: lazyRouteComponent(() => import('./directory/directory-page.tsx'), 'DirectoryPage'),
})
const entryPanel = createRoute({
  getParentRoute: () => directory,
  path: '$entry',
  component: lazyRouteComponent(() => import('./directory/entry-panel.tsx'), 'EntryPanel'),
})
const newEntry = createRoute({
  getParentRoute: () => directory,
  path: 'new',
  component: lazyRouteComponent(() => import('./directory/new-entry.tsx'), 'NewEntry'),
})
const importEntries = createRoute({
  getParentRoute: () => inside,
  path: '/directory/$kind/import',
  beforeLoad: mustBeKind,
  component: lazyRouteComponent(() => import('./directory/import-page.tsx'), 'ImportPage'),
})

const reports = createRoute({
  getParentRoute: () => inside,
  path: '/reports',
  validateSearch: reportOf,
  component: lazyRouteComponent(() => import('./reports/reports-page.tsx'), 'ReportsPage'),
})

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    start,
    board.addChildren([newJob, jobPanel]),
    job,
    messages.addChildren([messagePanel]),
    directoryStart,
    directory.addChildren([newEntry, entryPanel]),
    importEntries,
    reports,
    health,
  ]),
])

export const routerFor = (queries: QueryClient) =>
  createRouter({ routeTree: tree, context: { queries }, defaultPreload: 'intent', defaultPendingMs: 200 })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof routerFor>
  }
}

import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { Refused } from './api/client.ts'
import { DEEDS, type DeedName } from './job/deeds.ts'
import { Nothing, Trouble } from './look/page.tsx'
import { writeAs } from './look/time.tsx'
import { searchOf } from './messages/search.ts'
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

const outside = [
  signIn,
  createRoute({
    getParentRoute: () => root,
    path: '/first-run',
    component: lazyRouteComponent(() => import('./sign-in/first-run-page.tsx'), 'FirstRunPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./sign-in/link-pages.tsx'), 'InvitationPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/new-password',
    component: lazyRouteComponent(() => import('./sign-in/link-pages.tsx'), 'NewPasswordPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/password-reset',
    component: lazyRouteComponent(() => import('./sign-in/password-reset-page.tsx'), 'PasswordResetPage'),
  }),
] as const

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

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings.tsx'), 'Settings'),
})
const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/you', replace: true })
  },
})
const you = createRoute({
  getParentRoute: () => settings,
  path: 'you',
  component: lazyRouteComponent(() => import('./settings/you-page.tsx'), 'YouPage'),
})
const people = createRoute({
  getParentRoute: () => settings,
  path: 'people',
  component: lazyRouteComponent(() => import('./settings/people-page.tsx'), 'PeoplePage'),
})
const person = createRoute({
  getParentRoute: () => people,
  path: '$personId',
  component: lazyRouteComponent(() => import('./settings/person-panel.tsx'), 'PersonPanel'),
})
const invite = createRoute({
  getParentRoute: () => people,
  path: 'invite',
  validateSearch: (given: { person?: string }): { person?: string } =>
    typeof given.person === 'string' ? { person: given.person } : {},
  component: lazyRouteComponent(() => import('./settings/invite-panel.tsx'), 'InvitePanel'),
})
const company = createRoute({
  getParentRoute: () => settings,
  path: 'company',
  component: lazyRouteComponent(() => import('./settings/company-page.tsx'), 'CompanyPage'),
})
const keys = createRoute({
  getParentRoute: () => settings,
  path: 'keys',
  component: lazyRouteComponent(() => import('./settings/keys-page.tsx'), 'KeysPage'),
})
const newKey = createRoute({
  getParentRoute: () => keys,
  path: 'new',
  component: lazyRouteComponent(() => import('./settings/new-key-panel.tsx'), 'NewKeyPanel'),
})
const programs = createRoute({
  getParentRoute: () => settings,
  path: 'programs',
  component: lazyRouteComponent(() => import('./settings/programs-page.tsx'), 'ProgramsPage'),
})
const newProgram = createRoute({
  getParentRoute: () => programs,
  path: 'new',
  component: lazyRouteComponent(() => import('./settings/new-program-panel.tsx'), 'NewProgramPanel'),
})
const program = createRoute({
  getParentRoute: () => programs,
  path: '$id',
  component: lazyRouteComponent(() => import('./settings/program-panel.tsx'), 'ProgramPanel'),
})

const tree = root.addChildren([
  ...outside,
  inside.addChildren([
    start,
    board.addChildren([newJob, jobPanel]),
    job,
    messages.addChildren([messagePanel]),
    health,
    settings.addChildren([
      settingsStart,
      you,
      people.addChildren([invite, person]),
      company,
      keys.addChildren([newKey]),
      programs.addChildren([newProgram, program]),
    ]),
  ]),
])

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

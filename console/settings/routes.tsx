import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { inside } from '../shell/inside.tsx'

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings.tsx'), 'Settings'),
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
  component: lazyRouteComponent(() => import('./you-page.tsx'), 'YouPage'),
})
const people = createRoute({
  getParentRoute: () => settings,
  path: 'people',
  component: lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage'),
})
const person = createRoute({
  getParentRoute: () => people,
  path: '$personId',
  component: lazyRouteComponent(() => import('./person-panel.tsx'), 'PersonPanel'),
})
const invite = createRoute({
  getParentRoute: () => people,
  path: 'invite',
  validateSearch: (given: { person?: string }): { person?: string } =>
    typeof given.person === 'string' ? { person: given.person } : {},
  component: lazyRouteComponent(() => import('./invite-panel.tsx'), 'InvitePanel'),
})
const company = createRoute({
  getParentRoute: () => settings,
  path: 'company',
  component: lazyRouteComponent(() => import('./company-page.tsx'), 'CompanyPage'),
})
const keys = createRoute({
  getParentRoute: () => settings,
  path: 'keys',
  component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
})
const newKey = createRoute({
  getParentRoute: () => keys,
  path: 'new',
  component: lazyRouteComponent(() => import('./new-key-panel.tsx'), 'NewKeyPanel'),
})
const programs = createRoute({
  getParentRoute: () => settings,
  path: 'programs',
  component: lazyRouteComponent(() => import('./programs-page.tsx'), 'ProgramsPage'),
})
const newProgram = createRoute({
  getParentRoute: () => programs,
  path: 'new',
  component: lazyRouteComponent(() => import('./new-program-panel.tsx'), 'NewProgramPanel'),
})
const program = createRoute({
  getParentRoute: () => programs,
  path: '$id',
  component: lazyRouteComponent(() => import('./program-panel.tsx'), 'ProgramPanel'),
})

/** What is set once, page by page. */
export const settingsRoutes = settings.addChildren([
  settingsStart,
  you,
  people.addChildren([invite, person]),
  company,
  keys.addChildren([newKey]),
  programs.addChildren([newProgram, program]),
])

import { createRoute, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router'
import { KINDS } from '../look/entries.tsx'
import { inside } from '../shell/inside.tsx'
import { narrowingOf } from './about.ts'

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
  component: lazyRouteComponent(() => import('./directory-page.tsx'), 'DirectoryPage'),
})
const entryPanel = createRoute({
  getParentRoute: () => directory,
  path: '$entry',
  component: lazyRouteComponent(() => import('./entry-panel.tsx'), 'EntryPanel'),
})
const newEntry = createRoute({
  getParentRoute: () => directory,
  path: 'new',
  component: lazyRouteComponent(() => import('./new-entry.tsx'), 'NewEntry'),
})
const importEntries = createRoute({
  getParentRoute: () => inside,
  path: '/directory/$kind/import',
  beforeLoad: mustBeKind,
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
})

/** Who and what the company knows, kind by kind. */
export const directoryRoutes = [directoryStart, directory.addChildren([newEntry, entryPanel]), importEntries] as const

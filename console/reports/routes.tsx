import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { inside } from '../shell/inside.tsx'
import { reportOf } from './asked.ts'

/** Charts of what was done. */
export const reportsRoute = createRoute({
  getParentRoute: () => inside,
  path: '/reports',
  validateSearch: reportOf,
  component: lazyRouteComponent(() => import('./reports-page.tsx'), 'ReportsPage'),
})

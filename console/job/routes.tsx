import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { inside } from '../shell/inside.tsx'

/** A job on a page of its own. */
export const jobRoute = createRoute({
  getParentRoute: () => inside,
  path: '/jobs/$reference',
  component: lazyRouteComponent(() => import('./job-page.tsx'), 'JobPage'),
})

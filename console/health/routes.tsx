import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { inside } from '../shell/inside.tsx'

/** Whether everything is well. */
export const healthRoute = createRoute({
  getParentRoute: () => inside,
  path: '/health',
  component: lazyRouteComponent(() => import('./health-page.tsx'), 'HealthPage'),
})

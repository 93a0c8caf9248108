import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { inside } from '../shell/inside.tsx'
import { boardSearch } from './search.ts'

const board = createRoute({
  getParentRoute: () => inside,
  path: '/board',
  validateSearch: boardSearch,
  component: lazyRouteComponent(() => import('./board-page.tsx'), 'BoardPage'),
})
const jobPanel = createRoute({
  getParentRoute: () => board,
  path: '$reference',
  component: lazyRouteComponent(() => import('../job/job-panel.tsx'), 'JobPanel'),
})
const newJob = createRoute({
  getParentRoute: () => board,
  path: 'new',
  component: lazyRouteComponent(() => import('./new-job.tsx'), 'NewJob'),
})

/** The board, and what stands beside it. */
export const boardRoutes = board.addChildren([newJob, jobPanel])

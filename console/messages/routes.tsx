import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { inside } from '../shell/inside.tsx'
import { searchOf } from './search.ts'

const messages = createRoute({
  getParentRoute: () => inside,
  path: '/messages',
  validateSearch: searchOf,
  component: lazyRouteComponent(() => import('./messages-page.tsx'), 'MessagesPage'),
})
const messagePanel = createRoute({
  getParentRoute: () => messages,
  path: '$message',
  component: lazyRouteComponent(() => import('./message-panel.tsx'), 'MessagePanel'),
})

/** The log of messages, and one beside it. */
export const messageRoutes = messages.addChildren([messagePanel])

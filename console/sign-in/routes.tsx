import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../shell/inside.tsx'

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: { next?: string }): { next?: string } =>
    typeof search.next === 'string' && /^\/(?!\/)/.test(search.next) ? { next: search.next } : {},
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

/** The pages before anybody is signed in. */
export const signInRoutes = [
  signIn,
  createRoute({
    getParentRoute: () => root,
    path: '/first-run',
    component: lazyRouteComponent(() => import('./first-run-page.tsx'), 'FirstRunPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./link-pages.tsx'), 'InvitationPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/new-password',
    component: lazyRouteComponent(() => import('./link-pages.tsx'), 'NewPasswordPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/password-reset',
    component: lazyRouteComponent(() => import('./password-reset-page.tsx'), 'PasswordResetPage'),
  }),
] as const

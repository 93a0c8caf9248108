import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { isOccasion, type Occasion } from '../look/occasions.ts'
import { inside } from '../shell/inside.tsx'

const templates = createRoute({
  getParentRoute: () => inside,
  path: '/templates',
  component: lazyRouteComponent(() => import('./templates-page.tsx'), 'TemplatesPage'),
})
const sheet = createRoute({
  getParentRoute: () => inside,
  path: '/templates/sheet',
  component: lazyRouteComponent(() => import('./sheet-page.tsx'), 'SheetPage'),
})
/** `job`: on which the words are tried; `occasion`: what is to have happened to it. */
type TemplateSearch = { job?: string | undefined; occasion?: Occasion | undefined }
const template = createRoute({
  getParentRoute: () => inside,
  path: '/templates/$name/$language',
  validateSearch: ({ job, occasion }: Record<string, unknown>): TemplateSearch => ({
    ...(typeof job === 'string' && { job }),
    ...(isOccasion(occasion) && { occasion }),
  }),
  component: lazyRouteComponent(() => import('./template-page.tsx'), 'TemplatePage'),
})

/** The words of messages, and what is printed. */
export const templateRoutes = [templates, sheet, template] as const

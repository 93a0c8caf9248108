import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { inside } from '../shell/inside.tsx'
import { isOwnerKind } from './faces.ts'
import type { OwnerSearch, RulesSearch } from './search.ts'

const rules = createRoute({
  getParentRoute: () => inside,
  path: '/rules',
  validateSearch: (given: Record<string, unknown>): RulesSearch => ({
    ...(isOwnerKind(given.kind) && { kind: given.kind }),
    ...((typeof given.search === 'string' || typeof given.search === 'number') && { search: String(given.search) }),
  }),
  component: lazyRouteComponent(() => import('./rules-page.tsx'), 'RulesPage'),
})
const rulesOfOwner = createRoute({
  getParentRoute: () => rules,
  path: '$ownerKind/$ownerId',
  validateSearch: (given: Record<string, unknown>): OwnerSearch => ({
    ...(typeof given.rule === 'string' && { rule: given.rule }),
    ...(typeof given.edit === 'string' && { edit: given.edit }),
  }),
  component: lazyRouteComponent(() => import('./owner-panel.tsx'), 'OwnerPanel'),
})
const oneRule = createRoute({
  getParentRoute: () => inside,
  path: '/rules/$ruleId',
  component: lazyRouteComponent(() => import('./rule-link.tsx'), 'RuleLink'),
})
const importRules = createRoute({
  getParentRoute: () => inside,
  path: '/rules/import',
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
})
const reports = createRoute({
  getParentRoute: () => inside,
  path: '/rules/reports',
  component: lazyRouteComponent(() => import('./reports-page.tsx'), 'ReportsPage'),
})
const report = createRoute({
  getParentRoute: () => reports,
  path: '$scheduleId',
  component: lazyRouteComponent(() => import('./report-panel.tsx'), 'ReportPanel'),
})

/** Who is told what; and the reports that go out by the calendar. */
export const ruleRoutes = [
  rules.addChildren([rulesOfOwner]),
  oneRule,
  importRules,
  reports.addChildren([report]),
] as const

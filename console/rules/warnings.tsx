import { Anchor } from '@mantine/core'
import type { Warning } from './queries.ts'

// Where what is warned of can be put right.
const MENDED_AT: Readonly<Record<Warning['about'], readonly [href: string, name: string]>> = {
  'provider-has-no-mobile': ['/directory/providers', 'Providers'],
  'provider-has-no-email': ['/directory/providers', 'Providers'],
  'customer-has-no-mobile': ['/directory/customers', 'Customers'],
  'customer-has-no-email': ['/directory/customers', 'Customers'],
  'customer-takes-none': ['/directory/customers', 'Customers'],
  'region-switched-off': ['/directory/regions', 'Regions'],
  'opted-out': ['/health', 'Health'],
  'address-dead': ['/health', 'Health'],
  'webhook-disabled': ['/settings', 'Settings'],
  captured: ['/health', 'Health'],
  'not-sending': ['/health', 'Health'],
}

/** Whom a rule does not reach as things stand, and where to put that right. */
export function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null
  return (
    <ul className="warnings" aria-label="To know of it">
      {warnings.map(({ about, sentence }) => (
        <li key={about + sentence}>
          <span aria-hidden>⚠</span> {sentence} <Anchor href={MENDED_AT[about][0]}>{MENDED_AT[about][1]}</Anchor>
        </li>
      ))}
    </ul>
  )
}

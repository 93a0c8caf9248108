import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NotificationGates, TellRule } from '../api/schema.ts'
import { EntrySelect } from '../look/entries.tsx'
import { Trouble } from '../look/page.tsx'
import { gatesQuery } from './queries.ts'

const STANDS: Readonly<Record<NotificationGates['gates'][number]['gate'], string>> = {
  channel: 'Messages of this kind leave this server',
  sending: 'Callout is at work',
  'region-active': 'The region is switched on',
  'rule-active': 'This rule is switched on',
  'customer-in-region': 'The customer is in this region',
  'customer-takes-notifications': 'The customer takes notifications',
  'customer-reachable': 'The customer has an address that can be used',
}

/** What stands between a rule that tells customers and one of them: everything that must hold, and what does not. */
export function Gates({ rule }: { rule: TellRule }) {
  const [customerId, setCustomerId] = useState(rule.owner.kind === 'customer' ? rule.owner.id : null)
  const { data, error } = useQuery({ ...gatesQuery(rule.id, customerId ?? ''), enabled: customerId !== null })
  const shut = data?.gates.filter(({ open }) => !open).length ?? 0
  return (
    <section className="gates" aria-label="Would a customer hear of it?">
      <h3>Would a customer hear of it?</h3>
      <EntrySelect
        kind="customers"
        label="Customer"
        placeholder="Type a name"
        value={customerId}
        onChange={setCustomerId}
        maw={320}
      />
      {error && <Trouble error={error} />}
      <div aria-live="polite">
        {data && (
          <>
            <p className={data.sends ? 'good' : 'watch'}>
              <strong>{data.sends ? 'Yes.' : `No: ${shut} of ${data.gates.length} stand in the way.`}</strong>
            </p>
            <ul className="plain">
              {data.gates.map(({ gate, open, words }) => (
                <li key={gate} className={open ? '' : 'watch'}>
                  <span aria-hidden className="gate-mark">
                    {open ? '✓' : '✕'}
                  </span>{' '}
                  {open ? STANDS[gate] : words}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}

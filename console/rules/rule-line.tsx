import { Button, Switch } from '@mantine/core'
import type { Rule } from '../api/schema.ts'
import { Moment } from '../look/time.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { bodyOf, draftOf } from './draft.ts'
import { Gates } from './gates.tsx'
import type { Going } from './going.ts'
import type { Warning } from './queries.ts'
import { Rehearsal } from './rehearsal.tsx'
import { useRemove, useSwitch } from './saving.ts'
import { Warnings } from './warnings.tsx'

type Props = { rule: Rule; warnings: readonly Warning[]; isOpen: boolean; go: Going }

/** One rule: its sentence, what to know of it, and what can be done with it. */
export function RuleLine({ rule, warnings, isOpen, go }: Props) {
  const { company } = useMe()
  const may = useMay('administer')
  const { mutate: remove } = useRemove(rule)
  const toCustomer = rule.does === 'tell' && rule.destination === 'customer'
  const opens = (may && rule.does === 'tell') || toCustomer
  return (
    <li className={rule.active ? 'rule' : 'rule rule-off'} id={`rule-${rule.id}`} aria-label={rule.sentence}>
      <OnOff rule={rule} />
      <div className="rule-body">
        <p className="rule-sentence">{rule.sentence}</p>
        <Warnings warnings={warnings} />
        <div className="rule-foot">
          <span className="dim">
            {rule.changedBy.name}, <Moment at={rule.changedAt} zone={company.timeZone} />
          </span>
          {may && <Small onClick={() => go.edit(rule.id)}>Edit</Small>}
          {may && <Small onClick={() => remove()}>Delete</Small>}
          {opens && (
            <Small aria-expanded={isOpen} onClick={() => go.open(isOpen ? undefined : rule.id)}>
              {may ? 'Last 30 days' : 'Would they hear of it?'}
            </Small>
          )}
        </div>
        {isOpen && may && rule.does === 'tell' && <Rehearsal rule={bodyOf(draftOf(rule))} begins="at once" />}
        {isOpen && toCustomer && <Gates rule={rule} />}
      </div>
    </li>
  )
}

function Small({ children, ...rest }: { children: string; onClick: () => void; 'aria-expanded'?: boolean }) {
  return (
    <Button variant="subtle" size="compact-xs" {...rest}>
      {children}
    </Button>
  )
}

function OnOff({ rule }: { rule: Rule }) {
  const may = useMay('administer')
  const { mutate, isPending } = useSwitch(rule)
  if (!may) return <span className="rule-state dim">{rule.active ? 'on' : 'off'}</span>
  return (
    <Switch
      size="xs"
      className="rule-state"
      aria-label="In force"
      checked={rule.active}
      readOnly={isPending}
      onChange={event => mutate(event.currentTarget.checked)}
    />
  )
}

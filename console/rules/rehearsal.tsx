import { Button, Group, Progress, Table, Text } from '@mantine/core'
import { lazy, Suspense, useEffect, useRef } from 'react'
import type { NewRule, RehearsalResult } from '../api/schema.ts'
import { dayInWords } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'
import { DAYS, type Day, daysOf, useRehearsal } from './rehearsing.ts'
import './rule-form.css'

const Chart = lazy(() => import('./rehearsal-chart.tsx').then(({ RehearsalChart }) => ({ default: RehearsalChart })))

const QUESTION = `What would it have sent in the last ${DAYS} days?`

type Props = {
  rule: NewRule
  /** A rule in use that it would replace. */
  replaces?: string | undefined
  begins?: 'at once' | 'when asked'
}

/** What a rule would have sent, had it been in force: a number, a chart, and the figures with the reasons. */
export function Rehearsal({ rule, replaces, begins = 'when asked' }: Props) {
  const { company } = useMe()
  const { state, run, stop } = useRehearsal(company.timeZone)
  const begun = useRef(false)
  useEffect(() => {
    if (begins === 'at once' && !begun.current) run(rule)
    begun.current = true
  }, [begins, run, rule])
  return (
    <section className="rehearsal" aria-label={QUESTION} aria-live="polite">
      {state.is === 'idle' && (
        <Button variant="default" onClick={() => run(rule, replaces)}>
          {QUESTION}
        </Button>
      )}
      {state.is === 'running' && <Running {...state} stop={stop} />}
      {state.is === 'done' && <Result result={state.result} />}
      {state.is === 'failed' && (
        <p className="watch" role="alert">
          <strong>{state.title}.</strong> {state.detail}{' '}
          <Button variant="default" size="compact-xs" onClick={() => run(rule, replaces)}>
            Try again
          </Button>
        </p>
      )}
    </section>
  )
}

function Running({ done, of, stop }: { done: number; of: number; stop: () => void }) {
  return (
    <Group gap="sm" className="rehearsal-running">
      <Progress value={of === 0 ? 0 : (100 * done) / of} aria-label="How far it is" animated w={160} />
      <span className="dim figures">
        {of === 0 ? 'Looking at the past …' : `Job ${done.toLocaleString()} of ${of.toLocaleString()}`}
      </span>
      <Button variant="default" size="compact-xs" onClick={stop}>
        Stop
      </Button>
    </Group>
  )
}

function Result({ result }: { result: RehearsalResult }) {
  const { draft, difference } = result
  const days = daysOf(result)
  const silent = draft.notTold.reduce((sum, { decisions }) => sum + decisions, 0)
  return (
    <>
      <h3>{QUESTION}</h3>
      <p className="rehearsal-count">
        <strong>{inWords(draft.messages, 'message')}</strong>
        {draft.costs.map(({ currency, amount }) => ` · ${amount} ${currency}`)}
        {silent > 0 && <span className="dim"> · {inWords(silent, 'time')} not told</span>}
        {difference && <span> · {moreOrFewer(difference.messages)}</span>}
      </p>
      {draft.messages + silent > 0 && (
        <Suspense fallback={<div className="rehearsal-chart" />}>
          <Chart days={days} />
        </Suspense>
      )}
      {draft.messages + silent === 0 && (
        <p className="dim">
          In these days nothing happened that this rule waits for: no job would have led to a message.
        </p>
      )}
      <Figures days={days.filter(({ told, notTold }) => told + notTold > 0)} result={result} />
    </>
  )
}

const inWords = (count: number, what: string): string => `${count.toLocaleString()} ${what}${count === 1 ? '' : 's'}`

function moreOrFewer(difference: number): string {
  if (difference === 0) return 'as many as the rule as it is'
  return `${Math.abs(difference)} ${difference > 0 ? 'more' : 'fewer'} than the rule as it is`
}

function Figures({ days, result }: { days: readonly Day[]; result: RehearsalResult }) {
  const { draft, assumed } = result
  return (
    <details>
      <summary>Figures and reasons</summary>
      {days.length > 0 && (
        <Table className="figures">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Day</Table.Th>
              <Table.Th>Told</Table.Th>
              <Table.Th>Not told, because</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days.map(({ day, told, reasons }) => (
              <Table.Tr key={day}>
                <Table.Th scope="row">{dayInWords(day)}</Table.Th>
                <Table.Td>{told}</Table.Td>
                <Table.Td>{reasons.map(({ sentence, decisions }) => `${decisions}: ${sentence}`).join('; ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {draft.addresses.length > 0 && (
        <Text size="sm" mt={6}>
          To{' '}
          {draft.addresses
            .slice(0, 10)
            .map(({ address, messages }) => `${address} (${messages})`)
            .join(', ')}
          {draft.addresses.length > 10 && ` and ${draft.addresses.length - 10} more`}.
        </Text>
      )}
      <p className="dim">Supposed: {assumed.join(' ')}</p>
    </details>
  )
}

import { Button, CloseButton, Loader } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Rule } from '../api/schema.ts'
import { entryQuery } from '../look/entries.tsx'
import { Nothing, Trouble } from '../look/page.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { isOwnerKind, OWNERS, type Owner, type OwnerKind } from './faces.ts'
import { type Going, useGoing } from './going.ts'
import { Others } from './others.tsx'
import { rulesQuery, type Warning, warningsQuery } from './queries.ts'
import { RuleForm } from './rule-form.tsx'
import { RuleLine } from './rule-line.tsx'
import { Warnings } from './warnings.tsx'

/** The rules of one owner, beside the list of all. */
export function OwnerPanel() {
  const { ownerKind: kind, ownerId: id } = useParams({ from: '/inside/rules/$ownerKind/$ownerId' })
  if (!isOwnerKind(kind)) return <Nothing title="There is nothing at this address">Choose one of the tabs.</Nothing>
  return <Rules key={id} kind={kind} id={id} />
}

function Rules({ kind, id }: { kind: OwnerKind; id: string }) {
  const { edit, rule: opened } = useSearch({ from: '/inside/rules/$ownerKind/$ownerId' })
  const { data, error, refetch } = useQuery(rulesQuery(kind, id))
  const named = useName(kind, id)
  const go = useGoing(kind)
  const may = useMay('administer')
  useScroll(opened, data !== undefined)
  const failed = named.error ?? (data ? null : error)
  return (
    <aside className="panel owner-panel" aria-label={`Rules of ${named.name ?? 'this owner'}`}>
      <header className="owner-head">
        <div>
          <h2>{named.name ?? OWNERS[kind].many}</h2>
          <span className="dim">{OWNERS[kind].one}</span>
        </div>
        {may && !failed && edit !== 'new' && <Button onClick={() => go.edit('new')}>Add a rule</Button>}
        <CloseButton aria-label="Close these rules" onClick={go.close} />
      </header>
      {failed && <Trouble error={failed} again={() => void refetch()} />}
      {!data && !failed && <Loader size="sm" aria-label="Loading" />}
      {data && named.name !== undefined && (
        <Lines owner={{ kind, id, name: named.name }} rules={data.items} edit={edit} opened={opened} go={go} />
      )}
    </aside>
  )
}

type LinesProps = {
  owner: Owner
  rules: readonly Rule[]
  edit: string | undefined
  opened: string | undefined
  go: Going
}

function Lines({ owner, rules, edit, opened, go }: LinesProps) {
  const may = useMay('administer')
  const { teaches, example } = OWNERS[owner.kind]
  const found = useQueries({ queries: rules.map(({ id, version }) => warningsQuery(id, version)) })
  const warnings = found.map(({ data }) => data?.warnings ?? [])
  const general = new Map(warnings.flat().flatMap(each => (isGeneral(each) ? [[each.sentence, each] as const] : [])))
  return (
    <>
      {edit === undefined && <Warnings warnings={[...general.values()]} />}
      {edit === 'new' && may && <RuleForm owner={owner} done={go.done} />}
      {rules.length === 0 && edit !== 'new' && (
        <Nothing title={`${owner.name} has no rules of its own`}>
          {teaches} For example: <em>{example}</em>
        </Nothing>
      )}
      <ul className="rule-list" aria-label={`Rules of ${owner.name}`}>
        {rules.map((rule, i) =>
          rule.id === edit && may ? (
            <li key={rule.id} className="rule-edited">
              <RuleForm owner={owner} was={rule} done={go.done} />
            </li>
          ) : (
            <RuleLine
              key={rule.id}
              rule={rule}
              warnings={warnings[i]!.filter(each => !isGeneral(each))}
              isOpen={rule.id === opened}
              go={go}
            />
          ),
        )}
      </ul>
      <Others owner={owner} mutes={rules} />
    </>
  )
}

// About the sending itself: said once, not with every rule.
const isGeneral = ({ about }: Warning): boolean => about === 'captured' || about === 'not-sending'

function useName(kind: OwnerKind, id: string): { name: string | undefined; error: Error | null } {
  const { company } = useMe()
  const { entries } = OWNERS[kind]
  const { data, error } = useQuery({ ...entryQuery(entries ?? 'customers', id), enabled: entries !== null })
  return { name: entries === null ? company.name : data?.name, error }
}

/** Whoever comes by a link to one rule sees that rule. */
function useScroll(opened: string | undefined, isThere: boolean): void {
  useEffect(() => {
    if (opened && isThere) document.getElementById(`rule-${opened}`)?.scrollIntoView({ block: 'nearest' })
  }, [opened, isThere])
}

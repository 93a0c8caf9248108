import { Button, Loader, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { Nothing } from '../look/page.tsx'
import { useDeeds } from '../shell/keys.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { isOwnerKind, OWNER_KINDS, OWNERS, type OwnerKind, withArticle } from './faces.ts'
import { OwnerList } from './owner-list.tsx'
import { countsQuery } from './queries.ts'
import './rules.css'

/** Who is told what, by whose rule it is; the rules of one owner stand beside the list of all. */
export function RulesPage() {
  const { kind: chosen = 'customer', search = '' } = useSearch({ from: '/inside/rules' })
  const { ownerKind, ownerId } = useParams({ strict: false })
  const kind = isOwnerKind(ownerKind) ? ownerKind : chosen
  return (
    <div className="rules">
      <div className="rules-head">
        <h1>Rules</h1>
        <Tabs kind={kind} />
        <Ways />
      </div>
      <div className="split">
        <div className="owners">
          <title>{`Rules: ${OWNERS[kind].many} · Callout`}</title>
          <Search key={kind} kind={kind} search={search} />
          <OwnerList kind={kind} search={search} openId={ownerId} />
        </div>
        {ownerId ? <Outlet /> : <Whose kind={kind} />}
      </div>
    </div>
  )
}

/** What rules of this kind of owner are for, until one of them is chosen. */
function Whose({ kind }: { kind: OwnerKind }) {
  const { one, teaches, example } = OWNERS[kind]
  return (
    <div className="whose">
      <Nothing title={`Choose ${withArticle(one)}`}>
        {teaches} For example: <em>{example}</em>
      </Nothing>
    </div>
  )
}

function Tabs({ kind }: { kind: OwnerKind }) {
  const { data, isPending } = useQuery(countsQuery)
  const { company } = useMe()
  const countOf = (each: OwnerKind) => data?.items.find(({ ownerKind }) => ownerKind === each)?.rules ?? 0
  return (
    <nav className="rules-tabs" aria-label="Whose rules">
      {OWNER_KINDS.map(each => {
        const shown = (
          <>
            {OWNERS[each].many} <span className="count">{isPending ? '' : countOf(each)}</span>
          </>
        )
        const props = { className: 'rules-tab', 'aria-current': each === kind ? ('true' as const) : undefined }
        return each === 'company' ? (
          <Link key={each} to="/rules/$ownerKind/$ownerId" params={{ ownerKind: each, ownerId: company.id }} {...props}>
            {shown}
          </Link>
        ) : (
          <Link key={each} to="/rules" search={{ kind: each }} {...props}>
            {shown}
          </Link>
        )
      })}
    </nav>
  )
}

function Ways() {
  const may = useMay('administer')
  return (
    <div className="rules-ways">
      <Button component={Link} variant="default" to="/rules/reports">
        Scheduled reports
      </Button>
      {may && (
        <Button component={Link} variant="default" to="/rules/import">
          Import rows
        </Button>
      )}
    </div>
  )
}

function Search({ kind, search }: { kind: OwnerKind; search: string }) {
  const navigate = useNavigate({ from: '/rules' })
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(search)
  const look = useDebouncedCallback(
    (text: string) =>
      void navigate({ to: '.', search: before => ({ ...before, kind, search: text || undefined }), replace: true }),
    200,
  )
  const { one } = OWNERS[kind]
  useDeeds(
    useMemo(
      () => [{ name: `Find ${withArticle(one)}`, keys: '/', about: 'Rules', act: () => field.current?.focus() }],
      [one],
    ),
  )
  if (kind === 'company') return null
  return (
    <TextInput
      ref={field}
      type="search"
      className="owners-search"
      aria-label={`Find ${withArticle(one)}`}
      placeholder={`Any ${one}, by name ( / )`}
      value={typed}
      rightSection={typed.trim() !== search ? <Loader size={14} aria-label="Searching" /> : undefined}
      onChange={event => {
        setTyped(event.currentTarget.value)
        look(event.currentTarget.value.trim())
      }}
    />
  )
}

import { Loader } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Nothing, Trouble } from '../look/page.tsx'
import { OWNERS, type OwnerKind } from './faces.ts'
import { ownersQuery } from './queries.ts'

const HEIGHT = 36

type Props = { kind: OwnerKind; search: string; openId: string | undefined }

/** Who has rules, by name. Only those in sight are drawn, however many there are. */
export function OwnerList({ kind, search, openId }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const found = useInfiniteQuery({ ...ownersQuery(kind, search), placeholderData: keepPreviousData })
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = found
  const owners = data?.pages.flatMap(({ items }) => items) ?? []
  const lines = useVirtualizer({
    count: owners.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 12,
  })
  const drawn = lines.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= owners.length - 20) void fetchNextPage()
  }, [last, owners.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  if (error && !data) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <Loader size="sm" m="md" aria-label="Loading" />
  if (owners.length === 0) return <NoOwner kind={kind} search={search} />
  return (
    <div ref={scroller} className="owners-list" onKeyDown={step}>
      <ul style={{ height: lines.getTotalSize() }} aria-label={OWNERS[kind].many}>
        {drawn.map(({ index, start }) => {
          const { ownerId, ownerName, rules, switchedOff } = owners[index]!
          return (
            <li key={ownerId} style={{ transform: `translateY(${start}px)` }}>
              <Link
                to="/rules/$ownerKind/$ownerId"
                params={{ ownerKind: kind, ownerId }}
                search={search ? { search } : {}}
                className="owner"
                aria-current={ownerId === openId ? 'true' : undefined}
              >
                <span className="owner-name">{ownerName}</span>
                <span className="dim figures">{countInWords(rules, switchedOff)}</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function countInWords(rules: number, switchedOff: number): string {
  if (rules === 0) return 'no rules'
  const off = switchedOff > 0 ? `, ${switchedOff} off` : ''
  return `${rules} ${rules === 1 ? 'rule' : 'rules'}${off}`
}

/** The arrows move from one owner to the next. */
function step(event: KeyboardEvent<HTMLDivElement>): void {
  const by = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const
  const way = by[event.key as keyof typeof by]
  if (!way) return
  event.preventDefault()
  document.activeElement?.closest('li')?.[way]?.querySelector('a')?.focus()
}

function NoOwner({ kind, search }: { kind: OwnerKind; search: string }) {
  const { one, many, teaches, example } = OWNERS[kind]
  if (search) return <Nothing title={`No ${one} is called that`}>Try another part of the name.</Nothing>
  return (
    <Nothing title={`${many} have no rules yet`}>
      {teaches} For example: <em>{example}</em> Find the {one} above to add its first rule.
    </Nothing>
  )
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useDeeds } from './keys.tsx'

type Props = {
  label: string
  /** What one line is called: "message". */
  one: string
  /** The cells of the line of heads. */
  heads: ReactNode
  columns: number
  /** How many lines there are as far as they are read. */
  count: number
  /** Whether there are more to be read. */
  more: boolean
  readMore: () => void
  height: number
  keyOf: (index: number) => string
  line: (index: number) => ReactNode
  chosen: number
  choose: (index: number) => void
}

/** A long list of lines. Only those in sight are drawn, and further ones are read as one comes near; j and k move. */
export function Lines({ label, heads, columns, count, more, readMore, height, line, chosen, choose, ...rest }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: rest.keyOf,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept of the old height is forgotten with it
  useEffect(() => lines.measure(), [height])
  const drawn = lines.getVirtualItems()
  const isNearEnd = more && (drawn.at(-1)?.index ?? 0) > count - 25
  useEffect(() => {
    if (isNearEnd) readMore()
  }, [isNearEnd, readMore])
  const move = useMemo(
    () => (step: number) => {
      const to = Math.max(0, Math.min(count - 1, chosen + step))
      choose(to)
      lines.scrollToIndex(to)
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>('[tabindex="0"][role=row]')?.focus())
    },
    [count, chosen, choose, lines],
  )
  useMoves(rest.one, move)
  return (
    <div
      ref={scroller}
      className="list"
      role="grid"
      aria-label={label}
      aria-rowcount={more ? -1 : count + 1}
      aria-colcount={columns}
      onKeyDown={event => press(event, count, move)}
    >
      <div role="row" className="row heads" aria-rowindex={1}>
        {heads}
      </div>
      <div className="lines" role="presentation" style={{ height: lines.getTotalSize() }}>
        {drawn.map(({ index, start, key }) => (
          <div
            key={key}
            role="presentation"
            className="line"
            style={{ transform: `translateY(${start}px)` }}
            onMouseDown={() => choose(index)}
          >
            {line(index)}
          </div>
        ))}
      </div>
    </div>
  )
}

function press(event: KeyboardEvent, count: number, move: (step: number) => void): void {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -count, End: count }[event.key]
  if (!step) return
  event.preventDefault()
  move(step)
}

function useMoves(one: string, move: (step: number) => void): void {
  useDeeds(
    useMemo(() => {
      const about = 'This list'
      return [
        { name: `Next ${one}`, keys: 'j', about, act: () => move(1) },
        { name: `Previous ${one}`, keys: 'k', about, act: () => move(-1) },
      ]
    }, [one, move]),
  )
}

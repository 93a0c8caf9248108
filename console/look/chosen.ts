import { useCallback, useEffect, useMemo, useState } from 'react'

/**
 * Which line of a list is chosen: the one that is open, until somebody moves. It stays chosen when others come above it or
 * the lines change places. `open`: the id of the one that is open.
 */
export function useChosen(items: readonly { id: string }[], open: string | undefined) {
  const [id, setId] = useState(open)
  useEffect(() => {
    if (open) setId(open)
  }, [open])
  const at = useMemo(() => items.findIndex(item => item.id === id), [items, id])
  const choose = useCallback((index: number) => setId(items[index]?.id), [items])
  return [Math.max(0, at), choose] as const
}

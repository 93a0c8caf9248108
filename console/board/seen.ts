import { useSyncExternalStore } from 'react'

const KEY = 'callout.seen'
const MOST = 2000

// Which version of each job was last looked at on this machine; the oldest are forgotten first.
let seen = new Map<string, number>(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
const listeners = new Set<() => void>()

/** Says that this version of a job was looked at. */
export function sawJob(id: string, version: number): void {
  if (seen.get(id) === version) return
  const others = [...seen].filter(([other]) => other !== id).slice(1 - MOST)
  seen = new Map([...others, [id, version]])
  localStorage.setItem(KEY, JSON.stringify([...seen]))
  for (const tell of listeners) tell()
}

const listen = (tell: () => void) => {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** Which jobs somebody has looked at here, and in which version. */
export const useSeen = (): ReadonlyMap<string, number> => useSyncExternalStore(listen, () => seen)

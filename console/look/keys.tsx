import { createContext, type ReactNode, use, useEffect, useMemo, useRef } from 'react'

/** A thing that can be done by keys ("g b": one after the other) and by name. */
export type Deed = Readonly<{
  name: string
  keys?: string
  /** Under which heading the list of keys shows it. */
  about: string
  act: () => void
}>

type Register = { add: (deeds: readonly Deed[]) => () => void; all: () => Deed[] }
const Keys = createContext<Register | undefined>(undefined)

/** Listens for the keys of everything on the page that can be done by them. */
export function KeyListener({ children }: { children: ReactNode }) {
  const sets = useRef(new Set<readonly Deed[]>())
  const register = useMemo<Register>(
    () => ({
      add: deeds => {
        sets.current.add(deeds)
        return () => sets.current.delete(deeds)
      },
      // What came last is on top: a panel's keys before those of the list beneath it.
      all: () => [...sets.current].reverse().flat(),
    }),
    [],
  )
  useEffect(() => listen(register.all), [register])
  return <Keys value={register}>{children}</Keys>
}

/** How long the second key of two may be waited for, in milliseconds. */
const PATIENCE = 1200

function listen(deeds: () => Deed[]): () => void {
  let first = ''
  let since = 0
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || isTyping(event)) return
    const key = event.ctrlKey || event.metaKey ? `Ctrl-${event.key}` : event.key
    const two = event.timeStamp - since < PATIENCE ? `${first} ${key}` : key
    const found = deeds().find(({ keys }) => keys === two) ?? deeds().find(({ keys }) => keys === key)
    first = key
    since = event.timeStamp
    if (!found) return
    event.preventDefault()
    since = 0
    found.act()
  }
  document.addEventListener('keydown', press)
  return () => document.removeEventListener('keydown', press)
}

// Whoever types a word means the word; only keys held with Ctrl are meant for us then.
function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return false
  const target = event.target as HTMLElement
  return (
    target.closest(
      'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=listbox], [role=dialog]',
    ) !== null
  )
}

/** Makes these deeds reachable by their keys and by name as long as the component that says so is shown. */
export function useDeeds(deeds: readonly Deed[]): void {
  const register = use(Keys)
  useEffect(() => register?.add(deeds), [register, deeds])
}

/** Everything that can be done now. */
export const useAllDeeds = (): (() => Deed[]) => use(Keys)?.all ?? (() => [])

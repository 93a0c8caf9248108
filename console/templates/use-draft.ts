import { useCallback, useState } from 'react'
import type { Words } from './queries.ts'

/** Words that are being written: they outlast leaving the page, until they are saved or given up. */
export function useDraft(key: string, kept: Words) {
  const place = `draft ${key}`
  const [draft, setDraft] = useState<Words | null>(() => JSON.parse(sessionStorage.getItem(place) ?? 'null'))
  const write = useCallback(
    (words: Words) => {
      sessionStorage.setItem(place, JSON.stringify(words))
      setDraft(words)
    },
    [place],
  )
  const giveUp = useCallback(() => {
    sessionStorage.removeItem(place)
    setDraft(null)
  }, [place])
  const words = draft ?? kept
  const isChanged = words.subject !== kept.subject || words.body !== kept.body
  return { words, isChanged, write, giveUp }
}

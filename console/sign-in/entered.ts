import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'

/** What follows when somebody has come in: nothing is shown that was read before, and he is brought where he wanted to go. */
export function useEntered(next = '/board'): () => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    queries.clear()
    await navigate({ href: next })
  }
}

import { useSuspenseQuery } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'

/** Who is signed in, in which company, and what he may do. */
export const meQuery = {
  queryKey: ['me'],
  queryFn: () => answer(api.GET('/me')),
  staleTime: 60_000,
}

export const useMe = () => useSuspenseQuery(meQuery).data

const INCLUDES = {
  read: ['read', 'dispatch', 'administer'],
  dispatch: ['dispatch', 'administer'],
  administer: ['administer'],
}

/** Whether whoever is signed in may do what needs this. What he may not do is not shown to him. */
export function useMay(needed: keyof typeof INCLUDES): boolean {
  const { scopes } = useMe()
  return INCLUDES[needed].some(scope => scopes.some(held => held === scope))
}

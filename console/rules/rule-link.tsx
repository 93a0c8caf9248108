import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from '@tanstack/react-router'
import { Trouble } from '../look/page.tsx'
import { ruleQuery } from './queries.ts'

/** Leads from a link to one rule to the rules of its owner, with that one open. */
export function RuleLink() {
  const { ruleId } = useParams({ from: '/inside/rules/$ruleId' })
  const { data, error, refetch } = useQuery(ruleQuery(ruleId))
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <Loader size="sm" m="md" aria-label="Loading" />
  const { kind: ownerKind, id: ownerId } = data.owner
  return <Navigate to="/rules/$ownerKind/$ownerId" params={{ ownerKind, ownerId }} search={{ rule: ruleId }} replace />
}

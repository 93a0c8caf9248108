import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { answer, api } from '../api/client.ts'
import { Door } from './door.tsx'
import { useEntered } from './entered.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Whether nobody can sign in on this server yet. */
export const firstRunQuery = { queryKey: ['me', 'first run'], queryFn: () => answer(api.GET('/first-run')) }

/** Where people say who they are. */
export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' })
  const entered = useEntered(next)
  const { data } = useQuery(firstRunQuery)
  return (
    <Door title="Sign in">
      {data?.needed ? (
        <FirstRunWaits />
      ) : (
        <SignInForm entered={entered}>
          <Anchor component={Link} to="/password-reset" size="sm">
            Forgot the password?
          </Anchor>
        </SignInForm>
      )}
    </Door>
  )
}

/** Where the link is by which the first administrator comes in. */
export function FirstRunWaits() {
  return (
    <>
      <p>Nobody can sign in on this server yet: it waits for its first administrator.</p>
      <p>
        The way in is a link that the server printed when it started, in its window or its log, after the words{' '}
        <strong>No administrator yet: open</strong>. Open that link. It is printed again at every start.
      </p>
    </>
  )
}

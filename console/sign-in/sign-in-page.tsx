/** Where people say who they are. */
export function SignInPage() {
  return <h1>Sign in</h1>
}

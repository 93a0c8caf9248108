import { PasswordInput } from '@mantine/core'
import { faultAt } from '../look/said.tsx'

type Props = {
  label?: string
  value: string
  set: (value: string) => void
  error: unknown
  /** As the API calls it. */
  field?: string
  autoFocus?: boolean
}

/** A password that somebody chooses. */
export function NewPasswordField({ label = 'Password', value, set, error, field = 'password', autoFocus }: Props) {
  return (
    <PasswordInput
      label={label}
      description="At least 12 characters. A few words that you remember make a good one."
      autoComplete="new-password"
      required
      minLength={12}
      autoFocus={autoFocus ?? false}
      error={faultAt(error, field)}
      value={value}
      onChange={event => set(event.currentTarget.value)}
    />
  )
}

/** Tells password managers whose password this is. */
export const OfWhom = ({ email }: { email: string }) => (
  <input type="text" autoComplete="username" value={email} readOnly hidden />
)

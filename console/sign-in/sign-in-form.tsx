import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { answer, api } from '../api/client.ts'
import { Form } from '../look/form.tsx'
import { Said } from '../look/said.tsx'

type Props = {
  /** Of whom it is known who he is. */
  email?: string
  entered: () => unknown
  /** What may be done instead. */
  children?: ReactNode
}

/** Lets somebody in by his password and, if he has one, his second factor. */
export function SignInForm({ email, entered, children }: Props) {
  const [step, setStep] = useState<'password' | 'code'>('password')
  if (step === 'code') return <CodeStep entered={entered} again={() => setStep('password')} />
  return (
    <PasswordStep email={email} go={twoFactor => (twoFactor === 'needed' ? setStep('code') : entered())}>
      {children}
    </PasswordStep>
  )
}

type PasswordProps = {
  email: string | undefined
  go: (twoFactor: 'needed' | 'not-needed') => unknown
  children: ReactNode
}

function PasswordStep({ email: known, go, children }: PasswordProps) {
  const [email, setEmail] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const entering = useMutation({
    mutationFn: () => answer(api.POST('/session', { body: { email, password } })),
    onSuccess: ({ twoFactor }) => go(twoFactor),
  })
  return (
    <Form label="Sign in" act={() => entering.mutate()}>
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        readOnly={known !== undefined}
        autoFocus={known === undefined}
        value={email}
        onChange={event => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        data-autofocus
        autoFocus={known !== undefined}
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <Said error={entering.error} />
      <Button type="submit" size="sm" loading={entering.isPending}>
        Sign in
      </Button>
      {children}
    </Form>
  )
}

const CODE = {
  code: {
    label: 'Code',
    description: 'The six digits that your authenticator shows now.',
    inputMode: 'numeric',
    autoComplete: 'one-time-code',
  },
  backupCode: {
    label: 'Backup code',
    description: 'One of those you kept when you set up the second factor. Each opens once.',
    inputMode: 'text',
    autoComplete: 'off',
  },
} as const

function CodeStep({ entered, again }: { entered: () => unknown; again: () => void }) {
  const [by, setBy] = useState<keyof typeof CODE>('code')
  const [typed, setTyped] = useState('')
  const entering = useMutation({
    mutationFn: () => {
      const code = typed.replaceAll(' ', '')
      return answer(api.POST('/session/code', { body: by === 'code' ? { code } : { backupCode: code } }))
    },
    onSuccess: entered,
  })
  const turn = () => {
    setBy(by === 'code' ? 'backupCode' : 'code')
    setTyped('')
    entering.reset()
  }
  return (
    <Form label="Second factor" act={() => entering.mutate()}>
      <TextInput
        key={by}
        {...CODE[by]}
        required
        autoFocus
        data-autofocus
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <Said error={entering.error} />
      <Button type="submit" size="sm" loading={entering.isPending}>
        Sign in
      </Button>
      <div className="door-else">
        <Button variant="subtle" onClick={turn}>
          {by === 'code' ? 'Use a backup code' : 'Use the authenticator'}
        </Button>
        <Button variant="subtle" onClick={again}>
          Begin again
        </Button>
      </div>
    </Form>
  )
}

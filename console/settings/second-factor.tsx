import { Button, Group, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { TwoFactorBegun } from '../api/schema.ts'
import { Form } from '../look/form.tsx'
import { Said } from '../look/said.tsx'
import { Copy } from '../look/secret.tsx'
import { saidDone } from '../shell/undo.tsx'
import { meQuery } from '../sign-in/me.ts'
import { OfWhom } from '../sign-in/new-password-field.tsx'
import { BackupCodes } from './backup-codes.tsx'
import { Qr } from './qr.tsx'
import { Setting } from './setting.tsx'

const ABOUT =
  'A code from an authenticator on your phone is asked for beside the password: who knows one is not yet in.'

type Step = 'as it is' | 'password' | { begun: TwoFactorBegun } | { codes: string[] }

/** One's own second factor: set up with an authenticator, or switched off. */
export function SecondFactor({ isOn, email }: { isOn: boolean; email: string }) {
  const [step, setStep] = useState<Step>('as it is')
  const queries = useQueryClient()
  const back = () => setStep('as it is')
  const confirmed = (codes: string[]) => {
    setStep({ codes })
    void queries.invalidateQueries({ queryKey: meQuery.queryKey, exact: true })
  }
  return (
    <Setting name="Second factor" about={ABOUT}>
      {step === 'as it is' && (
        <Group gap="sm">
          <span className={isOn ? 'good' : 'dim'}>{isOn ? '● On' : '○ Off'}</span>
          <Button variant="default" onClick={() => setStep('password')}>
            {isOn ? 'Switch off' : 'Set up'}
          </Button>
        </Group>
      )}
      {step === 'password' && isOn && <Stop email={email} back={back} />}
      {step === 'password' && !isOn && <Start email={email} back={back} begun={begun => setStep({ begun })} />}
      {typeof step === 'object' && 'begun' in step && <Confirm {...step.begun} back={back} confirmed={confirmed} />}
      {typeof step === 'object' && 'codes' in step && <BackupCodes codes={step.codes} done={back} />}
    </Setting>
  )
}

type Asked = { email: string; back: () => void }

function Start({ begun, ...asked }: Asked & { begun: (begun: TwoFactorBegun) => void }) {
  const starting = useMutation({
    mutationFn: (password: string) => answer(api.POST('/two-factor/start', { body: { password } })),
    onSuccess: begun,
  })
  return <ByPassword {...asked} verb="Go on" {...starting} />
}

function Stop({ back, ...asked }: Asked) {
  const queries = useQueryClient()
  const stopping = useMutation({
    mutationFn: (password: string) => answer(api.POST('/two-factor/stop', { body: { password } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey, exact: true })
      saidDone('From now on the password alone lets you in.')
      back()
    },
  })
  return <ByPassword {...asked} back={back} verb="Switch off" {...stopping} />
}

type ByPasswordProps = Asked & {
  verb: string
  mutate: (password: string) => void
  isPending: boolean
  error: Error | null
}

function ByPassword({ email, back, verb, mutate, isPending, error }: ByPasswordProps) {
  const [password, setPassword] = useState('')
  return (
    <Form label="Your password" act={() => mutate(password)}>
      <OfWhom email={email} />
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        required
        autoFocus
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <Said error={error} />
      <Group gap="xs">
        <Button type="submit" loading={isPending}>
          {verb}
        </Button>
        <Button variant="default" onClick={back}>
          Back
        </Button>
      </Group>
    </Form>
  )
}

type ConfirmProps = TwoFactorBegun & { back: () => void; confirmed: (codes: string[]) => void }

function Confirm({ uri, backupCodes, back, confirmed }: ConfirmProps) {
  const [code, setCode] = useState('')
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  const confirming = useMutation({
    mutationFn: () => answer(api.POST('/two-factor/confirm', { body: { code: code.replaceAll(' ', '') } })),
    onSuccess: () => confirmed(backupCodes),
  })
  return (
    <Form label="Set up the authenticator" act={() => confirming.mutate()}>
      <p>Let your authenticator read this, or type the key into it. Then type the code that it shows.</p>
      <Qr text={uri} label="The key for your authenticator, for its camera" />
      <Group gap="sm">
        <code className="secret-value">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        <Copy value={secret} what="Key" />
      </Group>
      <TextInput
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        autoFocus
        maw={160}
        value={code}
        onChange={event => setCode(event.currentTarget.value)}
      />
      <Said error={confirming.error} />
      <Group gap="xs">
        <Button type="submit" loading={confirming.isPending}>
          Switch on
        </Button>
        <Button variant="default" onClick={back}>
          Back
        </Button>
      </Group>
    </Form>
  )
}

import { Button, Loader, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { FirstRun } from '../api/schema.ts'
import { Form } from '../look/form.tsx'
import { CountrySelect, TimeZoneSelect } from '../look/place-fields.tsx'
import { guessedPlace, zonesOf } from '../look/places.ts'
import { faultAt, Said } from '../look/said.tsx'
import { Door, useLinkCode } from './door.tsx'
import { useEntered } from './entered.ts'
import { ToSignIn } from './link-pages.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { FirstRunWaits, firstRunQuery } from './sign-in-page.tsx'

/** Where the first company of a server is made, and its administrator. */
export function FirstRunPage() {
  const code = useLinkCode()
  const { data, error } = useQuery(firstRunQuery)
  return (
    <Door title="Welcome to Callout">
      <Said error={error} />
      {!data && !error && <Loader size="sm" aria-label="Loading" />}
      {data && !data.needed && (
        <>
          <p>This server has its administrator already: ask them for an invitation.</p>
          <ToSignIn />
        </>
      )}
      {data?.needed && (code ? <Begin code={code} /> : <FirstRunWaits />)}
    </Door>
  )
}

const SAID = ['company.name', 'company.code', 'company.timeZone', 'company.country', 'name', 'email', 'password']

function Begin({ code }: { code: string }) {
  const [company, setCompany] = useState(() => ({ name: '', code: '', ...guessedPlace() }))
  const [you, setYou] = useState({ name: '', email: '', password: '' })
  const entered = useEntered()
  const beginning = useMutation({
    mutationFn: () => answer(api.POST('/first-run', { body: { code, company, ...you } })),
    onSuccess: entered,
  })
  const { error } = beginning
  return (
    <Form label="Begin" act={() => beginning.mutate()}>
      <p>You make the company that works here and become its administrator; everybody else is invited by you.</p>
      <CompanyFields company={company} set={more => setCompany({ ...company, ...more })} error={error} />
      <fieldset>
        <legend>You</legend>
        <TextInput
          label="Your name"
          autoComplete="name"
          required
          error={faultAt(error, 'name')}
          value={you.name}
          onChange={event => setYou({ ...you, name: event.currentTarget.value })}
        />
        <TextInput
          label="E-mail"
          description="You sign in by it."
          type="email"
          autoComplete="username"
          required
          error={faultAt(error, 'email')}
          value={you.email}
          onChange={event => setYou({ ...you, email: event.currentTarget.value })}
        />
        <NewPasswordField value={you.password} set={password => setYou({ ...you, password })} error={error} />
      </fieldset>
      <Said error={error} beside={SAID} />
      <Button type="submit" size="sm" loading={beginning.isPending}>
        Begin
      </Button>
    </Form>
  )
}

type Company = Required<FirstRun['company']>
type CompanyProps = { company: Company; set: (more: Partial<Company>) => void; error: unknown }

function CompanyFields({ company, set, error }: CompanyProps) {
  const [isCodeTyped, setCodeTyped] = useState(false)
  const named = (name: string) => set({ name, ...(!isCodeTyped && { code: lettersOf(name) }) })
  const moved = (country: string | null) => {
    const zones = zonesOf(country ?? '')
    const timeZone = zones.includes(company.timeZone) ? company.timeZone : (zones[0] ?? company.timeZone)
    const [language] = company.locale.split('-')
    if (country) set({ country, timeZone, locale: `${language}-${country}` })
  }
  return (
    <fieldset>
      <legend>Your company</legend>
      <TextInput
        label="Name"
        autoComplete="organization"
        required
        autoFocus
        error={faultAt(error, 'company.name')}
        value={company.name}
        onChange={event => named(event.currentTarget.value)}
      />
      <TextInput
        label="Code"
        description={`Three letters or digits, chosen once: your first job will be ${company.code || 'ABC'}-1.`}
        required
        maxLength={3}
        minLength={3}
        error={faultAt(error, 'company.code')}
        value={company.code}
        onChange={event => {
          setCodeTyped(true)
          set({ code: lettersOf(event.currentTarget.value) })
        }}
      />
      <CountrySelect
        label="Country"
        required
        error={faultAt(error, 'company.country')}
        value={company.country}
        onChange={moved}
      />
      <TimeZoneSelect
        label="Time zone"
        required
        country={company.country}
        error={faultAt(error, 'company.timeZone')}
        value={company.timeZone}
        onChange={timeZone => timeZone && set({ timeZone })}
      />
    </fieldset>
  )
}

const lettersOf = (text: string): string =>
  text
    .normalize('NFD')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(0, 3)

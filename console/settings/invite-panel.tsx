import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { Person } from '../api/schema.ts'
import { EntrySelect } from '../look/entries.tsx'
import { Form } from '../look/form.tsx'
import { faultAt, Said } from '../look/said.tsx'
import { GivenLink } from './given-link.tsx'
import { Panel } from './panel.tsx'
import { accountsQuery } from './queries.ts'
import { isSignInRole, ROLES, SIGN_IN_ROLES, type SignInRole } from './words.ts'

/** Lets somebody choose a password and come in: a person of the directory, or one who is added now. */
export function InvitePanel() {
  const { person } = useSearch({ from: '/inside/settings/people/invite' })
  const [who, setWho] = useState<'new' | 'known'>(person ? 'known' : 'new')
  const [id, setId] = useState<string | null>(person ?? null)
  const { data: known } = useQuery({
    queryKey: ['directory', 'people', id],
    queryFn: () => answer(api.GET('/people/{id}', { params: { path: { id: id! } } })),
    enabled: who === 'known' && id !== null,
  })
  return (
    <Panel title="Invite somebody" list="/settings/people">
      <SegmentedControl
        aria-label="Who"
        value={who}
        onChange={chosen => setWho(chosen as typeof who)}
        data={[
          { value: 'new', label: 'Somebody new' },
          { value: 'known', label: 'In the directory' },
        ]}
      />
      {who === 'new' && <Inviting key="new" />}
      {who === 'known' && (
        <EntrySelect kind="people" label="Person" placeholder="Type a name" value={id} onChange={setId} maw={420} />
      )}
      {who === 'known' && known && <Inviting key={known.id} person={known} />}
    </Panel>
  )
}

type Wanted = { name: string; email: string; role: SignInRole }

function Inviting({ person }: { person?: Person }) {
  const [wanted, setWanted] = useState<Wanted>({
    name: person?.name ?? '',
    email: person?.email ?? '',
    role: person && isSignInRole(person.role) ? person.role : 'dispatcher',
  })
  const set = (more: Partial<Wanted>) => setWanted({ ...wanted, ...more })
  const queries = useQueryClient()
  // Who was added stays so when the invitation fails: trying again must not add him twice.
  const kept = useRef(person)
  const inviting = useMutation({
    mutationFn: async () => {
      kept.current = await keep(kept.current, wanted)
      return answer(api.POST('/invitations', { body: { personId: kept.current.id } }))
    },
    onSettled: () => queries.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  })
  const { error, data } = inviting
  if (data) return <GivenLink given={data} name={wanted.name} />
  return (
    <Form label="Invite" act={() => inviting.mutate()}>
      {!person && (
        <TextInput
          label="Name"
          required
          autoFocus
          error={faultAt(error, 'name')}
          value={wanted.name}
          onChange={event => set({ name: event.currentTarget.value })}
        />
      )}
      <TextInput
        label="E-mail"
        description="By which the person signs in."
        type="email"
        required
        error={faultAt(error, 'email')}
        value={wanted.email}
        onChange={event => set({ email: event.currentTarget.value })}
      />
      <Select
        label="Role"
        description={`${ROLES[wanted.role].name} ${ROLES[wanted.role].about}`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={SIGN_IN_ROLES.map(value => ({ value, label: ROLES[value].name }))}
        value={wanted.role}
        onChange={role => role && isSignInRole(role) && set({ role })}
      />
      <Said error={error} beside={['name', 'email']} />
      <div>
        <Button type="submit" loading={inviting.isPending}>
          Invite
        </Button>
      </div>
    </Form>
  )
}

/** The person as the directory keeps him: added, or changed where something else is wanted. */
async function keep(person: Person | undefined, wanted: Wanted): Promise<Person> {
  if (!person) return answer(api.POST('/people', { body: wanted }))
  const { name, email, role } = wanted
  if (person.name === name && person.email === email && person.role === role) return person
  return answer(api.PATCH('/people/{id}', { params: { path: { id: person.id } }, body: wanted }))
}

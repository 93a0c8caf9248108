import { Button, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { ApiKey } from '../api/schema.ts'
import { ButtonLink } from '../look/button-link.tsx'
import { Form } from '../look/form.tsx'
import { faultAt, Said } from '../look/said.tsx'
import { Secret } from '../look/secret.tsx'
import { Panel } from './panel.tsx'
import { keysQuery } from './queries.ts'
import { SCOPES } from './words.ts'

type Scope = ApiKey['scopes'][number]

/** A key for another program, whose secret is shown once. */
export function NewKeyPanel() {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<Scope>('dispatch')
  const queries = useQueryClient()
  const making = useMutation({
    mutationFn: () => answer(api.POST('/keys', { body: { name, scopes: [scope] } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  })
  return (
    <Panel title="Make a key" list="/settings/keys">
      {making.data ? (
        <Made name={name} secret={making.data.secret ?? ''} />
      ) : (
        <Form label="Make a key" act={() => making.mutate()}>
          <TextInput
            label="For which program"
            description="It stands in the record of everything that is done with the key."
            placeholder="Monitoring software"
            required
            autoFocus
            error={faultAt(making.error, 'name')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Radio.Group label="What it may do" value={scope} onChange={chosen => setScope(chosen as Scope)}>
            <Stack gap="sm" mt={6}>
              {Object.entries(SCOPES).map(([value, words]) => (
                <Radio key={value} value={value} label={words.name} description={words.about} />
              ))}
            </Stack>
          </Radio.Group>
          <Said error={making.error} beside={['name']} />
          <div>
            <Button type="submit" loading={making.isPending}>
              Make key
            </Button>
          </div>
        </Form>
      )}
    </Panel>
  )
}

const Made = ({ name, secret }: { name: string; secret: string }) => (
  <>
    <p role="status">
      <strong className="good">✓ The key for {name} is made.</strong> Copy it into that program now: it is not kept
      here, and not shown again.
    </p>
    <Secret label="Key" value={secret} />
    <div>
      <ButtonLink to="/settings/keys">I have copied it</ButtonLink>
    </div>
  </>
)

import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { ButtonLink } from '../look/button-link.tsx'
import { Form } from '../look/form.tsx'
import { faultAt, Said } from '../look/said.tsx'
import { Panel } from './panel.tsx'
import { SigningSecret } from './program-secret.tsx'
import { webhooksQuery } from './queries.ts'

/** A program that is to be told, at its address. */
export function NewProgramPanel() {
  const [url, setUrl] = useState('https://')
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: () => answer(api.POST('/webhooks', { body: { url } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  })
  const { data, error } = adding
  return (
    <Panel title="Add a program" list="/settings/programs">
      {data ? (
        <>
          <p role="status">
            <strong className="good">✓ {data.webhook.url} is added.</strong> Now give it its secret, try it, and let a
            rule tell it by webhook.
          </p>
          <SigningSecret secret={data.secret} />
          <div>
            <ButtonLink to="/settings/programs/$id" params={{ id: data.webhook.id }}>
              I have copied it
            </ButtonLink>
          </div>
        </>
      ) : (
        <Form label="Add a program" act={() => adding.mutate()}>
          <TextInput
            label="Address"
            description="Where the program listens. Messages are posted there as JSON, signed by Standard Webhooks."
            type="url"
            required
            autoFocus
            error={faultAt(error, 'url')}
            value={url}
            onChange={event => setUrl(event.currentTarget.value)}
          />
          <Said error={error} beside={['url']} />
          <div>
            <Button type="submit" loading={adding.isPending}>
              Add program
            </Button>
          </div>
        </Form>
      )}
    </Panel>
  )
}

import { Button, FileButton, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answer, api, Refused } from '../api/client.ts'
import { saidDone, saidFailed } from '../shell/undo.tsx'
import { useMay } from '../sign-in/me.ts'

const at = (id: string) => ({ path: { id } })

const portraitQuery = (personId: string) => ({
  queryKey: ['directory', 'people', personId, 'portrait'],
  queryFn: () =>
    answer(api.GET('/people/{id}/portrait', { params: at(personId), parseAs: 'blob' })).then(
      image => image as unknown as Blob,
      nobodySaid,
    ),
})

function nobodySaid(error: unknown): null {
  if (error instanceof Refused && error.problem.status === 404) return null
  throw error
}

/** How a person looks, as customers see it on the page of their job. */
export function Portrait({ personId, name }: { personId: string; name: string }) {
  const may = useMay('administer')
  const { data } = useQuery(portraitQuery(personId))
  const { show, remove } = usePortrait(personId)
  const source = useSource(data)
  if (data === undefined || (data === null && !may)) return null
  return (
    <Group gap="sm" className="portrait">
      {source ? <img src={source} alt={`How ${name} looks`} width={72} height={72} /> : <NoFace />}
      <div>
        <p className="dim">Customers see this on the page of their job.</p>
        {may && (
          <Group gap="xs">
            <FileButton accept="image/jpeg,image/png" onChange={file => file && show.mutate(file)}>
              {props => (
                <Button {...props} variant="default" loading={show.isPending}>
                  {data ? 'Choose another picture' : 'Add a picture'}
                </Button>
              )}
            </FileButton>
            {data && (
              <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(data)}>
                Remove
              </Button>
            )}
          </Group>
        )}
      </div>
    </Group>
  )
}

const NoFace = () => <span className="no-face" aria-hidden />

function usePortrait(personId: string) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: portraitQuery(personId).queryKey })
  const put = (image: Blob) =>
    answer(
      api.PUT('/people/{id}/portrait', {
        params: at(personId),
        body: image as never,
        bodySerializer: body => body as never,
        headers: { 'content-type': image.type },
      }),
    )
  const show = useMutation({
    mutationFn: put,
    onSuccess: () => {
      saidDone('The picture is shown from now on.')
      return refresh()
    },
    onError: saidFailed,
  })
  const remove = useMutation({
    mutationFn: (_was: Blob) => answer(api.DELETE('/people/{id}/portrait', { params: at(personId) })),
    onSuccess: (_answer, was) => {
      saidDone('The picture was removed.', () => put(was).then(refresh))
      return refresh()
    },
    onError: saidFailed,
  })
  return { show, remove }
}

/** An address at which this page itself finds the picture. */
function useSource(image: Blob | null | undefined): string | undefined {
  const [source, setSource] = useState<string>()
  useEffect(() => {
    if (!image) return setSource(undefined)
    const made = URL.createObjectURL(image)
    setSource(made)
    return () => URL.revokeObjectURL(made)
  }, [image])
  return source
}

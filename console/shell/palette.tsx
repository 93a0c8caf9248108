import { Modal, ScrollArea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { answer, api } from '../api/client.ts'
import { type Deed, useAllDeeds, useDeeds } from '../look/keys.tsx'

/** Anything by its name, at Ctrl-K: pages, deeds, and jobs by number, site or address. */
export function Palette() {
  const [opened, { open, close }] = useDisclosure()
  useDeeds(useMemo(() => [{ name: 'Do anything by name', keys: 'Ctrl-k', about: 'Everywhere', act: open }], [open]))
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Do anything by name"
      size="lg"
      yOffset="12vh"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && <Search close={close} />}
    </Modal>
  )
}

const MOST = 12

function Search({ close }: { close: () => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const all = useAllDeeds()
  const jobs = useJobsNamed(typed)
  const named = all().filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()))
  const found = [...named.slice(0, MOST), ...jobs]
  const chosen = Math.min(at, found.length - 1)
  const act = (deed: Deed | undefined) => {
    close()
    // When this has closed, and the focus is back where it was.
    if (deed) setTimeout(deed.act)
  }
  const press = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((chosen + step + found.length) % Math.max(1, found.length))
    }
    if (event.key === 'Enter') act(found[chosen])
  }
  return (
    <>
      <TextInput
        data-autofocus
        aria-label="What to do, or which job"
        placeholder="Dispatch, templates, HRB-1234, Mill Road ..."
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
        onKeyDown={press}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-found"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
      />
      <ScrollArea.Autosize mah="50vh" mt="sm">
        <div role="listbox" id="palette-found" aria-label="Found">
          {found.map((deed, i) => (
            <button
              type="button"
              role="option"
              tabIndex={-1}
              id={`palette-${i}`}
              key={deed.about + deed.name}
              aria-selected={i === chosen}
              className="palette-row"
              onClick={() => act(deed)}
            >
              <span>{deed.name}</span>
              <small>{deed.keys ?? deed.about}</small>
            </button>
          ))}
        </div>
        {found.length === 0 && <p>Nothing is called that. Try a number, a site or a page.</p>}
      </ScrollArea.Autosize>
    </>
  )
}

function useJobsNamed(typed: string): Deed[] {
  const search = typed.trim()
  const navigate = useNavigate()
  const { data } = useQuery({
    queryKey: ['jobs named', search],
    queryFn: () => answer(api.GET('/jobs', { params: { query: { search, limit: 6 } } })),
    enabled: search.length > 1,
  })
  return (data?.items ?? []).map(({ reference, names }) => ({
    name: `${reference} ${names.site}`,
    about: names.status,
    act: () => navigate({ to: '/jobs/$reference', params: { reference } }),
  }))
}

import { Button, CloseButton, Group, Loader, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ButtonLink } from '../look/button-link.tsx'
import { EntryName, KINDS, type Kind } from '../look/entries.tsx'
import { useDeeds } from '../look/keys.tsx'
import { Nothing, Trouble } from '../look/page.tsx'
import { SearchField } from '../look/search-field.tsx'
import { useMay } from '../sign-in/me.ts'
import { ABOUT, type Asked, ORDER } from './about.ts'
import { EntryList } from './entry-list.tsx'
import { FIELDS } from './fields.ts'
import { useEntries } from './queries.ts'
import './directory.css'

/** Everything the company keeps about the world, a kind at a time, each entry beside its list. */
export function DirectoryPage() {
  const { kind } = useParams({ from: '/inside/directory/$kind' }) as { kind: Kind }
  const asked = useSearch({ from: '/inside/directory/$kind' })
  return (
    <>
      <title>{`${KINDS[kind].many} · Callout`}</title>
      <h1 className="unseen">Directory: {KINDS[kind].many}</h1>
      <div className="split">
        <div className="whole">
          <Bar key={kind} kind={kind} asked={asked} />
          <Narrowed asked={asked} />
          <Entries key={`list of ${kind}`} kind={kind} asked={asked} />
        </div>
        <Outlet />
      </div>
    </>
  )
}

function Bar({ kind, asked }: { kind: Kind; asked: Asked }) {
  const navigate = useNavigate()
  const may = useMay('administer')
  const add = useMemo(
    () => () => void navigate({ to: '/directory/$kind/new', params: { kind }, search: true }),
    [navigate, kind],
  )
  useDeeds(
    useMemo(
      () => [
        ...(may ? [{ name: `Add ${KINDS[kind].one}`, keys: 'n', about: 'Directory', act: add }] : []),
        ...ORDER.map((each, i) => ({
          name: `Show ${KINDS[each].many.toLowerCase()}`,
          keys: String(i + 1),
          about: 'Directory',
          act: () => void navigate({ to: '/directory/$kind', params: { kind: each } }),
        })),
      ],
      [may, add, kind, navigate],
    ),
  )
  return (
    <div className="bar">
      <nav className="views" aria-label="Kinds">
        {ORDER.map(each => (
          <Link
            key={each}
            to="/directory/$kind"
            params={{ kind: each }}
            className="view"
            aria-current={each === kind ? 'true' : undefined}
          >
            {KINDS[each].many}
          </Link>
        ))}
      </nav>
      <SearchField
        label={`Search ${KINDS[kind].many.toLowerCase()}`}
        placeholder={searchedIn(kind)}
        value={asked.search ?? ''}
        look={search => void navigate({ to: '.', search: before => ({ ...before, search }), replace: true })}
      />
      {may && <Button onClick={add}>Add</Button>}
      <Files kind={kind} may={may} />
    </div>
  )
}

function searchedIn(kind: Kind): string {
  if (kind === 'statuses') return 'Name, code'
  return FIELDS[kind].some(({ is }) => is === 'address' || is === 'e-mail') ? 'Name, address' : 'Name'
}

/** What is seldom done with a kind: putting a file in, and taking one out. */
function Files({ kind, may }: { kind: Kind; may: boolean }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" aria-label="Files">
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {may && (
          <Menu.Item component={Link} to={`/directory/${kind}/import`}>
            Import a file
          </Menu.Item>
        )}
        <Menu.Item component="a" href={`/api/v1/${kind}/csv`} download>
          Export all as CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const OF = {
  customerId: { kind: 'customers', words: 'Of the customer' },
  headOfficeId: { kind: 'customers', words: 'Of the head office' },
  alarmCompanyId: { kind: 'alarm-companies', words: 'Watched by' },
  regionId: { kind: 'regions', words: 'In the region' },
  providerId: { kind: 'providers', words: 'Of the provider' },
} as const

/** To whose entries the list is narrowed, and the way out of that. */
function Narrowed({ asked }: { asked: Asked }) {
  const navigate = useNavigate()
  const pointers = (Object.keys(OF) as (keyof typeof OF)[]).filter(pointer => asked[pointer])
  if (pointers.length === 0) return null
  return (
    <Group gap="xs" className="narrowed">
      {pointers.map(pointer => (
        <span key={pointer} className="narrowing-to">
          {OF[pointer].words}{' '}
          <strong>
            <EntryName kind={OF[pointer].kind} id={asked[pointer]!} />
          </strong>
          <CloseButton
            size="xs"
            aria-label="Show all"
            onClick={() => void navigate({ to: '.', search: before => ({ ...before, [pointer]: undefined }) })}
          />
        </span>
      ))}
    </Group>
  )
}

function Entries({ kind, asked }: { kind: Kind; asked: Asked }) {
  const { entry } = useParams({ strict: false })
  const { list, error, isOld, more, readMore, readAgain } = useEntries(kind, asked)
  if (error && !list) return <Trouble error={error} again={readAgain} />
  if (!list) return <Loader size="sm" m="md" aria-label="Loading" />
  if (list.entries.length === 0) return <Empty kind={kind} asked={asked} />
  return (
    <div className="entries-frame" aria-busy={isOld}>
      <EntryList {...{ kind, list, more, readMore }} open={entry} />
    </div>
  )
}

function Empty({ kind, asked }: { kind: Kind; asked: Asked }) {
  const may = useMay('administer')
  const { many, one } = KINDS[kind]
  if (Object.values(asked).some(Boolean)) {
    return (
      <Nothing
        title={`No ${one} matches`}
        deed={
          <Link to="/directory/$kind" params={{ kind }}>
            Show all {many.toLowerCase()}
          </Link>
        }
      >
        Search looks at names, codes and addresses.
      </Nothing>
    )
  }
  return (
    <Nothing
      title={`There are no ${many.toLowerCase()} yet`}
      deed={
        may && (
          <Group justify="center" gap="xs">
            <ButtonLink to="/directory/$kind/new" params={{ kind }}>
              Add {one}
            </ButtonLink>
            <ButtonLink to="/directory/$kind/import" params={{ kind }} variant="default">
              Import a file
            </ButtonLink>
          </Group>
        )
      }
    >
      {ABOUT[kind].teaches}
    </Nothing>
  )
}

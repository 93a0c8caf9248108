import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { answer, api } from '../api/client.ts'
import { useMe } from '../sign-in/me.ts'
import { saidFailed } from './undo.tsx'

/** Who is signed in and in which company, with what he may want to change for himself. */
export function PersonMenu() {
  const { person, actor, company } = useMe()
  const name = person?.name ?? actor.name
  return (
    <Menu position="right-end" width={210} withinPortal shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="rail-person">
          <span className="rail-initials" aria-hidden>
            {initialsOf(name)}
          </span>
          <span className="rail-name">
            {name} <small>{company.name}</small>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <PersonItems />
      </Menu.Dropdown>
    </Menu>
  )
}

const SCHEMES: readonly [MantineColorScheme, string][] = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['auto', 'As the system'],
]

/** The lines of that menu. */
export function PersonItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>On this machine</Menu.Label>
      <Menu.RadioGroup value={colorScheme} onChange={scheme => setColorScheme(scheme as MantineColorScheme)}>
        {SCHEMES.map(([scheme, words]) => (
          <Menu.RadioItem key={scheme} value={scheme}>
            {words}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
      <Menu.Item component={Link} to="/settings/you">
        Your settings
      </Menu.Item>
      <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
    </>
  )
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map(part => part[0] ?? '')
    .filter((_, i, all) => i === 0 || i === all.length - 1)
    .join('')
    .toUpperCase()

// The whole page anew: nothing that was read is left for whoever comes next.
const signOut = () =>
  answer(api.DELETE('/session')).then(() => {
    window.location.assign('/sign-in')
  }, saidFailed)

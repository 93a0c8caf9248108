import { Menu, Tooltip } from '@mantine/core'
import {
  IconAddressBook,
  IconAdjustments,
  IconBell,
  IconChartBar,
  IconDots,
  IconHeartbeat,
  IconLayoutList,
  IconMessages,
  IconTemplate,
} from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDeeds } from '../look/keys.tsx'
import { useMe } from '../sign-in/me.ts'
import { PersonItems, PersonMenu } from './person-menu.tsx'

// Rare: behind "More" on a phone.
const PLACES = [
  { to: '/board', name: 'Board', key: 'b', Icon: IconLayoutList },
  { to: '/messages', name: 'Messages', key: 'm', Icon: IconMessages },
  { to: '/directory', name: 'Directory', key: 'd', Icon: IconAddressBook },
  { to: '/rules', name: 'Rules', key: 'r', Icon: IconBell },
  { to: '/templates', name: 'Templates', key: 't', Icon: IconTemplate, rare: true },
  { to: '/reports', name: 'Reports', key: 'p', Icon: IconChartBar, rare: true },
  { to: '/health', name: 'Health', key: 'h', Icon: IconHeartbeat, rare: true },
  { to: '/settings', name: 'Settings', key: 's', Icon: IconAdjustments, rare: true },
] as const

/** The way to every page, always at the same place. */
export function Rail() {
  const navigate = useNavigate()
  useDeeds(
    useMemo(
      () =>
        PLACES.map(({ to, name, key }) => ({
          name: `Go to ${name}`,
          keys: `g ${key}`,
          about: 'Everywhere',
          act: () => void navigate({ to }),
        })),
      [navigate],
    ),
  )
  return (
    <nav className="rail" aria-label="Pages">
      {PLACES.map(({ to, name, Icon, ...rest }) => (
        <Tooltip key={to} label={name} position="right" events={{ hover: true, focus: false, touch: false }}>
          <Link
            to={to}
            className={'rare' in rest ? 'rail-place rail-rare' : 'rail-place'}
            activeProps={{ 'aria-current': 'page' }}
          >
            <Icon size={18} stroke={1.6} aria-hidden />
            <span>{name}</span>
          </Link>
        </Tooltip>
      ))}
      <PersonMenu />
      <More />
    </nav>
  )
}

/** On a phone, where not all have room: what one seldom needs there. */
function More() {
  const { person, company } = useMe()
  return (
    <Menu position="top-end" width={240} withinPortal shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="rail-place rail-more">
          <IconDots size={18} stroke={1.6} aria-hidden />
          <span>More</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {PLACES.filter(place => 'rare' in place).map(({ to, name, Icon }) => (
          <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={16} stroke={1.6} aria-hidden />}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>
          {person?.name}, {company.name}
        </Menu.Label>
        <PersonItems />
      </Menu.Dropdown>
    </Menu>
  )
}

import { Tooltip } from '@mantine/core'
import {
  IconAddressBook,
  IconAdjustments,
  IconBell,
  IconChartBar,
  IconHeartbeat,
  IconLayoutList,
  IconMessages,
  IconTemplate,
} from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDeeds } from './keys.tsx'

const PLACES = [
  { to: '/board', name: 'Board', key: 'b', Icon: IconLayoutList },
  { to: '/messages', name: 'Messages', key: 'm', Icon: IconMessages },
  { to: '/directory', name: 'Directory', key: 'd', Icon: IconAddressBook },
  { to: '/rules', name: 'Rules', key: 'r', Icon: IconBell },
  { to: '/templates', name: 'Templates', key: 't', Icon: IconTemplate },
  { to: '/reports', name: 'Reports', key: 'p', Icon: IconChartBar },
  { to: '/health', name: 'Health', key: 'h', Icon: IconHeartbeat },
  { to: '/settings', name: 'Settings', key: 's', Icon: IconAdjustments },
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
      {PLACES.map(({ to, name, Icon }) => (
        <Tooltip key={to} label={name} position="right" events={{ hover: true, focus: false, touch: false }}>
          <Link to={to} className="rail-place" activeProps={{ 'aria-current': 'page' }}>
            <Icon size={18} stroke={1.6} aria-hidden />
            <span>{name}</span>
          </Link>
        </Tooltip>
      ))}
    </nav>
  )
}

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { healthQuery } from '../api/health.ts'
import { briefly } from '../look/time.tsx'
import type { Lost } from './live.tsx'

const SEVERITIES = {
  alarm: { words: 'Sending is in trouble.', shape: '▲', tone: 'banner banner-act' },
  warning: { words: 'Have a look.', shape: '△', tone: 'banner banner-watch' },
} as const

const KEY = 'hidden-warnings'
const hiddenHere = (): number[] => JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as number[]

/**
 * The sender's own alarm, the worst first, on every page. It stands at the foot, so that nothing moves under the hand when
 * it comes or goes. A warning can be hidden until there is another; an alarm cannot.
 */
export function AlarmBanner() {
  const { data } = useQuery(healthQuery)
  const isThere = useRouterState({ select: ({ location }) => location.pathname === '/health' })
  const [hidden, setHidden] = useState(hiddenHere)
  const alarms = (data?.alarms ?? []).filter(({ id, severity }) => severity === 'alarm' || !hidden.includes(id))
  const [worst, ...others] = alarms
  if (!worst || isThere) return null
  const { words, shape, tone } = SEVERITIES[worst.severity]
  const hide = () => {
    const all = [...hidden, ...alarms.map(({ id }) => id)]
    sessionStorage.setItem(KEY, JSON.stringify(all))
    setHidden(all)
  }
  return (
    <div className={tone} role={worst.severity === 'alarm' ? 'alert' : 'status'}>
      <span aria-hidden>{shape}</span>
      <p>
        <strong>{words}</strong> {worst.words}
        {others.length > 0 && ` And ${others.length} more.`}
      </p>
      <Button component={Link} to="/health" variant="default">
        Look
      </Button>
      {worst.severity === 'warning' && (
        <Button variant="subtle" color="gray" onClick={hide}>
          Hide
        </Button>
      )}
    </div>
  )
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Says that what is on the screen may be old. */
export function LostBanner({ since }: { since: NonNullable<Lost> }) {
  return (
    <div className="banner banner-act" role="alert">
      <span aria-hidden>▲</span>
      <p>
        <strong>The server does not answer</strong> since {briefly(new Date(since).toISOString(), HERE, Date.now())}.
        What you see may be old. What you typed is kept; this page tries again by itself.
      </p>
    </div>
  )
}

import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Health, healthQuery } from '../api/health.ts'
import { Page, Trouble } from '../look/page.tsx'
import { Age, spanOf, useNow } from '../look/time.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { Channels } from './channels.tsx'
import { Contacts } from './contacts.tsx'
import { EarlierAlarms } from './earlier-alarms.tsx'
import { Machine } from './machine.tsx'
import { verdictOf } from './verdict.ts'
import './health.css'

/** Whether everybody is told what they should be, at a glance; what is wrong, what to do, and who cannot be reached. */
export function HealthPage() {
  const { data: health, error, refetch } = useQuery(healthQuery)
  const mayAdminister = useMay('administer')
  return (
    <Page title="Health">
      {error && !health && <Trouble error={error} again={() => void refetch()} />}
      {!health && !error && <Loader size="sm" aria-label="Loading" />}
      {health && (
        <>
          <Verdict health={health} />
          <div className="health-columns">
            <div>
              <Contacts />
              {mayAdminister && <EarlierAlarms />}
            </div>
            <div>
              <Channels channels={health.channels} />
              <Machine health={health} />
            </div>
          </div>
        </>
      )}
    </Page>
  )
}

const TONES = {
  well: { shape: '●', tone: 'good' },
  warning: { shape: '△', tone: 'watch' },
  alarm: { shape: '▲', tone: 'act' },
}

function Verdict({ health }: { health: Health }) {
  const { company } = useMe()
  const now = useNow()
  const { is, words } = verdictOf(health, now)
  const { shape, tone } = TONES[is]
  return (
    <section aria-label="How it stands" className={`verdict verdict-${is}`}>
      <p className={`verdict-words ${tone}`} role="status">
        <span aria-hidden>{shape}</span> {words}
      </p>
      <p className="dim">
        {health.lookedAt ? (
          <>Callout looked {spanOf(now - Date.parse(health.lookedAt))} ago and looks every 15 seconds. </>
        ) : (
          'Callout has not looked yet. '
        )}
        {pulseWords(health)}
      </p>
      {health.alarms.length > 0 && (
        <ul aria-label="What is wrong">
          {health.alarms.map(({ id, severity, words, since }) => (
            <li key={id}>
              <span className={TONES[severity].tone}>
                <span aria-hidden>{TONES[severity].shape}</span>{' '}
                <strong>{severity === 'alarm' ? 'Alarm' : 'Warning'}</strong>
              </span>
              <span>{words}</span>
              <span className="dim">
                for <Age since={since} zone={company.timeZone} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function pulseWords({ heartbeat }: Health): string {
  if (!heartbeat)
    return 'No watcher outside is set up: set HEARTBEAT_URL, and somebody hears when this server falls silent.'
  return heartbeat.failing
    ? `The watcher outside cannot be reached: ${heartbeat.failing}`
    : 'A watcher outside hears from it every minute.'
}

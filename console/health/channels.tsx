import type { Channel } from '../api/health.ts'
import { Moment } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'

const NAMES = { email: 'E-mail', sms: 'Texts', voice: 'Calls', webhook: 'Webhooks' } as const
const SETTINGS = { email: 'SMTP_URL', sms: 'SMS_URL', voice: 'VOICE_URL', webhook: 'a webhook' } as const

const STANDINGS = {
  working: { words: 'working', shape: '●', tone: 'good' },
  paused: { words: 'paused', shape: '‖', tone: 'act' },
  broken: { words: 'cannot be reached, is tried again', shape: '↻', tone: 'watch' },
} as const

/** By which ways messages leave this server, and through which accounts; what is captured is said plainly. */
export function Channels({ channels }: { channels: readonly Channel[] }) {
  return (
    <section aria-labelledby="channels">
      <h2 id="channels">Ways out</h2>
      <ul className="channels">
        {channels.map(channel => (
          <li key={channel.channel}>
            <strong>{NAMES[channel.channel]}</strong>
            <div>{channel.goes === 'nowhere' ? <Captured {...channel} /> : <Accounts {...channel} />}</div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Captured({ channel }: Channel) {
  return (
    <span className="watch">
      <span aria-hidden>□</span> Captured: nothing leaves this server until {SETTINGS[channel]} is set.
    </span>
  )
}

function Accounts({ accounts }: Channel) {
  const { company } = useMe()
  return accounts.map(({ name, is, because, workedAt }) => {
    const { words, shape, tone } = STANDINGS[is]
    return (
      <div key={name}>
        {name}{' '}
        <span className={tone}>
          <span aria-hidden>{shape}</span> {words}
        </span>
        {because && <span>: {because}</span>}
        {workedAt ? (
          <span className="dim">
            {' '}
            last worked <Moment at={workedAt} zone={company.timeZone} to="second" />
          </span>
        ) : (
          is === 'working' && <span className="dim"> not needed yet</span>
        )}
      </div>
    )
  })
}

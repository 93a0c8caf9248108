import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type Contact, contactsPage, type Trouble } from '../api/health.ts'
import { ChannelMark } from '../look/channel.tsx'
import { Trouble as TroubleAlert } from '../look/page.tsx'
import { Moment } from '../look/time.tsx'
import { useMay, useMe } from '../sign-in/me.ts'
import { ContactDeed } from './contact-deed.tsx'

const KINDS = {
  dead: { title: 'Messages come back', about: 'Nothing but dispatches is sent there until somebody has put it right.' },
  'opted-out': { title: 'Want no messages', about: 'Only dispatches still go there.' },
  'never-reached': { title: 'Never written to', about: 'A rule or an entry names them; nothing has gone there yet.' },
} as const

/** Addresses that cannot be reached: why, since when, who names them, and the one deed that helps. */
export function Contacts() {
  return (
    <section aria-labelledby="contacts">
      <h2 id="contacts">Who cannot be reached</h2>
      {(Object.keys(KINDS) as Trouble[]).map(trouble => (
        <InTrouble key={trouble} trouble={trouble} />
      ))}
    </section>
  )
}

function InTrouble({ trouble }: { trouble: Trouble }) {
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['health', 'contacts', trouble],
    queryFn: ({ pageParam }) => contactsPage(trouble, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const { title, about } = KINDS[trouble]
  if (error && !data) return <TroubleAlert error={error} again={() => void refetch()} />
  const contacts = data?.pages.flatMap(({ items }) => items)
  return (
    <details className="in-trouble" open={trouble !== 'never-reached' && (contacts?.length ?? 0) > 0}>
      <summary>
        <h3>{title}</h3>{' '}
        <span className={trouble === 'dead' && contacts && contacts.length > 0 ? 'figures act' : 'figures dim'}>
          {contacts && `${contacts.length}${hasNextPage ? ' or more' : ''}`}
        </span>
      </summary>
      <p className="dim">{about}</p>
      <ul>
        {contacts?.map(contact => (
          <li key={`${contact.channel} ${contact.address}`}>
            <ContactLine contact={contact} trouble={trouble} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </details>
  )
}

function ContactLine({ contact, trouble }: { contact: Contact; trouble: Trouble }) {
  const { company } = useMe()
  const may = useMay('dispatch')
  const { channel, address, uses, urgent, failures } = contact
  const [because, since] =
    trouble === 'dead' ? [contact.deadBecause, contact.deadSince] : [contact.optedOutBecause, contact.optedOutAt]
  return (
    <div className="contact">
      <div>
        <strong>
          <ChannelMark channel={channel} /> {address}
        </strong>
        <div>
          {trouble !== 'never-reached' && because}
          {trouble !== 'never-reached' && since && (
            <span className="dim">
              {' '}
              since <Moment at={since} zone={company.timeZone} />
              {trouble === 'dead' && failures > 1 && `, ${failures} failures`}
            </span>
          )}
        </div>
        <div className="dim">
          {uses.length === 0 ? 'No rule or entry names it.' : `Named by ${namedBy(uses)}.`}
          {urgent && <span className="watch"> Dispatches go there all the same.</span>}
        </div>
      </div>
      {may && trouble !== 'never-reached' && <ContactDeed contact={contact} trouble={trouble} />}
    </div>
  )
}

const USES = {
  rule: { one: 'the rule for', many: 'rules for' },
  'report-schedule': { one: 'the report', many: 'reports called' },
  provider: { one: 'the provider', many: 'providers called' },
  person: { one: '', many: 'people called' },
} as const
/** As many as are named; of the others only how many there are. */
const NAMED = 3

/** "3 rules for Facilities desk, the provider Night Owl". */
function namedBy(uses: Contact['uses']): string {
  const alike = [...Map.groupBy(uses, ({ kind, name }) => `${kind} ${name}`).values()]
  const names = alike
    .slice(0, NAMED)
    .map(([{ kind, name } = uses[0]!, ...more]) =>
      (more.length === 0 ? `${USES[kind].one} ${name}` : `${more.length + 1} ${USES[kind].many} ${name}`).trim(),
    )
  const rest = alike.length - names.length
  return [...names, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}

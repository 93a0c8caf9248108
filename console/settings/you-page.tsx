import { useSuspenseQuery } from '@tanstack/react-query'
import { Page } from '../look/page.tsx'
import { useMe } from '../sign-in/me.ts'
import { OwnPassword } from './own-password.tsx'
import { OwnSessions } from './own-sessions.tsx'
import { sessionsQuery } from './queries.ts'
import { SecondFactor } from './second-factor.tsx'
import { Group, Setting } from './setting.tsx'
import { ROLES } from './words.ts'

/** What everybody may change for himself. */
export function YouPage() {
  const { person, company, twoFactor } = useMe()
  const { data } = useSuspenseQuery(sessionsQuery)
  if (!person) return null
  return (
    <Page title="You">
      <Group title={person.name}>
        <Setting name="You sign in as">{person.email}</Setting>
        <Setting name="Your role" about={`An administrator of ${company.name} changes it.`}>
          {ROLES[person.role].name}: {ROLES[person.role].about}
        </Setting>
        <OwnPassword email={person.email} />
        <SecondFactor isOn={twoFactor === true} email={person.email} />
      </Group>
      <OwnSessions sessions={data.items} zone={company.timeZone} />
    </Page>
  )
}

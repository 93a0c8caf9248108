import { Select } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CompanyChange } from '../api/schema.ts'
import { Edit } from '../look/edit.tsx'
import { EntrySelect } from '../look/entries.tsx'
import { Page } from '../look/page.tsx'
import { CountrySelect, TimeZoneSelect } from '../look/place-fields.tsx'
import { locales } from '../look/places.ts'
import { saidFailed } from '../shell/undo.tsx'
import { Holidays } from './holidays.tsx'
import { Prices } from './prices.tsx'
import { useCompany, useSaveCompany } from './queries.ts'
import { hoursEditor, hoursInWords, hoursOf, wordOfHours } from './quiet-hours.tsx'
import { Group, Setting, SwitchSetting } from './setting.tsx'

/** Everything that is set for the whole company, each edited where it stands. */
export function CompanyPage() {
  return (
    <Page title="Company">
      <Itself />
      <Quiet />
      <Jobs />
      <Customers />
      <Prices />
    </Page>
  )
}

type TextField = 'name' | 'replyTo' | 'reviewUrl' | 'holidaysOf'
type Texts = { field: TextField; name: string; about: ReactNode; none?: string }

function TextSetting({ field, name, about, none = 'None' }: Texts) {
  const company = useCompany()
  const save = useSaveCompany()
  return (
    <Setting name={name} about={about}>
      <Edit
        label={name}
        value={company[field] ?? ''}
        shown={company[field] || <span className="dim">{none}</span>}
        save={typed => save({ [field]: typed === '' && field !== 'name' ? null : typed } as CompanyChange, name)}
      />
    </Setting>
  )
}

function Itself() {
  const { code, country, timeZone, locale } = useCompany()
  const save = useSaveCompany()
  const put = (change: CompanyChange, name: string) => void save(change, name).catch(saidFailed)
  return (
    <Group title="Your company">
      <TextSetting field="name" name="Name" about="As customers read it in messages." />
      <Setting name="Code" about={`Chosen once: it stands in every job number, such as ${code}-1.`}>
        {code}
      </Setting>
      <Setting name="Country" about="Phone numbers of this country are written without a country code.">
        <CountrySelect
          aria-label="Country"
          value={country}
          onChange={value => value && put({ country: value }, 'Country')}
        />
      </Setting>
      <Setting name="Time zone" about="For reports and figures, and for new sites. Every site has its own clock.">
        <TimeZoneSelect
          aria-label="Time zone"
          country={country}
          value={timeZone}
          onChange={value => value && put({ timeZone: value }, 'Time zone')}
        />
      </Setting>
      <Setting
        name="Language and dates"
        about="In what messages are written, unless a customer wants another language."
      >
        <Select
          aria-label="Language and dates"
          searchable
          data={locales(locale)}
          value={locale}
          onChange={value => value && put({ locale: value }, 'Language')}
        />
      </Setting>
    </Group>
  )
}

function Quiet() {
  const { quietHours, quietHolidays } = useCompany()
  const save = useSaveCompany()
  return (
    <Group title="When it is quiet">
      <Setting
        name="Quiet hours"
        about="On the site's clock. Only urgent messages go out; the others wait for the end."
      >
        <Edit
          label="Quiet hours"
          value={wordOfHours(quietHours)}
          shown={hoursInWords(quietHours)}
          editor={hoursEditor}
          save={async typed => save({ quietHours: hoursOf(typed) }, 'Quiet hours')}
        />
      </Setting>
      <SwitchSetting
        name="Public holidays are quiet"
        about="All day, as quiet hours are."
        on={quietHolidays}
        set={on => void save({ quietHolidays: on }, 'Public holidays').catch(saidFailed)}
      />
      <TextSetting
        field="holidaysOf"
        name="Holidays of"
        about="A country or one of its states, by its code: AU-NSW, GB-SCT, DE-BY."
        none="Of your country"
      />
      <Holidays />
    </Group>
  )
}

const MUTES = [
  { value: 'everything', label: 'Everything' },
  { value: 'reminders', label: 'Reminders only' },
]

function Jobs() {
  const { deferralMutes, approvesReports } = useCompany()
  const save = useSaveCompany()
  return (
    <Group title="Jobs">
      <Setting name="Deferring a job silences" about="What nobody is told of a job while it is deferred.">
        <Select
          aria-label="Deferring a job silences"
          data={MUTES}
          value={deferralMutes}
          onChange={value =>
            value && void save({ deferralMutes: value as typeof deferralMutes }, 'Deferring').catch(saidFailed)
          }
        />
      </Setting>
      <SwitchSetting
        name="Job reports are approved first"
        about="Somebody looks at a job report before it goes to the customer."
        on={approvesReports}
        set={on => void save({ approvesReports: on }, 'Approving').catch(saidFailed)}
      />
    </Group>
  )
}

function Customers() {
  const { takesRequests, requestTypeId } = useCompany()
  const save = useSaveCompany()
  return (
    <Group title="Customers">
      <TextSetting
        field="replyTo"
        name="Answers to e-mail go to"
        about="Unless a region says otherwise."
        none="To the sender"
      />
      <SwitchSetting
        name="Customers may ask for service"
        about="By a link in their messages, without an account. It becomes a request that you accept or reject."
        on={takesRequests}
        set={on => void save({ takesRequests: on }, 'Requests').catch(saidFailed)}
      />
      <Setting
        name="What they ask for becomes"
        about="The service type of such a request; without one, nobody can ask."
      >
        <EntrySelect
          kind="service-types"
          aria-label="What they ask for becomes"
          placeholder="None"
          clearable
          clearButtonProps={{ 'aria-label': 'None' }}
          value={requestTypeId}
          onChange={id => void save({ requestTypeId: id }, 'Service type').catch(saidFailed)}
        />
      </Setting>
      <TextSetting
        field="reviewUrl"
        name="Reviews"
        about="The page where customers may say how it was."
        none="Nowhere"
      />
    </Group>
  )
}

import { Switch } from '@mantine/core'
import type { ReactNode } from 'react'
import { useId } from 'react'

/** Settings that belong together, under one heading. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="settings-group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

/** One setting: its name, a sentence on what it does, and where it is changed. */
export function Setting({ name, about, children }: { name: string; about?: ReactNode; children: ReactNode }) {
  return (
    <div className="setting">
      <div>
        <div className="setting-name">{name}</div>
        {about && <p className="dim">{about}</p>}
      </div>
      <div className="setting-value">{children}</div>
    </div>
  )
}

type OnOff = { name: string; about: ReactNode; on: boolean; set: (on: boolean) => void }

/** One that is on or off. */
export function SwitchSetting({ name, about, on, set }: OnOff) {
  return (
    <Setting name={name} about={about}>
      <Switch
        aria-label={name}
        label={on ? 'Yes' : 'No'}
        checked={on}
        onChange={event => set(event.currentTarget.checked)}
      />
    </Setting>
  )
}

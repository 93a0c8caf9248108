import { Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'

const MINUTE = 60_000

/** The present moment in milliseconds, which moves on by itself: once in ten seconds, for everybody at once. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(tick)
  }, [])
  return now
}

/** "40 s", "12 min", "3 h 5 min", "2 days": how long that is, as people say it. */
export function spanOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 || hours >= 10 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} days`
}

const formats = new Map<string, Intl.DateTimeFormat>()
let language: string | undefined

/** Days and times are read as the company writes them: "21 Nov", not "Nov 21". */
export function writeAs(locale: string): void {
  language = locale
  formats.clear()
}

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, { timeZone: zone, ...options })
  formats.set(key, known)
  return known
}

/** "21 Nov 2026, 02:14:05 AEDT": all of it, in the site's own time, with the zone named. */
export const exactly = (at: string, zone: string): string =>
  format(zone, { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' } as Intl.DateTimeFormatOptions).format(
    new Date(at),
  )

type To = 'minute' | 'second'

/** "02:14" today at the site; "20 Nov 02:14" on another day. */
export function briefly(at: string, zone: string, now: number, to: To = 'minute'): string {
  const day = format(zone, { day: 'numeric', month: 'short', year: 'numeric' })
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  const time = format(zone, { ...clock, ...(to === 'second' && { second: '2-digit' }) }).format(new Date(at))
  if (day.format(new Date(at)) === day.format(now)) return time
  const far = Math.abs(now - Date.parse(at)) > 300 * 24 * 60 * MINUTE
  const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', ...(far && { year: 'numeric' }) }
  return `${format(zone, date).format(new Date(at))} ${time}`
}

/** A day on the calendar: "Mon, 23 Nov", with its year "Mon, 23 Nov 2026". */
export const dayInWords = (day: string, with_?: 'with year'): string =>
  format('UTC', {
    ...({ weekday: 'short', day: 'numeric', month: 'short' } as const),
    ...(with_ && { year: 'numeric' }),
  }).format(new Date(day))

/** The same without its weekday, where there are many: "23 Nov". */
export const dayBriefly = (day: string): string =>
  format('UTC', { day: 'numeric', month: 'short' }).format(new Date(day))

/** A moment as it is read at the site; exactly, and with its zone, when pointed at. */
export function Moment({ at, zone, to }: { at: string; zone: string; to?: To }) {
  const now = useNow()
  return (
    <Tooltip label={exactly(at, zone)}>
      <time dateTime={at}>{briefly(at, zone, now, to)}</time>
    </Tooltip>
  )
}

/** How long ago that was: "12 min". */
export function Age({ since, zone }: { since: string; zone: string }) {
  const now = useNow()
  return (
    <Tooltip label={exactly(since, zone)}>
      <time dateTime={since}>{spanOf(now - Date.parse(since))}</time>
    </Tooltip>
  )
}

import type { Spoken } from './languages/vocabulary.ts'

/** "ABC-1234" as a voice must say it to be understood: "A B C, 1 2 3 4". */
export const spokenNumber = (number: string): string =>
  number
    .split('-')
    .map(part => [...part].join(' '))
    .join(', ')

/** Written lines as sentences that a voice can read: no addresses of the web, times as people say them, full stops. */
export const asSpoken = (text: string, { time, until }: Pick<Spoken, 'time' | 'until'>): string =>
  text
    .replaceAll(/\b(?:https?:\/\/|www\.)\S+/gi, '')
    .replaceAll(BETWEEN_TIMES, ` ${until} `)
    .replaceAll(TIME, (_, hour: string, minute: string) => time(Number(hour), minute))
    .split('\n')
    .map(asSentence)
    .filter(sentence => sentence !== '')
    .join(' ')

// "09:00–11:00" and "09:00 – 11:00".
const BETWEEN_TIMES = /(?<=:[0-5]\d) ?– ?(?=\d)/g
// "02:14 AEDT", "02:14 GMT+11" and "02:14 Uhr MEZ": on the phone nobody asks for the zone, for it is the site's.
const TIME = /\b([01]\d|2[0-3]):([0-5]\d)\b(?: Uhr)?(?: (?:[A-Z]{2,5}\b|GMT)(?:[+-]\d{1,2}(?::\d\d)?)?)?/g

/** One line with one full stop at its end, and none where something was left out. */
function asSentence(written: string): string {
  const said = written
    .replace(/^[-*\s]+/, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,;:])/g, '$1')
    .replace(/[.,;:\s]+$/, '')
  return said === '' || /[?!]$/.test(said) ? said : `${said}.`
}

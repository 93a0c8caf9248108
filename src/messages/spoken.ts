/** "ABC-1234" as a voice must say it to be understood: "A B C, 1 2 3 4". */
export const spokenNumber = (number: string): string =>
  number
    .split('-')
    .map(part => [...part].join(' '))
    .join(', ')

/** An address as it is said: "12 Mill Rd" is 12 Mill Road, and "St Kilda Rd" Saint Kilda Road. */
export const spokenAddress = (address: string): string =>
  address.replace(WORD, (written, word: string, at: number) => {
    if (word === 'St' || word === 'Dr') return beginsName(address, at, written) ? TITLES[word] : ROADS[word]!
    return ROADS[word] ?? written
  })

const TITLES = { St: 'Saint', Dr: 'Doctor' } as const

// As addresses are written in Australia, New Zealand, Britain and North America; only in this spelling, for "av" and "pl"
// are also words.
const ROADS: Readonly<Record<string, string>> = {
  ...{ Rd: 'Road', St: 'Street', Ave: 'Avenue', Av: 'Avenue', Dr: 'Drive', Ct: 'Court', Pl: 'Place', Ln: 'Lane' },
  ...{ Cres: 'Crescent', Cr: 'Crescent', Hwy: 'Highway', Pde: 'Parade', Tce: 'Terrace', Blvd: 'Boulevard' },
  ...{ Cl: 'Close', Sq: 'Square', Gr: 'Grove', Esp: 'Esplanade', Pkwy: 'Parkway', Mt: 'Mount', Ft: 'Fort' },
  ...{ Bldg: 'Building', Lvl: 'Level', Fl: 'Floor', Ste: 'Suite', Apt: 'Apartment', Cnr: 'Corner of' },
}

const WORD = new RegExp(String.raw`\b(${Object.keys(ROADS).join('|')})\b\.?`, 'g')

/** Before it is nothing, a number or a comma, and after it comes a name: "12 St Kilda Rd", and not "Mill St, Orange". */
const beginsName = (address: string, at: number, written: string): boolean =>
  /(^|[\d,;/]\s*)$/.test(address.slice(0, at)) && /^\s+\p{Lu}/u.test(address.slice(at + written.length))

/** Written lines as sentences that a voice can read: no addresses of the web, times as people say them, full stops. */
export const asSpoken = (text: string): string =>
  text
    .replaceAll(/\b(?:https?:\/\/|www\.)\S+/gi, '')
    .replaceAll(TIME, (_, hour: string, minute: string) => spokenTime(Number(hour), minute))
    .split('\n')
    .map(asSentence)
    .filter(sentence => sentence !== '')
    .join(' ')

// "02:14 AEDT" and "02:14 GMT+11": on the phone nobody asks for the zone, for it is the site's.
const TIME = /\b([01]\d|2[0-3]):([0-5]\d)\b(?: (?:[A-Z]{2,5}\b|GMT)(?:[+-]\d{1,2}(?::\d\d)?)?)?/g

function spokenTime(hour: number, minute: string): string {
  if (minute === '00' && hour % 12 === 0) return hour === 0 ? 'midnight' : 'noon'
  const part = hour < 12 ? 'in the morning' : hour < 18 ? 'in the afternoon' : hour < 22 ? 'in the evening' : 'at night'
  const said = minute === '00' ? '' : minute.startsWith('0') ? ` oh ${minute.slice(1)}` : ` ${minute}`
  return `${hour % 12 || 12}${said} ${part}`
}

/** One line with one full stop at its end, and none where something was left out. */
function asSentence(written: string): string {
  const said = written
    .replace(/^[-*\s]+/, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,;:])/g, '$1')
    .replace(/[.,;:\s]+$/, '')
  return said === '' || /[?!]$/.test(said) ? said : `${said}.`
}

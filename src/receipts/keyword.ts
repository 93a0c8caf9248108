export const MEANINGS = ['stop', 'start', 'help', 'reply'] as const
/** What somebody means who answers with one of the words that phone companies everywhere understand. */
export type Meaning = (typeof MEANINGS)[number]

// What carriers in North America must obey, and how people in Europe write the same.
const WORDS: Readonly<Record<Exclude<Meaning, 'reply'>, readonly string[]>> = {
  stop: [
    ...[
      'stop',
      'stopall',
      'stop all',
      'unsubscribe',
      'cancel',
      'end',
      'quit',
      'revoke',
      'optout',
      'opt out',
      'opt-out',
    ],
    ...['stopp', 'arret', 'stop sms', 'abmelden', 'afmelden', 'baja', 'cancella', 'disiscriviti', 'avsluta'],
  ],
  start: ['start', 'yes', 'unstop', 'subscribe', 'opt in', 'opt-in', 'optin'],
  help: ['help', 'info', 'aide', 'hilfe', 'ayuda', 'aiuto'],
}
const MEANING = new Map(
  Object.entries(WORDS).flatMap(([meaning, words]) => words.map(word => [word, meaning as Meaning] as const)),
)

/**
 * What an answer means. Only a message that is nothing but the word counts, whatever its case, accents, quotes, full
 * stops and signature: "please stop by at nine" is a reply.
 */
export const meaningOf = (words: string): Meaning => MEANING.get(gistOf(words)) ?? 'reply'

function gistOf(words: string): string {
  const lines = words.split(/\r\n|\r|\n/).map(line => line.trim())
  const end = lines.findIndex(line => CLOSING.test(line))
  const said = (end < 0 ? lines : lines.slice(0, end)).filter(Boolean).join(' ')
  return said
    .slice(0, 100)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replaceAll(/\s+/g, ' ')
}

// Where an answer ends and a signature, an advertisement of the phone's or the quoted message begins.
const CLOSING =
  /^(--|__|>|sent from |sent via |get outlook |von meinem |envoy|on .+ wrote:$|am .+ schrieb.*:$|le .+ écrit ?:$)/i

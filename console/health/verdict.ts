import type { Health } from '../api/health.ts'

type Verdict = Readonly<{ is: 'well' | 'warning' | 'alarm'; words: string }>

/** After how many milliseconds a look says nothing any more. */
const OLD = 60_000

/** How it stands, in one sentence. What nobody has looked at is not well. */
export function verdictOf({ lookedAt, alarms, channels, lanes }: Health, now: number): Verdict {
  if (lookedAt === null || now - Date.parse(lookedAt) > OLD)
    return { is: 'alarm', words: 'Nobody knows how it stands: the sending has not been watched in the last minute.' }
  const [bad, doubtful] = [count(alarms, 'alarm'), count(alarms, 'warning')]
  if (bad > 0) return { is: 'alarm', words: `People are not told what they should be: ${many(bad, 'alarm')}.` }
  if (doubtful > 0) return { is: 'warning', words: `There ${areMany(doubtful, 'warning')}: have a look.` }
  const out = channels.filter(({ goes, channel }) => goes === 'out' && channel !== 'webhook')
  if (out.length === 0) return { is: 'well', words: 'All is well. Everything is captured: nothing leaves this server.' }
  const waiting = lanes.reduce((all, lane) => all + lane.waiting, 0)
  return {
    is: 'well',
    words: waiting === 0 ? 'All is well. Nothing waits.' : `All is well. ${many(waiting, 'message')} on the way.`,
  }
}

const count = (alarms: Health['alarms'], of: 'alarm' | 'warning') =>
  alarms.filter(({ severity }) => severity === of).length
const many = (number: number, what: string): string => (number === 1 ? `one ${what}` : `${number} ${what}s`)
const areMany = (number: number, what: string): string => `${number === 1 ? 'is' : 'are'} ${many(number, what)}`

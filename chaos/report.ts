import { styleText } from 'node:util'
import Table from 'cli-table3'
import { thisMachine } from '../bench/machine.ts'
import { type Breach, casesIn, isLeftInDoubt, judge, storyOf } from './judge.ts'
import type { Heard } from './ledger.ts'
import type { Storm } from './storm.ts'

const PROMISES: readonly Breach[] = [
  ...(['lost', 'accepted and never heard', 'twice without a reason', 'three times'] as const),
  ...(['heard, and recorded as not sent', 'failed', 'not over', 'never promised'] as const),
  ...(['other words', 'planned wrongly'] as const),
]
const MOST_STORIES = 10

/** Prints what came of the storm, as a table and as JSON, and the story of every broken promise. Says whether all were kept. */
export function report(came: Storm, asked: Readonly<Record<string, number>>): boolean {
  const { evidence, done, fallen, seconds, postgresql } = came
  const cases = casesIn(evidence)
  const broken = judge(evidence)
  const twice = (channel: Heard['channel']) =>
    cases.filter(({ copies }) => copies.length > 1 && copies[0]!.channel === channel).length
  const found = {
    promised: evidence.promised.size,
    heard: new Set(evidence.heard.map(({ id }) => id)).size,
    'e-mails heard twice': twice('email'),
    'texts heard twice': twice('sms'),
    'webhooks told again, under the same id': twice('webhook'),
    'in doubt, heard by nobody, and shown as such': cases.filter(isLeftInDoubt).length,
    'processes that ended by themselves': fallen.length,
    ...Object.fromEntries(PROMISES.map(breach => [breach, broken.filter(each => each.breach === breach).length])),
  }
  const goals = new Set<string>([...PROMISES, 'processes that ended by themselves'])
  const table = new Table({ style: { head: [], border: [] } })
  for (const [what, number] of Object.entries({ ...faultsOf(done), ...attemptsOf(evidence.tried), ...found })) {
    const bad = goals.has(what) && number > 0
    table.push([what, number, goals.has(what) ? styleText(bad ? 'red' : 'green', bad ? 'must be 0' : 'kept') : ''])
  }
  console.log(table.toString())
  const stories = [...new Set(broken.map(({ id }) => id))]
  for (const id of stories.slice(0, MOST_STORIES)) {
    const breaches = broken.filter(each => each.id === id).map(({ breach }) => breach)
    const each = cases.find(one => one.id === id)
    console.log([`\n${breaches.join(', ')}:`, ...(each ? storyOf(each, evidence) : [`job ${id}`])].join('\n'))
  }
  const open = cases.find(({ attempts }) => attempts.some(({ endedAt }) => endedAt === null))
  const examples = { 'an attempt that was left open': open, 'in doubt, and heard by nobody': cases.find(isLeftInDoubt) }
  for (const [what, each] of Object.entries(examples)) {
    if (each) console.log([`\n${what}, for example:`, ...storyOf(each, evidence)].join('\n'))
  }
  for (const words of fallen.slice(0, MOST_STORIES)) console.log(`\nended by itself: ${words}`)
  console.log(
    JSON.stringify({ ...asked, ...thisMachine(), postgresql, seconds: Math.round(seconds), done, found, broken }),
  )
  return broken.length + fallen.length === 0
}

const faultsOf = (done: Storm['done']): Record<string, number> =>
  Object.fromEntries(Object.entries(done).map(([fault, number]) => [`fault: ${fault}`, number]))

/** How attempts ended: whether the kills really hit the house at work. */
function attemptsOf(tried: Storm['evidence']['tried']): Record<string, number> {
  const kinds = Map.groupBy(tried, ({ outcome, words }) => {
    const cutOff = words?.startsWith('The process stopped') ? `, ${words.slice(20)}` : ''
    return `attempts: ${outcome ?? 'open'}${cutOff}`
  })
  return Object.fromEntries([...kinds].map(([kind, some]) => [kind, some.length]).sort())
}

import { CHANNELS } from '#base/address.ts'
import type { Connection } from '#db/sql.ts'
import { messageFigures } from '#delivery/figures.run.ts'
import { FATES, type Fared, type Fate } from '#delivery/figures.ts'
import { jobFigures } from '#jobs/figures.run.ts'
import { type JobFigures, MINUTES, type Narrowed, type PartyKind, STRETCHES } from '#jobs/figures.ts'
import { failureFigures } from '#receipts/figures.run.ts'
import type { Failures } from '#receipts/figures.ts'
import { ruleFigures } from '#rules/figures.run.ts'
import type { RuleFigures, Turns } from '#rules/figures.ts'
import { SAID } from '#rules/reasons.ts'
import type { Days } from './figures-days.ts'
import type { FiguresAnswer } from './figures-shapes.ts'

type Asked = Readonly<{ companyId: string; days: Days; timeZone: string; narrowed: Narrowed }>

/** Everything the screen of reports draws, of these days. */
export async function figuresOf(db: Connection, asked: Asked): Promise<FiguresAnswer> {
  const { companyId, timeZone, narrowed } = asked
  const { from, until, per, days, spans, dayNames, spanNames } = asked.days
  const meant = { companyId, days, spans, ...narrowed }
  const jobs = await jobFigures(db, meant)
  const idsOf = (kind: PartyKind) => jobs.parties[kind].map(({ id }) => id)
  const parties = { customer: idsOf('customer'), provider: idsOf('provider') }
  const messages = await messageFigures(db, meant, parties)
  const rules = await ruleFigures(db, meant, parties)
  const failures = await failureFigures(db, meant)
  const known = { jobs, messages, rules }
  return {
    ...{ from, until, timeZone, per },
    jobs: dayNames.map((day, i) => ({ ...(jobs.perDay.find(each => each.day === i + 1) ?? NO_JOBS), day })),
    responses: responsesOf(jobs, spanNames),
    channels: channelsOf(messages, dayNames),
    failures: failures.map(failureSeen),
    notTold: rules.notTold.map(({ because, count }) => ({ because, sentence: SAID[because], count })),
    reminders: [...rules.reminders],
    customers: partiesOf('customer', known),
    providers: partiesOf('provider', known),
  }
}

const NO_JOBS = { opened: 0, completed: 0 }
const NONE = { count: 0, median: null, ninetieth: null }

function responsesOf({ lasted, buckets }: JobFigures, spanNames: readonly string[]): FiguresAnswer['responses'] {
  return STRETCHES.map(stretch => {
    const mine = lasted.filter(each => each.stretch === stretch)
    const during = (span: number | null) => {
      const { count, median, ninetieth } = mine.find(each => each.span === span) ?? NONE
      return { count, median, ninetieth }
    }
    const counted = new Map(buckets.flatMap(each => (each.stretch === stretch ? [[each.bucket, each.count]] : [])))
    return {
      stretch,
      ...during(null),
      spans: spanNames.map((from, i) => ({ from, ...during(i + 1) })),
      buckets: MINUTES.map((from, i) => ({ from, to: MINUTES[i + 1] ?? null, count: counted.get(i + 1) ?? 0 })),
    }
  })
}

/** A row for each day and each channel by which anything was told in all that time. */
function channelsOf(fared: readonly Fared[], dayNames: readonly string[]): FiguresAnswer['channels'] {
  const used = CHANNELS.filter(channel => fared.some(each => each.channel === channel))
  const counts = new Map(fared.map(({ day, channel, fate, count }) => [`${day} ${channel} ${fate}`, count]))
  return dayNames.flatMap((day, i) =>
    used.map(channel => ({
      ...{ day, channel },
      ...fatesBy(fate => counts.get(`${i + 1} ${channel} ${fate}`) ?? 0),
    })),
  )
}

const fatesBy = (countOf: (fate: Fate) => number) =>
  Object.fromEntries(FATES.map(fate => [fate, countOf(fate)])) as Record<Fate, number>

const failureSeen = ({ words, ...failure }: Failures) => ({ ...failure, reason: words ?? UNSAID[failure.state] })

const UNSAID: Record<Failures['state'], string> = {
  'failed-for-good': 'no reason was given',
  expired: SAID['too-late'],
  unknown: 'nobody knows whether it was sent',
}

type Known = Readonly<{ jobs: JobFigures; messages: readonly Fared[]; rules: RuleFigures }>

function partiesOf(kind: PartyKind, { jobs, messages, rules }: Known): FiguresAnswer['customers'] {
  const idOf = ({ customerId, providerId }: Fared | Turns) => (kind === 'customer' ? customerId : providerId)
  const counts = new Map(messages.map(each => [`${idOf(each)} ${each.fate}`, each.count]))
  const reminded = new Map(rules.perParty.map(each => [idOf(each), each.told]))
  return jobs.parties[kind].map(party => {
    const fared = (fate: Fate) => counts.get(`${party.id} ${fate}`) ?? 0
    return {
      ...party,
      told: fared('sent') + fared('delivered'),
      captured: fared('captured'),
      failed: fared('failed'),
      expired: fared('expired'),
      reminders: reminded.get(party.id) ?? 0,
    }
  })
}

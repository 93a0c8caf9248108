import type { Connection } from '#db/sql.ts'
import type { FiguresAsked, PartyKind } from '#jobs/figures.ts'
import { notTold, remindedPerParty, stoppedByLeaving, turnsPerOccasion } from './figures.sql.ts'
import type { Reminded, RuleFigures } from './figures.ts'
import { REMINDERS } from './rule.ts'

/** Why nobody was told in this time, and how often reminders fell due, told somebody, or were needed no longer. */
export async function ruleFigures(
  db: Connection,
  asked: FiguresAsked,
  parties: Readonly<Record<PartyKind, readonly string[]>>,
): Promise<RuleFigures> {
  return {
    notTold: await notTold(db, asked),
    reminders: await remindersOf(db, asked),
    perParty: {
      customer: await remindedPerParty(db, 'customer', parties.customer, asked),
      provider: await remindedPerParty(db, 'provider', parties.provider, asked),
    },
  }
}

async function remindersOf(db: Connection, asked: FiguresAsked): Promise<Reminded[]> {
  const turns = await turnsPerOccasion(db, asked)
  const stopped = await stoppedByLeaving(db, asked)
  return REMINDERS.map(occasion => ({
    occasion,
    due: 0,
    told: 0,
    ...turns.find(turn => turn.occasion === occasion),
    stopped: occasion === 'incomplete' ? stopped : null,
  }))
}

import type { Connection } from '#db/sql.ts'
import type { FiguresAsked, PartyIds } from '#jobs/figures.ts'
import { notTold, stoppedByLeaving, turnsIn } from './figures.sql.ts'
import type { RuleFigures } from './figures.ts'
import { REMINDERS } from './rule.ts'

/** Why nobody was told in this time, and how often reminders fell due, told somebody, or were needed no longer. */
export async function ruleFigures(db: Connection, asked: FiguresAsked, parties: PartyIds): Promise<RuleFigures> {
  const turns = await turnsIn(db, asked, parties)
  const stopped = await stoppedByLeaving(db, asked)
  const reminders = REMINDERS.map(occasion => {
    const { due, told } = turns.find(turn => turn.occasion === occasion) ?? NONE
    return { occasion, due, told, stopped: occasion === 'incomplete' ? stopped : null }
  })
  return { notTold: await notTold(db, asked), reminders, perParty: turns }
}

const NONE = { due: 0, told: 0 }

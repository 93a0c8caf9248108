import type { Connection } from '#db/sql.ts'
import type { FiguresAsked, PartyKind } from '#jobs/figures.ts'
import { fatesPerDay, fatesPerParty } from './figures.sql.ts'
import type { FateOfDay, FateOfParty } from './figures.ts'

export type MessageFigures = Readonly<{
  perDay: readonly FateOfDay[]
  perParty: Readonly<Record<PartyKind, readonly FateOfParty[]>>
}>

/** What became of the messages that were written in this time: day by day, and of these customers and providers. */
export async function messageFigures(
  db: Connection,
  asked: FiguresAsked,
  parties: Readonly<Record<PartyKind, readonly string[]>>,
): Promise<MessageFigures> {
  return {
    perDay: await fatesPerDay(db, asked),
    perParty: {
      customer: await fatesPerParty(db, 'customer', parties.customer, asked),
      provider: await fatesPerParty(db, 'provider', parties.provider, asked),
    },
  }
}

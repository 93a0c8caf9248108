import type { Connection } from '#db/sql.ts'
import type { FiguresAsked, PartyIds } from '#jobs/figures.ts'
import { faredIn } from './figures.sql.ts'
import type { Fared } from './figures.ts'

/** What became of the messages that were written in this time: day by day, and of these customers and providers. */
export const messageFigures = (db: Connection, asked: FiguresAsked, parties: PartyIds): Promise<Fared[]> =>
  faredIn(db, asked, parties)

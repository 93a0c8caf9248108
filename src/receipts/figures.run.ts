import type { Connection } from '#db/sql.ts'
import type { FiguresAsked } from '#jobs/figures.ts'
import { failuresIn } from './figures.sql.ts'
import type { Failures } from './figures.ts'

const MOST_REASONS = 10

/** The ten most frequent reasons why messages of this time did not arrive. */
export const failureFigures = (db: Connection, asked: FiguresAsked): Promise<Failures[]> =>
  failuresIn(db, asked, MOST_REASONS)

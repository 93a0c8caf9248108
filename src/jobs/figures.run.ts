import type { Connection } from '#db/sql.ts'
import { bucketsOf, jobsPerDay, partiesOf, stretchesOf } from './figures.sql.ts'
import type { FiguresAsked, JobFigures } from './figures.ts'

/** Rows of a table: whoever has more customers than that reads about the greatest. */
const MOST_PARTIES = 200

/**
 * How many jobs there were and how long they took: those opened in this time, and beside them those completed in it. One
 * statement after the other, so that a report takes no connection from those who dispatch.
 */
export async function jobFigures(db: Connection, asked: FiguresAsked): Promise<JobFigures> {
  return {
    perDay: await jobsPerDay(db, asked),
    lasted: await stretchesOf(db, asked),
    buckets: await bucketsOf(db, asked),
    parties: {
      customer: await partiesOf(db, 'customer', asked, MOST_PARTIES),
      provider: await partiesOf(db, 'provider', asked, MOST_PARTIES),
    },
  }
}

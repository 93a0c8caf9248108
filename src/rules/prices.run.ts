import type { Database } from '#db/sql.ts'
import type { Actor } from '#directory/directory.ts'
import { type KeptPrice, pricesOf, writePrices } from './prices.sql.ts'
import type { Price } from './prices.ts'

export { pricesOf } from './prices.sql.ts'

/** Writes a company's price list, each channel at most once in it, and answers it as it then is. */
export const setPrices = (
  db: Database,
  list: { companyId: string; prices: readonly Price[] },
  by: Actor,
  now: Temporal.Instant,
): Promise<KeptPrice[]> =>
  db.begin(async tx => {
    await writePrices(tx, list, by, now)
    return await pricesOf(tx, list.companyId)
  })

import { shareCommits } from '#db/shared-commit.ts'
import type { Database } from '#db/sql.ts'
import type { Carrier, Outgoing } from '#delivery/carrier.ts'
import type { Report } from '#delivery/heard.ts'
import { takeReports } from '#receipts/receipts.run.ts'

const DONE = { as: 'accepted', code: '250', words: 'ok' } as const

export type Instantly = Readonly<{
  connections: number
  /** Milliseconds until it answers; 0: at once. */
  takes?: number
  /** Told when it has been committed to. */
  heard?: (message: Outgoing) => void
}>

/** A carrier that takes everything, after the same commitment as a real one. */
export const instantCarrier = ({ connections, takes = 0, heard }: Instantly): Carrier => ({
  name: 'instant',
  connections,
  doubt: 'blind',
  rate: null,
  send: async (message, handOver) => {
    if (!(await handOver())) return { as: 'not-tried', code: null, words: 'stopped' }
    heard?.(message)
    if (takes > 0) await new Promise(resolve => setTimeout(resolve, takes))
    return { ...DONE, reference: message.id }
  },
  check: async () => DONE,
  close: async () => {},
})

/** Reports each message as delivered, as a carrier does that calls us. */
export function reporting(db: Database): (message: Outgoing) => void {
  const take = shareCommits(db, async (tx, reports: readonly Report[]) => {
    await takeReports(tx, reports, Temporal.Now.instant())
    return reports.map(() => undefined)
  })
  return ({ companyId, id, attempt }) =>
    void take({
      ...{ carrier: 'instant', key: `${id} delivered`, ours: { companyId, id, attempt }, reference: id },
      ...{ says: 'delivered', code: null, words: 'delivered', at: Temporal.Now.instant(), raw: {} },
    })
}

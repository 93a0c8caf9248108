import { wallClock } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import type { Carrier, Outgoing } from '#delivery/carrier.ts'
import { openIntake } from '#receipts/receipts.run.ts'

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
  const { report } = openIntake(db, wallClock)
  return ({ companyId, id, attempt }) =>
    void report({
      ...{ carrier: 'instant', key: `${id} delivered`, ours: { companyId, id, attempt }, reference: id },
      ...{ says: 'delivered', code: null, words: 'delivered', at: wallClock(), raw: {} },
    })
}

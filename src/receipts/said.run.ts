import type { Connection } from '#db/sql.ts'
import type { State } from '#delivery/state.ts'
import { selectDeciding } from './replies.sql.ts'
import { decidingFor } from './settle.ts'

type Carried = Readonly<{ id: string; state: State; attempts: number; code: string | null; words: string | null }>

/**
 * The messages with what a carrier reported in place of what it answered, where the report is why they stand where they
 * stand: of one that came back, why it did.
 */
export async function withReports<Message extends Carried>(
  db: Connection,
  companyId: string,
  messages: readonly Message[],
): Promise<Message[]> {
  const reported = messages.filter(({ state }) => decidingFor(state).length > 0)
  if (reported.length === 0) return [...messages]
  const asked = reported.map(({ id, state }) => ({ id, says: decidingFor(state) }))
  const found = await selectDeciding(db, companyId, asked)
  const reportOf = new Map(found.map(report => [report.deliveryId, report]))
  return messages.map(message => {
    const report = reportOf.get(message.id)
    // After a later attempt that was refused it is that refusal which counts.
    const counts = report && (message.state === 'delivered' || report.attempt >= message.attempts)
    return counts ? { ...message, code: report.code, words: report.words } : message
  })
}

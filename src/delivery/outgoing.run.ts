import type { Connection } from '#db/sql.ts'
import type { Lane } from '#rules/notice.ts'
import type { Attached, Outgoing } from './carrier.ts'
import { paperOf, spreadsheetOf } from './log.sql.ts'
import type { Taken } from './taking.sql.ts'

/** What was taken, as a carrier wants it: with its papers, fetched now where they were too much to come along. */
export async function outgoingOf(db: Connection, row: Taken, lane: Lane): Promise<Outgoing> {
  const { companyId, id, number: attempt, address, subject, body, replyTo } = row
  return { companyId, id, attempt, lane, address, subject, body, replyTo, papers: await papersOf(db, row) }
}

async function papersOf(db: Connection, row: Taken): Promise<Attached[]> {
  const { companyId, id, paperName, paperBytes, spreadsheetName, spreadsheetBytes } = row
  const papers: Attached[] = []
  if (paperName !== null) {
    const bytes = paperBytes ?? (await paperOf(db, companyId, id))!.bytes
    papers.push({ name: paperName, type: 'application/pdf', bytes })
  }
  if (spreadsheetName !== null) {
    const bytes = spreadsheetBytes ?? (await spreadsheetOf(db, companyId, id))!.bytes
    papers.push({ name: spreadsheetName, type: 'text/csv; charset=utf-8', bytes })
  }
  return papers
}

import type { Connection } from '#db/sql.ts'
import { PORTRAIT_CID } from '#messages/html.ts'
import type { Lane } from '#rules/notice.ts'
import type { Attached, Outgoing, Picture } from './carrier.ts'
import { paperOf, portraitOf, spreadsheetOf } from './log.sql.ts'
import type { Taken } from './taking.sql.ts'

/** What was taken, as a carrier wants it: with its papers, fetched now where they were too much to come along. */
export async function outgoingOf(db: Connection, row: Taken, lane: Lane): Promise<Outgoing> {
  const { companyId, id, number: attempt, address, subject, body, replyTo, html, calendar } = row
  const [papers, pictures] = [await papersOf(db, row), await picturesOf(db, row)]
  return { companyId, id, attempt, lane, address, subject, body, replyTo, papers, html, pictures, calendar }
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

async function picturesOf(db: Connection, { companyId, id, portraitName, portraitBytes }: Taken): Promise<Picture[]> {
  if (portraitName === null) return []
  const bytes = portraitBytes ?? (await portraitOf(db, companyId, id))!.bytes
  const type = portraitName.endsWith('.png') ? 'image/png' : 'image/jpeg'
  return [{ name: portraitName, type, bytes, cid: PORTRAIT_CID }]
}

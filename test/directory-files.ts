import assert from 'node:assert/strict'
import { BYTE_ORDER_MARK, csvOf } from '#base/csv.ts'
import type { TrialDoor } from './trial-door.ts'

/** A file as a spreadsheet writes it. */
export const file = (...rows: string[][]): string => BYTE_ORDER_MARK + csvOf(rows)

/** Sends a file to an address of the API, as an administrator of the harbour, and says what was answered. */
export const sender =
  ({ ask, harbour }: TrialDoor) =>
  async (path: string, body: string | Uint8Array, headers = {}) => {
    const answer = await ask(harbour.keys.administer, `POST ${path}`, body, { 'content-type': 'text/csv', ...headers })
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
export type Sender = ReturnType<typeof sender>

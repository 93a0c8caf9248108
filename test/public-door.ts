import assert from 'node:assert/strict'
import { openCustomerLinks } from '#base/customer-links.ts'
import { linkSecret } from '#delivery/links.run.ts'
import { trialDoor } from './trial-door.ts'

/** Text that would run if it became markup. */
export const BAD = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`

export const WINDOW = { appointmentFrom: '2026-11-21T09:00:00+11:00', appointmentUntil: '2026-11-21T11:00:00+11:00' }

/** A door, and what is needed to open the pages of customers behind it. */
export async function publicDoor() {
  const trial = await trialDoor()
  const { db, door, ask, harbour } = trial
  const { administer } = harbour.keys
  const links = openCustomerLinks({ secret: await linkSecret(db), publicUrl: 'https://x.example' })
  const { items } = (await ask(administer, 'GET /statuses')).body
  const statuses = Object.fromEntries(items.map(({ code, id }: { code: string; id: string }) => [code, id]))

  const does = async (line: string, body: object = {}) => {
    const answer = await ask(administer, line, body)
    assert.ok(answer.status < 300, `${line}: ${answer.text}`)
    return answer.body
  }
  const openJob = async (more = {}, company = harbour) =>
    (await ask(company.keys.administer, 'POST /jobs', { ...company.opening, ...more })).body.job
  const look = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await door.request(path, { headers })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const wish = (path: string, words: string, more: Record<string, string> = {}) =>
    door.request(path, { method: 'POST', body: new URLSearchParams({ words, ...more }) })
  const pathOf = (id: string, companyId = harbour.id) => new URL(links.visitUrl({ companyId, id })).pathname
  return { ...trial, links, statuses, does, openJob, look, wish, pathOf }
}

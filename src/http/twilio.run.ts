import type { Connection } from '#db/sql.ts'
import { callReport, type Heard, keyPressed } from '#delivery/channels/twilio-heard.ts'
import type { Report } from '#delivery/heard.ts'
import { NOTHING_TO_SAY, type Step, script, type Verb } from '#delivery/speech.ts'
import { takeReplies, takeReports } from '#receipts/receipts.run.ts'
import { callToSpeak } from './twilio.sql.ts'

type Call = Readonly<{ ours: NonNullable<Report['ours']>; step: Step; key: string | null }>

/** What a call says next, in its company's language. What it answered is on disk before that is confirmed to it. */
export async function nextInCall(
  db: Connection,
  heard: Heard,
  { ours, step, key }: Call,
): Promise<{ verbs: readonly Verb[]; language: string }> {
  const pressed = key === null ? null : keyPressed(heard, { key, step })
  // That it was answered is told apart as well, and either may get lost: this is the same report.
  await takeReports(
    db,
    [callReport(heard), pressed?.report].filter(report => !!report),
    heard.now,
  )
  if (pressed) await takeReplies(db, [pressed.reply], heard.now)
  const [call] = await callToSpeak(db, ours)
  if (!call) return { verbs: NOTHING_TO_SAY, language: 'en' }
  return { verbs: script(call, step, { key, machine: call.machine }), language: call.language }
}

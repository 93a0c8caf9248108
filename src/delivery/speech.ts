/** What a call says and does next, in no carrier's dialect. */
export type Verb =
  | Readonly<{ do: 'say'; words: string }>
  | Readonly<{ do: 'pause'; seconds: number }>
  /** Says it while a key may be pressed, waits so long for one, and goes to that step with it; without one it goes on. */
  | Readonly<{ do: 'gather'; words: readonly string[]; seconds: number; to: Step }>
  | Readonly<{ do: 'redirect'; to: Step; keeping?: Kept }>
  | Readonly<{ do: 'hang-up' }>

/** How often the call has spoken so far; 0: it has just been answered. */
export type Step = number

/** A key that must not get lost while we wait, and how often we have waited. */
export type Kept = Readonly<{ key: string | null; waited: number }>

/** Whom the call is from, and what it has to say. */
export type CallMessage = Readonly<{ company: string; words: string }>

/** What came back: the key that was pressed, and whether it is known that a machine listens. */
export type Heard = Readonly<{ key: string | null; machine: boolean }>

const CONFIRMS = '1'
const REPEATS = '9'
const MENU = `Press ${CONFIRMS} to confirm that you have heard this. Press ${REPEATS} to hear it again.`
// The message is spoken so often by itself, and so often altogether.
const SPOKEN = 2
const MOST_SPOKEN = 8
const KEY_WITHIN = 6

/**
 * What a call does at this step. It greets first, which gives time to tell a machine from a person; then it speaks its
 * message twice. Only a key confirms it, and that is said aloud. A machine hears nothing of what it is about.
 */
export function script(call: CallMessage, step: Step, { key, machine }: Heard): readonly Verb[] {
  // Telling machines from people is a guess; a machine presses no keys.
  if (machine && key === null) return say(`${call.company} has a message about a job. Please call us. Goodbye.`)
  if (key === CONFIRMS) return say('Thank you. You have confirmed that you have heard this message. Goodbye.')
  if (step === 0 && key === null) return greeting(call)
  if (step >= MOST_SPOKEN || (key === null && step > SPOKEN)) return say('Nothing was confirmed. Goodbye.')
  const next = step + 1
  return [
    ...(key !== null && key !== REPEATS ? ([{ do: 'say', words: 'That key means nothing here.' }] as const) : []),
    { do: 'gather', words: [call.words, MENU], seconds: KEY_WITHIN, to: next },
    { do: 'redirect', to: next },
  ]
}

const greeting = ({ company }: CallMessage): readonly Verb[] => [
  { do: 'say', words: `Hello. This is ${company} with a message about a job.` },
  { do: 'pause', seconds: 2 },
  { do: 'redirect', to: 1 },
]

const say = (words: string): readonly Verb[] => [{ do: 'say', words }, { do: 'hang-up' }]

const MOST_WAITS = 3

/** What a call does while we cannot be asked: it keeps the key and comes again, three times. */
export function wait(step: Step, { key, waited }: Kept): readonly Verb[] {
  if (waited >= MOST_WAITS) return say('We are sorry, your answer cannot be taken just now. Please call us. Goodbye.')
  return [
    { do: 'say', words: 'One moment please.' },
    { do: 'redirect', to: step, keeping: { key, waited: waited + 1 } },
  ]
}

/** What a call does whose message is not here. */
export const NOTHING_TO_SAY: readonly Verb[] = say('This message is not available any more. Goodbye.')

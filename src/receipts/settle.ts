import type { OutcomeKind } from '#delivery/carrier.ts'
import { SAYS, type Says } from '#delivery/heard.ts'
import { MOVES, type State } from '#delivery/state.ts'

/** What a report says became of one attempt. */
type Fate = 'delivered' | 'failed' | 'accepted'

// A call that nobody took did not arrive; one that a machine took left words that nobody has heard yet. Whoever calls a
// message spam has had it.
const FATE: Record<Says, Fate> = {
  'handed-on': 'accepted',
  delayed: 'accepted',
  machine: 'accepted',
  delivered: 'delivered',
  answered: 'delivered',
  'key-pressed': 'delivered',
  complained: 'delivered',
  'not-delivered': 'failed',
  busy: 'failed',
  'no-answer': 'failed',
}

type Try = Readonly<{ number: number; outcome: OutcomeKind | null }>
type Said = Readonly<{ attempt: number; says: Says }>

/** `early`: something else may still arrive, so that reports of failures are to be looked at again later. */
type Conclusion = Readonly<{ state: State; proved: readonly number[]; early: boolean }>

/**
 * Where a delivery stands by everything its carriers ever reported of it, and which attempts whose answer was lost these
 * reports prove to have been accepted. It follows from the set of reports: in which order they come changes nothing.
 */
export function conclude(state: State, tries: readonly Try[], said: readonly Said[]): Conclusion {
  const good = fatesIn(said.filter(each => !tellsFailure(each)))
  const early = said.some(tellsFailure) && tries.some(({ number, outcome }) => outcome === null && !good.has(number))
  const fates = early ? good : fatesIn(said)
  const proved = tries.filter(each => fates.has(each.number) && isDoubtful(each)).map(({ number }) => number)
  const to = together(tries, fates)
  // That it was accepted is no news of a message that was sent again because it did not arrive; that it arrived is.
  const isNews = to !== null && (state !== 'resent' || to === 'delivered')
  return { state: isNews && MOVES[state].includes(to) ? to : state, proved, early }
}

/** The reports for which a message can stand there; none where carriers' answers and people decide. */
export const decidingFor = (state: State): Says[] => SAYS.filter(says => PROVES[FATE[says]] === state)

const PROVES: Record<Fate, State | null> = { delivered: 'delivered', failed: 'failed-for-good', accepted: null }

/** Whether a report says that its attempt will not arrive. */
export const tellsFailure = ({ says }: Pick<Said, 'says'>): boolean => FATE[says] === 'failed'

function fatesIn(said: readonly Said[]): ReadonlyMap<number, Fate> {
  const fates = new Map<number, Fate>()
  for (const { attempt, says } of said) fates.set(attempt, better(fates.get(attempt), FATE[says]))
  return fates
}

/** Nobody knows yet, or nobody will know from the answer, whether the carrier took it. */
const isDoubtful = ({ outcome }: Try): boolean => outcome === null || outcome === 'unknown'

// What arrived has arrived; what failed for good was accepted before, however late the report of that comes.
const RANK: readonly Fate[] = ['accepted', 'failed', 'delivered']
const better = (a: Fate | undefined, b: Fate): Fate => (a && RANK.indexOf(a) > RANK.indexOf(b) ? a : b)

/** A message that was handed over several times fails only when none of them can still arrive. */
function together(tries: readonly Try[], fates: ReadonlyMap<number, Fate>): State | null {
  const known = [...fates.values()]
  if (known.includes('delivered')) return 'delivered'
  if (known.includes('accepted')) return 'accepted'
  if (known.length === 0) return null
  const mayArrive = tries.some(({ number, outcome }) => outcome === 'accepted' && !fates.has(number))
  return mayArrive ? 'accepted' : 'failed-for-good'
}

/** What a report says of the address itself (W9). */
export type AboutAddress = 'arrived' | 'dead' | 'failed' | 'opted-out' | 'complained'

/** Nothing, or what a report says of the address itself: that nobody is there, or that its owner wants no messages. */
export function aboutAddress({ says, code }: { says: Says; code: string | null }): AboutAddress | null {
  if (says === 'complained') return 'complained'
  if (FATE[says] === 'delivered') return 'arrived'
  if (says !== 'not-delivered' || code === null) return null
  if (OPTED_OUT.test(code)) return 'opted-out'
  if (NOBODY.test(code)) return 'dead'
  return MAILBOX.test(code) ? 'failed' : null
}

// Of mail: no such mailbox, host or syntax, moved away, takes no mail at all (RFC 3463, RFC 7505). Of texts: the error
// numbers for a number that does not exist or cannot receive any. Not: switched off, or out of reach.
const NOBODY = /(^|\D)5\.1\.(1|2|3|6|10)($|\D)|^(21211|21614|30005|30006)$/
const MAILBOX = /(^|\D)5\.(1\.\d+|2\.1)($|\D)/
const OPTED_OUT = /^21610$/

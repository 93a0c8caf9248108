import type { DroppedBecause } from '#rules/notice.ts'
import { SAID } from '#rules/reasons.ts'
import type { Via } from '#rules/rule.ts'
import type { Because } from '#rules/wish.ts'

/** What is known of a decision, as far as a sentence about it needs it. */
export type Told = Readonly<{
  because: Because
  target: 'address' | 'provider'
  address: string | null
  recipient: string | null
  via: string
  pdf: boolean | null
  droppedBecause: string | null
}>

/**
 * A decision as people say it: "Told jo@example.com by e-mail with PDF.", or whom it did not tell and the one reason.
 */
export function sentenceFor(decision: Told): string {
  const { because, via, pdf, droppedBecause } = decision
  const whom = `${nameOf(decision)} by ${HOW[pdf ? 'pdf-email' : (via as Via)]}`
  if (because !== 'told') return `Not told: ${whom}. Why: ${SAID[because]}.`
  if (droppedBecause) return `Not told after all: ${whom}. Why: ${SAID[droppedBecause as DroppedBecause]}.`
  return `Told ${whom}.`
}

function nameOf({ target, address, recipient }: Told): string {
  if (target === 'provider') return address ? `the provider (${address})` : 'the provider'
  return recipient ? `${recipient} (${address})` : `${address}`
}

const HOW: Record<Via, string> = { sms: 'text', 'text-email': 'e-mail', 'pdf-email': 'e-mail with PDF' }

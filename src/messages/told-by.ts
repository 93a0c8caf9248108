import type { Via } from '#rules/rule.ts'
import type { Facts } from './facts.ts'
import { webhookBody } from './webhook-body.ts'
import { type Style, type Telling, type Words, wordsFor } from './words.ts'

type Known = Readonly<{ facts: Facts; style: Style }>

/** What is sent by this way: words for people, the job itself for a program. */
export const toldBy = (via: Via, told: Omit<Telling, 'via'>, { facts, style }: Known): Words =>
  via === 'webhook'
    ? { subject: null, body: webhookBody(facts, told, style.layout) }
    : wordsFor(facts, { ...told, via }, style)

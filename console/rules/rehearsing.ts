import { useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { linesOf } from '../api/lines.ts'
import type { NewRule, Problem, RehearsalResult } from '../api/schema.ts'
import { daysLater } from '../look/wall-clock.ts'

type Line =
  | { progress: { done: number; of: number }; result?: never; problem?: never }
  | { result: RehearsalResult; progress?: never; problem?: never }
  | { problem: Problem; progress?: never; result?: never }

export type Rehearsing =
  | { is: 'idle' }
  | { is: 'running'; done: number; of: number }
  | { is: 'done'; result: RehearsalResult }
  | { is: 'failed'; title: string; detail: string }

/** How many days back a rule is tried on. */
export const DAYS = 30

/** Tries a rule on what has happened in the last days, saying how far it is; it can be stopped. */
export function useRehearsal(zone: string) {
  const [state, setState] = useState<Rehearsing>({ is: 'idle' })
  const running = useRef<AbortController>(null)
  const stop = () => {
    running.current?.abort()
    setState({ is: 'idle' })
  }
  useEffect(() => () => running.current?.abort(), [])
  const run = (rule: NewRule, replaces?: string) => {
    running.current?.abort()
    const ending = new AbortController()
    running.current = ending
    const take = (next: Rehearsing) => ending.signal.aborted || setState(next)
    take({ is: 'running', done: 0, of: 0 })
    const body = { rule, from: daysLater(1 - DAYS, zone), ...(replaces && { replaces }) }
    go(body, ending.signal, take).catch(error => take(failure(error)))
  }
  return { state, run, stop }
}

type Asked = { rule: NewRule; from: string; replaces?: string }

async function go(body: Asked, signal: AbortSignal, take: (next: Rehearsing) => void): Promise<void> {
  const { data } = await api.POST('/rules/rehearsal', { body, signal, parseAs: 'stream' })
  for await (const { progress, result, problem } of linesOf<Line>(data as ReadableStream<Uint8Array>)) {
    if (progress) take({ is: 'running', ...progress })
    else if (result) take({ is: 'done', result })
    else take({ is: 'failed', ...problem })
  }
}

function failure(error: unknown): Rehearsing {
  const { title, detail } = (error as { problem?: Problem }).problem ?? {
    title: 'It broke off',
    detail: 'Nothing is lost: try it again.',
  }
  return { is: 'failed', title, detail }
}

export type Day = { day: string; told: number; notTold: number; reasons: { sentence: string; decisions: number }[] }

/** Every day of the time that was gone through, also those on which nothing happened. */
export function daysOf({ from, until, draft }: RehearsalResult): Day[] {
  const known = new Map(draft.days.map(each => [each.day, each]))
  const days: Day[] = []
  for (let at = Date.parse(from); at <= Date.parse(until); at += 24 * 60 * 60_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    const { messages = 0, notTold: reasons = [] } = known.get(day) ?? {}
    days.push({ day, told: messages, notTold: reasons.reduce((sum, { decisions }) => sum + decisions, 0), reasons })
  }
  return days
}

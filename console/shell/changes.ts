import { linesOf } from '../api/lines.ts'
import { signedInAgain } from '../api/signed-out.ts'

/** What the server tells of what happened in the company. */
export type Line = { jobs?: string[]; messages?: string[]; rules?: boolean; directory?: boolean }

/** What a page hears: a line; that the server is back, and everything may have changed; or that it does not answer. */
export type Heard = { line: Line } | 'back' | 'lost'

const NAME = 'callout changes'
const PAUSES = [500, 1000, 2000, 5000]
/** The server says something every 15 seconds; twice that long without a word is a broken line. Milliseconds. */
const SILENCE = 32_000

/**
 * Hears what happens until it is told to stop. Of all tabs of this browser one reads the server's stream and passes it on:
 * a browser has few connections to one server, and every tab would hold one.
 */
export function hearChanges(signal: AbortSignal, hear: (heard: Heard) => void): void {
  // Without a safe connection there are no locks: then every tab reads by itself.
  if (!('locks' in navigator)) return void read(signal, hear)
  const others = new BroadcastChannel(NAME)
  others.onmessage = ({ data }: MessageEvent<Heard>) => hear(data)
  signal.addEventListener('abort', () => others.close())
  const reading = () =>
    read(signal, heard => {
      others.postMessage(heard)
      hear(heard)
    })
  navigator.locks.request(NAME, { signal }, reading).catch(() => undefined)
}

async function read(signal: AbortSignal, tell: (heard: Heard) => void): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const ended = await readOnce(signal, line => {
      if (failures > 0) tell('back')
      failures = 0
      tell({ line })
    })
    if (signal.aborted || ended === 'signed-out') return
    failures += 1
    // The first time it may only have been told to ask again.
    if (failures > 1) tell('lost')
    await new Promise(resolve => setTimeout(resolve, PAUSES[Math.min(failures, PAUSES.length) - 1]))
  }
}

async function readOnce(signal: AbortSignal, tell: (line: Line) => void): Promise<'broken' | 'signed-out'> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE)
  try {
    const response = await fetch('/api/v1/changes', { signal: AbortSignal.any([signal, silence.signal]) })
    if (response.status === 401) {
      const back = signedInAgain()
      await back
      return back ? 'broken' : 'signed-out'
    }
    if (!response.ok || !response.body) return 'broken'
    for await (const line of linesOf<Line>(response.body)) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE)
      tell(line)
    }
    return 'broken'
  } catch {
    return 'broken'
  } finally {
    clearTimeout(timer)
  }
}

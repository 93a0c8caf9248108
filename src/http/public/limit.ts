/** How often something may be done: `most` at once, and as many again in the course of `seconds`. */
type Limit = Readonly<{ most: number; seconds: number }>

/** Takes one of what this key may do at this time; says after how many seconds there is one again, or 0 when it may go on. */
export type Take = (key: string, now: Temporal.Instant) => number

// Whoever comes from ever new addresses makes us forget others, and not fill our memory.
const REMEMBERED = 10_000

/** Counts in memory who did something how often. What was forgotten starts anew. */
export function openLimit({ most, seconds }: Limit): Take {
  const window = seconds * 1000
  const each = window / most
  // Until when what somebody did would last, had he done it evenly.
  const used = new Map<string, number>()
  return (key, now) => {
    const at = now.epochMilliseconds
    // A clock that was put back keeps nobody away for longer than that.
    const until = Math.min(Math.max(used.get(key) ?? at, at), at + window)
    const wait = until - at - (window - each)
    // The one that was here last stands last.
    used.delete(key)
    if (used.size >= REMEMBERED) used.delete(used.keys().next().value!)
    used.set(key, wait > 0 ? until : until + each)
    return wait > 0 ? Math.min(seconds, Math.ceil(wait / 1000)) : 0
  }
}

/** How many may be at something at the same time: `all` together, and `each` under one key. */
export function openSlots({ all, each }: Readonly<{ all: number; each: number }>) {
  const taken = new Map<string, number>()
  let inside = 0
  /** Takes a slot under these keys and says how to leave it; undefined when there is none. */
  return (keys: readonly string[]): (() => void) | undefined => {
    if (inside >= all || keys.some(key => (taken.get(key) ?? 0) >= each)) return undefined
    inside++
    for (const key of keys) taken.set(key, (taken.get(key) ?? 0) + 1)
    return () => {
      inside--
      for (const key of keys) {
        const left = taken.get(key)! - 1
        if (left > 0) taken.set(key, left)
        else taken.delete(key)
      }
    }
  }
}

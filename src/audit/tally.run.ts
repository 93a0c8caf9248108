import type { Carrier, OutcomeKind } from '#delivery/carrier.ts'

/** What became of how many hand-overs through each account, since this process was started. */
export type Tally = Readonly<{
  /** The same carrier, counted. */
  counting: (carrier: Carrier) => Carrier
  counts: () => readonly Readonly<{ carrier: string; outcome: OutcomeKind; count: number }>[]
}>

/** Counts in memory: a count in the database would cost a write for each message. */
export function openTally(): Tally {
  const counts = new Map<string, { carrier: string; outcome: OutcomeKind; count: number }>()
  const count = (carrier: string, outcome: OutcomeKind) => {
    const key = `${carrier} ${outcome}`
    const counted = counts.get(key) ?? { carrier, outcome, count: 0 }
    counts.set(key, counted)
    counted.count++
  }
  return {
    counting: carrier => ({
      ...carrier,
      send: async (message, handOver) => {
        const outcome = await carrier.send(message, handOver)
        count(carrier.name, outcome.as)
        return outcome
      },
    }),
    counts: () => [...counts.values()],
  }
}

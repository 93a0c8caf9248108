/** The next of a series of numbers from 0 to 1 that look random and are the same for the same seed. */
export type Chance = () => number

/** Mulberry32: small, good enough for faults, and the same everywhere. */
export function openChance(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A number from 0 to 1 that belongs to these words: the same words, the same number, whatever happened before. */
export function chanceOf(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const character of words.join(' ')) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return openChance(hash)()
}

/** One of these by its weight. */
export function pick<Choice extends string>(weights: Readonly<Record<Choice, number>>, chance: number): Choice {
  const choices = Object.entries(weights) as [Choice, number][]
  let left = chance * choices.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [choice, weight] of choices) {
    left -= weight
    if (left < 0) return choice
  }
  return choices.at(-1)![0]
}

/** The middle of these numbers. */
export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

/** The number that this share of the numbers does not exceed. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

type Sides<Name extends string, Measured> = Readonly<Record<Name, () => Promise<Measured>>>

/** Measures the sides in turn, A B A B, so that a busy machine hurts each of them alike. */
export async function interleave<Name extends string, Measured>(
  sides: Sides<Name, Measured>,
  rounds: number,
  say: (line: string) => void,
): Promise<Record<Name, Measured[]>> {
  const names = Object.keys(sides) as Name[]
  const measured = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, Measured[]>
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) {
      say(`round ${round} of ${rounds}: ${name}`)
      measured[name].push(await sides[name]())
    }
  }
  return measured
}

export const count = (number: number): string => Math.round(number).toLocaleString('en')
export const perSecond = (number: number): string => `${count(number)}/s`
export const milliseconds = (number: number): string => `${number.toFixed(1)} ms`
export const seconds = (number: number): string => `${number.toFixed(2)} s`

import type { Ground } from './ground.ts'

/** One line of the result: a figure of ours, what it is held against, and the goal. */
export type Finding = Readonly<{
  what: string
  ours: string
  against?: string
  ratio?: number
  goal?: string
  /** Left out where there is no goal, or where it could not be measured here. */
  met?: boolean
}>

/** Everything a row found, with the single measurements behind it in the order they were made. */
export type Found = Readonly<{ findings: readonly Finding[]; samples: Readonly<Record<string, readonly number[]>> }>

/** What a row has to work with. */
export type Bench = Readonly<{
  /** How often each side is measured; the sides take turns. */
  rounds: number
  /** Of the full counts, which part: 1, or less for a quick look. */
  part: number
  /** Where processes of ours that are measured leave a CPU profile, if anywhere. */
  profiles?: string
  /** The embedded PostgreSQL of this run, started when it is first asked for. */
  ground: () => Promise<Ground>
  say: (line: string) => void
}>

export type Row = Readonly<{ name: string; about: string; measure: (bench: Bench) => Promise<Found> }>

import type { Actor } from '#directory/directory.ts'
import type { Altered, Job, Refusal } from './job.ts'

/** What was changed since the version a stale save was made from, save by save. */
export type Since = Readonly<{ version: number; by: Actor; at: Temporal.Instant; changed: readonly Altered[] }>

/**
 * What came of opening or saving. `repeated`: this very request had been carried out before, and this is what it
 * led to then. `field` names the entry that does not exist.
 */
export type Saved =
  | { ok: true; job: Job; changed: readonly Altered[]; repeated: boolean }
  | { ok: false; because: Refusal; field?: string; since?: readonly Since[] }

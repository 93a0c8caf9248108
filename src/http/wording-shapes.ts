import { z } from '@hono/zod-openapi'
import { type Problem, refuse } from './problem.ts'
import { WORDING } from './refusals.ts'
import { MaybeActor, MaybeInstant } from './shapes.ts'

// What templates and the layout of sheets have in common: versions, and refusals that explain themselves.

export const WORDING_ABOUT = 'Wording'

/** Who wrote a version, and when. */
export const written = { version: z.int(), by: MaybeActor, at: MaybeInstant }

export const version = z
  .int()
  .min(0)
  .max(1_000_000)
  .openapi({ description: 'the version you were looking at; 0 is ours' })

export const SavedVersion = z.object({ version: z.int() }).openapi('SavedVersion')

type Explained = Readonly<{ because: keyof typeof WORDING; explained: string; part?: string }>

export const explained = ({ because, explained, part }: Explained): Problem => ({
  ...refuse(WORDING, { because }),
  detail: explained,
  ...(part && { errors: [{ field: part, problem: explained }] }),
})

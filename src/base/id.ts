import { v5, v7 } from 'uuid'

/** A new id for a row that people name. Ids made later sort later. */
export const newId = (): string => v7()

const CAUSE = '5f0b7c1e-6f5f-4f53-9d3e-0a4f5a3c7d21'

/** An id made from its cause: the same cause gives the same id, so that doing a thing again changes nothing. */
export const idFrom = (...cause: readonly (string | number)[]): string => v5(cause.join('\n'), CAUSE)

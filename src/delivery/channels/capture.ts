import type { Carrier, Outcome } from '#delivery/carrier.ts'

const KEPT: Outcome = { as: 'accepted', code: null, words: 'Kept here; nothing was sent.' }

/**
 * Takes everything and sends nothing: for the demo, for trying rules out, and for a channel that has no carrier yet.
 * The words are stored with the message before any carrier sees them, so there is nothing left to keep.
 */
export const openCapture = (): Carrier => ({
  name: 'capture',
  connections: 100,
  doubt: 'key',
  rate: null,
  send: async () => KEPT,
  check: async () => KEPT,
  close: async () => {},
})

/** A command cannot do what was asked; the sentence says why. */
export class CommandError extends Error {}

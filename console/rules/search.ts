import type { OwnerKind } from './faces.ts'

/** `kind`: whose rules are listed; in the address of an owner it is the address itself that says so. */
export type RulesSearch = { kind?: OwnerKind | undefined; search?: string | undefined }
/** `rule`: the one that stands open. `edit`: the one that is written, or "new". */
export type OwnerSearch = { rule?: string | undefined; edit?: string | undefined }

import type pg from 'pg'

export const FROM = 'alerts@callout.example'

export type Where = Readonly<{ connection: pg.PoolConfig; port: number }>
/** What one turn took, in wall clock seconds and microseconds of processor time of the sending process. */
export type Sent = Readonly<{ count: number; seconds: number; cpu: number }>

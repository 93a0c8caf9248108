import { pino } from 'pino'
import type { Log } from './station.ts'

/** Writes one JSON line per event to standard error. `quietly`: only warnings and errors. */
export function openLog(how: 'fully' | 'quietly'): Log {
  const logger = pino({ level: how === 'fully' ? 'info' : 'warn' }, pino.destination({ fd: 2, sync: false }))
  return (level, line, more) => logger[level](more ?? {}, line)
}

import { writeFileSync } from 'node:fs'
import { writtenTypes } from './written.ts'

writeFileSync(new URL('schema.ts', import.meta.url), await writtenTypes())

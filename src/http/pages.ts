import { readFileSync } from 'node:fs'
import { respondFile } from './respond.ts'

type File = Readonly<{ from: URL; type: string }>

const swagger = import.meta.resolve('swagger-ui-dist/package.json')

const html = 'text/html; charset=utf-8'
const script = 'text/javascript; charset=utf-8'
const style = 'text/css; charset=utf-8'

const here = (name: string, type: string): File => ({ from: new URL(`./page/${name}`, import.meta.url), type })
const theirs = (name: string, type: string): File => ({ from: new URL(name, swagger), type })

/** Every file we serve, by its address. No other can be asked for. */
export const FILES: Readonly<Record<string, File>> = {
  '/public.css': here('public.css', style),
  '/visit.js': here('visit.js', script),
  '/api/v1/docs': here('docs.html', html),
  '/api/v1/docs.js': here('docs.js', script),
  '/api/v1/swagger-ui.css': theirs('swagger-ui.css', style),
  '/api/v1/swagger-ui-bundle.js': theirs('swagger-ui-bundle.js', script),
}

// Read when first asked for: the documentation is a megabyte and a half that most servers never show.
const read = new Map<File, Buffer>()

export function serveFile(file: File): Response {
  let bytes = read.get(file)
  if (!bytes) {
    bytes = readFileSync(file.from)
    read.set(file, bytes)
  }
  return respondFile(bytes, file.type)
}

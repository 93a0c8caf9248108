import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { SAFE } from './respond.ts'

const CONSOLE = new URL('../../console/', import.meta.url)
const BUILT = new URL('dist/', CONSOLE)
const STAMP = new URL('made-from.txt', BUILT)

/** Builds the console if it is missing or older than what it is made from; that takes a few seconds. */
export async function buildConsole(): Promise<'built' | 'as it was'> {
  const sources = stampOfSources()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return 'as it was'
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('build.ts', CONSOLE))])
  writeFileSync(STAMP, sources)
  return 'built'
}

function stampOfSources(): string {
  const files = globSync(['**/*.{ts,tsx,css,html,svg}', '../package-lock.json'], {
    cwd: CONSOLE,
    exclude: path => path === 'dist',
  })
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(new URL(file, CONSOLE))
    hash.update(`${file}\n${size}\n${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** The first parts of the addresses of the console's pages; the console itself says when there is nothing at one. */
const PAGES = [
  ...['board', 'jobs', 'messages', 'directory', 'rules', 'templates', 'reports', 'health', 'settings'],
  ...['sign-in', 'first-run', 'invitation', 'new-password', 'password-reset'],
]

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
}

/** Serves the console as it was built: one page at all its addresses, and its files, whose names change with them. */
export function mountConsole(app: OpenAPIHono, compressed: MiddlewareHandler): void {
  for (const path of ['/', ...PAGES.flatMap(name => [`/${name}`, `/${name}/*`])]) app.get(path, servePage)
  app.get('/icon.svg', () => serveBuilt('icon.svg'))
  app.get('/assets/:file', compressed, c => serveBuilt(`assets/${c.req.param('file')}`) ?? c.notFound())
}

// What the page may do: nothing from elsewhere; styles only with the word that is made for this one answer.
function servePage(): Response {
  const nonce = randomBytes(16).toString('base64')
  const page = (readBuilt('index.html')?.toString() ?? NOT_BUILT).replaceAll('%NONCE%', nonce)
  const policy = `${SAFE['content-security-policy']}; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:`
  const headers = { ...SAFE, 'content-security-policy': policy, 'cache-control': 'no-cache' }
  return new Response(page, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } })
}

const NOT_BUILT =
  '<!doctype html><title>Callout</title>The console is not built. Stop the server, run "npm run build", start it.'

const YEAR = 'public, max-age=31536000, immutable'

function serveBuilt(name: string): Response {
  const bytes = readBuilt(name)
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)]
  if (!bytes || !type) return new Response('There is no such file.', { status: 404, headers: SAFE })
  const cache = name.startsWith('assets/') ? YEAR : 'no-cache'
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { ...SAFE, 'cache-control': cache, 'content-type': type },
  })
}

// Names only: what was built is read once and kept, and nothing else can be asked for.
const read = new Map<string, Buffer>()

function readBuilt(name: string): Buffer | undefined {
  const known = read.get(name)
  if (known) return known
  const built = globSync('**/*', { cwd: BUILT }).includes(name)
  if (!built) return undefined
  const bytes = readFileSync(new URL(name, BUILT))
  read.set(name, bytes)
  return bytes
}

import type { Ask } from './trial-door.ts'

/** A browser that somebody uses to work with the door: it keeps cookies, and says from where it comes. */
export function browser(ask: Ask, { origin = 'http://localhost', ...more }: Record<string, string> = {}) {
  const kept = new Map<string, string>()
  const does = async (line: string, body?: unknown, headers: Record<string, string> = {}) => {
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = { ...(cookie && { cookie }), origin, ...more, ...headers }
    const answer = await ask(null, line, body ?? (line.startsWith('POST') ? {} : undefined), sent)
    for (const set of answer.headers.getSetCookie()) keep(kept, set)
    return answer
  }
  return Object.assign(does, { kept })
}
export type Browser = ReturnType<typeof browser>

function keep(kept: Map<string, string>, set: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
  if (/max-age=0/i.test(set)) kept.delete(name)
  else kept.set(name, value)
}

import type { Reply } from '#delivery/heard.ts'
import type { Part } from './smpp-receipt.ts'

/** Answers a deliver_sm with a status; false when it could not be said, for the link is gone. */
export type Confirm = (status: number) => boolean

type PartsOptions = Readonly<{ keep: (reply: Reply, confirm: Confirm) => void; patience: number }>
type Held = Readonly<{ part: Part; confirm: Confirm }>

/**
 * Holds the parts of a long text unconfirmed for `patience` seconds. When all come in that time they are kept as one;
 * else each is kept by itself as "(1/2) ...", for a provider that waits for one answer before it sends the next, or that
 * sends the rest over another link, would otherwise wait for ever. A crash loses nothing: what was not stored was not
 * confirmed.
 */
export function openParts({ keep, patience }: PartsOptions) {
  const groups = new Map<string, { held: Held[]; timer: NodeJS.Timeout }>()

  function hold(part: Part, confirm: Confirm): void {
    const group = groups.get(part.of) ?? { held: [], timer: setTimeout(() => apart(part.of), patience * 1000) }
    groups.set(part.of, group)
    group.held.push({ part, confirm })
    if (new Set(group.held.map(each => each.part.number)).size === part.total) together(take(part.of))
  }

  function take(of: string): readonly Held[] {
    const { held, timer } = groups.get(of)!
    clearTimeout(timer)
    groups.delete(of)
    return held
  }

  function together(held: readonly Held[]): void {
    // Sent twice while we held it, a part is here twice: its words count once, and both are confirmed.
    const byNumber = new Map(held.map(({ part }) => [part.number, part.reply]))
    const inOrder = [...byNumber].sort(([a], [b]) => a - b).map(([, reply]) => reply)
    const words = inOrder.map(reply => reply.words).join('')
    keep({ ...inOrder[0]!, words }, status => held.map(({ confirm }) => confirm(status)).every(Boolean))
  }

  function apart(of: string): void {
    for (const { part, confirm } of take(of)) {
      keep({ ...part.reply, words: `(${part.number}/${part.total}) ${part.reply.words}` }, confirm)
    }
  }

  const close = () => {
    for (const of of [...groups.keys()]) apart(of)
  }

  return { hold, close }
}

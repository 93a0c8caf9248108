import { nearestAmong } from '#base/nearest.ts'

/** An entry of the directory that a file may name. Only sites have an address. */
export type Named<Kind extends string> = Readonly<{ kind: Kind; id: string; name: string; address: string | null }>

type Found<Kind extends string> =
  | Readonly<{ ok: true; entry: Named<Kind> }>
  | Readonly<{ ok: false; because: 'none' | 'several'; explained: string }>
export type Names<Kind extends string> = (kind: Kind, written: string) => Found<Kind>

/** What each kind of entry is called where the file comes from. */
type Called<Kind extends string> = Readonly<Record<Kind, string>>

/** Two spellings of one name or word are equal in this form. */
export const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()

/**
 * Finds entries by their name, in any case; where several have one name, by the name in exactly that case, by "name,
 * address", or by the id. What is not found comes with what to write instead.
 */
export function namesAmong<Kind extends string>(entries: readonly Named<Kind>[], called: Called<Kind>): Names<Kind> {
  const known = Map.groupBy(
    entries.flatMap(entry => waysToWrite(entry).map(way => ({ key: `${entry.kind} ${plain(way)}`, entry }))),
    ({ key }) => key,
  )
  const nearest = suggestionsAmong(entries)
  return (kind, written) => {
    // One entry may be there under the name it has and the name it gets.
    const found = [...new Map(known.get(`${kind} ${plain(written)}`)?.map(({ entry }) => [entry.id, entry])).values()]
    const exact = found.filter(({ name }) => name === written)
    const [entry, ...others] = exact.length > 0 ? exact : found
    if (!entry)
      return { ok: false, because: 'none', explained: noneCalled(called[kind], written, nearest(kind, written)) }
    return others.length === 0
      ? { ok: true, entry }
      : { ok: false, because: 'several', explained: severalCalled(called[kind], [entry, ...others]) }
  }
}

const waysToWrite = ({ id, name, address }: Named<string>): string[] =>
  address === null ? [id, name] : [id, name, `${name}, ${address}`]

function noneCalled(called: string, written: string, suggested: string | undefined): string {
  const none = `There is no ${called} "${written}"`
  return suggested === undefined
    ? `${none}: add it first, or put its name right.`
    : `${none}: did you mean "${suggested}"?`
}

function severalCalled(called: string, entries: readonly Named<string>[]): string {
  const { name } = entries[0]!
  const places = new Set(entries.map(({ address }) => address))
  const ways = entries.map(({ id, address }) => (places.size === entries.length ? `"${name}, ${address}"` : id))
  const shown = [...ways.slice(0, MOST_WAYS), ...(ways.length > MOST_WAYS ? ['...'] : [])].join(' or ')
  return `More than one ${called} is called "${name}": write ${shown} in place of the name.`
}

const MOST_WAYS = 3

// Looking for a likeness among a hundred thousand names takes milliseconds; a file full of strangers must not take all.
const MOST_SUGGESTED = 100

function suggestionsAmong<Kind extends string>(entries: readonly Named<Kind>[]) {
  const told = new Map<string, string | undefined>()
  const among = new Map<Kind, (asked: string) => string | undefined>()
  return (kind: Kind, written: string): string | undefined => {
    const key = `${kind} ${plain(written)}`
    if (told.has(key) || told.size >= MOST_SUGGESTED) return told.get(key)
    const nearest = among.get(kind) ?? nearestAmong(entries.filter(each => each.kind === kind).map(({ name }) => name))
    among.set(kind, nearest)
    told.set(key, nearest(written))
    return told.get(key)
  }
}

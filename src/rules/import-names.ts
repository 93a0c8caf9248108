import { nearestAmong } from './nearest.ts'
import type { OwnerKind } from './rule.ts'

/** An entry of the directory that a row may name. Only sites have an address. */
export type Entry = Readonly<{ kind: OwnerKind | 'service-type'; id: string; name: string; address: string | null }>

/** What each kind of entry is called in the files. */
export const CALLED: Record<Entry['kind'], string> = {
  company: 'company',
  customer: 'customer',
  'alarm-company': 'alarm company',
  site: 'location',
  provider: 'service provider',
  region: 'region',
  status: 'status',
  'service-type': 'service type',
}

type Found =
  | Readonly<{ ok: true; entry: Entry }>
  | Readonly<{ ok: false; because: 'none' | 'several'; explained: string }>
export type Names = (kind: Entry['kind'], written: string) => Found

/** Two spellings of one name or word are equal in this form. */
export const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()

/**
 * Finds entries by their name, in any case; where several have one name, by the name in exactly that case, by "name,
 * address", or by the id. What is not found comes with what to write instead.
 */
export function namesAmong(entries: readonly Entry[]): Names {
  const known = Map.groupBy(
    entries.flatMap(entry => waysToWrite(entry).map(way => ({ key: `${entry.kind} ${plain(way)}`, entry }))),
    ({ key }) => key,
  )
  const nearest = suggestionsAmong(entries)
  return (kind, written) => {
    const found = (known.get(`${kind} ${plain(written)}`) ?? []).map(({ entry }) => entry)
    const exact = found.filter(({ name }) => name === written)
    const [entry, ...others] = exact.length > 0 ? exact : found
    if (!entry) return { ok: false, because: 'none', explained: noneCalled(kind, written, nearest(kind, written)) }
    return others.length === 0
      ? { ok: true, entry }
      : { ok: false, because: 'several', explained: severalCalled([entry, ...others]) }
  }
}

const waysToWrite = ({ id, name, address }: Entry): string[] =>
  address === null ? [id, name] : [id, name, `${name}, ${address}`]

function noneCalled(kind: Entry['kind'], written: string, suggested: string | undefined): string {
  const none = `There is no ${CALLED[kind]} "${written}"`
  return suggested === undefined
    ? `${none}: add it first, or put its name right.`
    : `${none}: did you mean "${suggested}"?`
}

function severalCalled(entries: readonly Entry[]): string {
  const { kind, name } = entries[0]!
  const places = new Set(entries.map(({ address }) => address))
  const ways = entries.map(({ id, address }) => (places.size === entries.length ? `"${name}, ${address}"` : id))
  const shown = [...ways.slice(0, MOST_WAYS), ...(ways.length > MOST_WAYS ? ['...'] : [])].join(' or ')
  return `More than one ${CALLED[kind]} is called "${name}": write ${shown} in place of the name.`
}

const MOST_WAYS = 3

// Looking for a likeness among a hundred thousand names takes milliseconds; a file full of strangers must not take all.
const MOST_SUGGESTED = 100

function suggestionsAmong(entries: readonly Entry[]) {
  const told = new Map<string, string | undefined>()
  const among = new Map<Entry['kind'], (asked: string) => string | undefined>()
  return (kind: Entry['kind'], written: string): string | undefined => {
    const key = `${kind} ${plain(written)}`
    if (told.has(key) || told.size >= MOST_SUGGESTED) return told.get(key)
    const nearest = among.get(kind) ?? nearestAmong(entries.filter(each => each.kind === kind).map(({ name }) => name))
    among.set(kind, nearest)
    told.set(key, nearest(written))
    return told.get(key)
  }
}

import { DEEDS, type DeedName } from '../job/deeds.ts'

/** `do`: the deed that is prepared for the job beside the board. */
export type BoardSearch = {
  view?: string | undefined
  search?: string | undefined
  sort?: string | undefined
  do?: DeedName | undefined
}

const isDeed = (word: unknown): word is DeedName => typeof word === 'string' && word in DEEDS

/** What stands in the address of the board. */
export const boardSearch = (given: Record<string, unknown>): BoardSearch => ({
  ...(typeof given.view === 'string' && { view: given.view }),
  ...((typeof given.search === 'string' || typeof given.search === 'number') && { search: String(given.search) }),
  ...(typeof given.sort === 'string' && { sort: given.sort }),
  ...(isDeed(given.do) && { do: given.do }),
})

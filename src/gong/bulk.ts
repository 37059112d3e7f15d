import { GongError } from './errors.ts'
import type { CallIds, Page } from './gong.ts'

/**
 * Gong's page size, and as many ids a request as working clients of Gong use: its limit is not documented. More ids
 * would be answered in several pages.
 */
export const PAGE_SIZE = 100

/**
 * Asks for records by id, at most 100 of them. Gong answers so many in one page; should it cut them into several
 * all the same, the rest is asked for too, so that "missing in the answer" always means that Gong does not have it.
 */
export async function bulk<T>(
  callIds: CallIds,
  askPage: (ids: () => string[], cursor: string | undefined) => Promise<Page<T>>,
): Promise<Page<T>> {
  const ids = () => atMostOnePage(typeof callIds === 'function' ? callIds() : callIds)
  const all: Page<T> = { items: [], odd: [], cursor: null, total: 0 }
  // Gong refuses an empty list of ids.
  if (ids().length === 0) return all
  let cursor: string | undefined
  for (let pages = 0; pages < ids().length; pages++) {
    const page = await askPage(ids, cursor)
    all.items.push(...page.items)
    all.odd.push(...page.odd)
    all.total = Math.max(all.total, page.total)
    if (page.cursor === null) return all
    cursor = page.cursor
  }
  throw new GongError('unavailable', 'Gong keeps answering with further pages.')
}

function atMostOnePage(ids: string[]): string[] {
  if (ids.length > PAGE_SIZE)
    throw new RangeError(`At most ${PAGE_SIZE} ids can be asked for at once, not ${ids.length}.`)
  return ids
}

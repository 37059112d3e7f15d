import type { Clock } from '../clock.ts'
import { PAGE_SIZE } from './cursors.ts'
import type { CursorPlace, Cursors } from './cursors.ts'

export interface PagedRecords {
  totalRecords: number
  currentPageSize: number
  currentPageNumber: number
  /** Not there at all on the last page. */
  cursor?: string
}

export interface Paging {
  cursors: Cursors
  clock: Clock
  /** Seconds from the first page after which its sequence's cursors are dead. */
  cursorLifeS(): number
}

/** By what rows are sorted: time, if they have one, then id. */
export interface PagedRow {
  id: string
  startedMs?: number
}

/**
 * The page of the sorted `rows` that follows `cursor`.
 * By key and not by number: a record that appears behind the cursor meanwhile is not seen and none is seen twice.
 */
export async function pageOf<Row extends PagedRow>(
  paging: Paging,
  kind: 'call' | 'user',
  rows: readonly Row[],
  cursor: string | null,
): Promise<{ rows: Row[]; records: PagedRecords }> {
  const before = cursor === null ? null : await paging.cursors.read(kind, cursor)
  const rest = before ? rows.filter((row) => comesAfter(row, before)) : rows
  const page = rest.slice(0, PAGE_SIZE)
  const last = page.at(-1)
  const pageNumber = before ? before.pageNumber + 1 : 0
  const total = before?.total ?? rows.length
  const records: PagedRecords = {
    totalRecords: total,
    currentPageSize: page.length,
    currentPageNumber: pageNumber,
  }
  if (last && rest.length > page.length) {
    const exp = before?.exp ?? Math.floor(paging.clock.now().getTime() / 1000 + paging.cursorLifeS())
    const time = last.startedMs === undefined ? {} : { time: last.startedMs }
    records.cursor = await paging.cursors.write(kind, { lastId: last.id, total, pageNumber, exp, ...time })
  }
  return { rows: page, records }
}

function comesAfter({ id, startedMs }: PagedRow, place: CursorPlace): boolean {
  if (startedMs !== undefined && place.time !== undefined && startedMs !== place.time)
    return startedMs > place.time
  return id > place.lastId
}

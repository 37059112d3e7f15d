import { readSearch } from '../shell/read-search.ts'

/** With what the way to Gong and back ended: `connected`, `denied`, `expired`, or an issue's code. */
export function readGongSearch(search: Record<string, unknown>): { outcome?: string } {
  return readSearch(search, ['outcome'])
}

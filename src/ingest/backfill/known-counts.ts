import type { Window } from './windows.ts'

/** An estimate's count stays usable for this long. */
const FRESH_MS = 10 * 60_000
const MOST_KEPT = 200

/**
 * Remembers what estimates counted, so that starting right after one does not ask Gong again. Only a saving of one
 * request: another process, or a later start, counts anew.
 */
export function createKnownCounts() {
  const counts = new Map<string, { calls: number; at: number }>()
  return {
    remember(workspaceId: string, range: Window, calls: number): void {
      counts.set(keyOf(workspaceId, range), { calls, at: performance.now() })
      if (counts.size > MOST_KEPT) counts.delete(counts.keys().next().value ?? '')
    },
    /** Null when nobody has counted this range lately. */
    find(workspaceId: string, range: Window): number | null {
      const known = counts.get(keyOf(workspaceId, range))
      return known && performance.now() - known.at < FRESH_MS ? known.calls : null
    },
  }
}

function keyOf(workspaceId: string, { from, to }: Window): string {
  return `${workspaceId} ${from.getTime()} ${to.getTime()}`
}

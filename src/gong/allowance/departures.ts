const SECOND_MS = 1000

/**
 * What this process has sent, by its own monotonic clock. The slots alone keep the rate; this holds it also while
 * somebody sets the database's clock forward.
 */
export function createDepartures(perSecond: number) {
  const byKey = new Map<string, number[]>()
  const newest = (key: string) => byKey.get(key) ?? []
  const freeAt = (key: string) => (newest(key).at(-perSecond) ?? -Infinity) + SECOND_MS
  return {
    /** When the next may leave, by `performance.now()`. */
    freeAt,
    /** Notes a departure now, unless as many as allowed left within the last second: then false. */
    leave(key: string): boolean {
      const now = performance.now()
      if (now < freeAt(key)) return false
      byKey.set(key, [...newest(key), now].slice(-perSecond))
      return true
    },
  }
}

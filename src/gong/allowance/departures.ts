const SECOND_MS = 1000

/**
 * What this process has sent, by its own monotonic clock. The slots alone keep the rate; this holds it also while
 * somebody sets the database's clock forward.
 */
export function createDepartures(perSecond: number) {
  const byKey = new Map<string, number[]>()
  return {
    /** Notes a departure now, unless as many as allowed left within the last second: then false. */
    leave(key: string): boolean {
      const now = performance.now()
      const recent = (byKey.get(key) ?? []).filter((at) => at > now - SECOND_MS)
      if (recent.length >= perSecond) return false
      byKey.set(key, [...recent, now])
      return true
    },
  }
}

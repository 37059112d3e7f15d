const SECOND_MS = 1000
/** The network's, as in the guard of the slots: a request that was sent late may also arrive later than one that follows it. */
const JITTER_MS = 40

/** A request that left. */
export interface Departure {
  /** It was written to its connection now: later than it left where a connection had to be made, or the process is busy. */
  sent(): void
}

/**
 * What this process has sent, by its own monotonic clock. The slots alone keep the rate; this holds it also while
 * somebody sets the database's clock forward, and where a request is sent later than its slot says.
 */
export function createDepartures(perSecond: number) {
  const byKey = new Map<string, { at: number }[]>()
  const newest = (key: string) => byKey.get(key) ?? []
  const freeAt = (key: string) => {
    const times = newest(key).map(({ at }) => at)
    return (times.sort((a, b) => b - a)[perSecond - 1] ?? -Infinity) + SECOND_MS + JITTER_MS
  }
  return {
    /** When the next may leave, by `performance.now()`. */
    freeAt,
    /** Notes a departure now, unless as many as allowed left within the last second and the network's jitter: then null. */
    leave(key: string): Departure | null {
      const now = performance.now()
      if (now < freeAt(key)) return null
      const departure = { at: now }
      // Twice as many: those that were sent late are not always the last that left.
      byKey.set(key, [...newest(key), departure].slice(-2 * perSecond))
      return { sent: () => void (departure.at = performance.now()) }
    },
  }
}

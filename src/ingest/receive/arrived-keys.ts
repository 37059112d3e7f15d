/**
 * The keys of deliveries that this process put on disk and that may not be taken in yet: by them a repeat is known before
 * it can be seen in the log. A repeat that comes to another process within those moments is answered as if it were new,
 * and is found out when it is taken in.
 */
export interface ArrivedKeys {
  /** False where it is known already. */
  add(connectionId: string, dedupeKey: string): boolean
  /** What is known so far is being taken in. */
  beginRound(): void
  /** All that was known when the last round began is taken in. */
  forgetTakenIn(): void
}

/** In a flood no round leaves nothing for minutes; what is forgotten then costs no more than the word for a repeat. */
const MOST = 200_000

export function createArrivedKeys(): ArrivedKeys {
  const before = new Set<string>()
  const since = new Set<string>()
  return {
    add(connectionId, dedupeKey) {
      const key = `${connectionId} ${dedupeKey}`
      if (before.has(key) || since.has(key)) return false
      since.add(key)
      return true
    },
    beginRound() {
      if (before.size > MOST) before.clear()
      for (const key of since) before.add(key)
      since.clear()
    },
    forgetTakenIn() {
      before.clear()
    },
  }
}

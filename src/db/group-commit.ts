import { setImmediate } from 'node:timers/promises'
import { AppError } from '../errors.ts'

/**
 * Lets concurrent writers share a transaction: what arrives while one is being committed forms the next; a lone
 * writer never waits. With a commit to disk for each, a few hundred writers a second are the limit of a disk;
 * together they are thousands (measured for the rows alone: 5,900 against 1,100 a second).
 */
export interface GroupCommitOptions<T> {
  /** Largest number of items in one transaction. */
  most: number
  /** Transactions that may run side by side. */
  sideBySide: number
  /**
   * How large a share of those who are served at the moment a batch waits for, a moment at most. Those who were just
   * answered are about to send again: without it they would share the next transaction with few.
   */
  gathered?: number
  /** What may wait or be committed at a time. Beyond it an item is refused, instead of held in memory for ever longer. */
  limit?: WaitingLimit<T>
}

export interface WaitingLimit<T> {
  items: number
  bytes: number
  sizeOf(item: T): number
  /** Whose item it is: nobody has more than half of either, so that one cannot take all from the others. */
  ownerOf(item: T): string
}

/** Hardly more than a commit takes. */
const GATHERED_WITHIN_MS = 2

/**
 * `commit` stores a batch and answers one result an item, in order. When it fails, its items are committed one by
 * one, so that a bad item fails alone. Throws AppError `unavailable` where the limit is reached.
 */
export function createGroupCommit<T, R>(
  commit: (items: T[]) => Promise<R[]>,
  { most, sideBySide, gathered = 0, limit }: GroupCommitOptions<T>,
): (item: T) => Promise<R> {
  interface Waiting {
    item: T
    resolve: (result: R) => void
    reject: (error: unknown) => void
  }
  const waiting: Waiting[] = []
  let running = 0
  let gathering: { until: number; timer: NodeJS.Timeout } | undefined

  function next(): void {
    if (running >= sideBySide || waiting.length === 0) return
    if (gathering && waiting.length < gathering.until) return
    endGathering()
    running += 1
    void run(waiting.splice(0, most))
  }

  function gather(until: number): void {
    endGathering()
    if (until <= waiting.length) return
    const timer = setTimeout(() => {
      endGathering()
      next()
    }, GATHERED_WITHIN_MS)
    gathering = { until, timer }
  }

  function endGathering(): void {
    clearTimeout(gathering?.timer)
    gathering = undefined
  }

  async function run(batch: Waiting[]): Promise<void> {
    const outcomes = await commitAll(batch.map(({ item }) => item))
    running -= 1
    gather(Math.min(most, Math.floor((waiting.length + batch.length) * gathered)))
    next()
    // The next batch leaves before this one's senders are answered: the database works while we write a hundred answers.
    if (running > 0) await setImmediate()
    batch.forEach(({ resolve, reject }, place) => {
      const outcome = outcomes[place]!
      if (outcome.status === 'fulfilled') resolve(outcome.value)
      else reject(outcome.reason)
    })
  }

  /** When a batch fails, its items are committed one by one. */
  async function commitAll(items: T[]): Promise<PromiseSettledResult<R>[]> {
    try {
      const results = await commit(items)
      return results.map((value) => ({ status: 'fulfilled', value }))
    } catch (reason) {
      if (items.length === 1) return [{ status: 'rejected', reason }]
      const outcomes: PromiseSettledResult<R>[] = []
      for (const item of items) outcomes.push(...(await commitAll([item])))
      return outcomes
    }
  }

  const room = limit && createRoom(limit)
  return async (item) => {
    const leave = room?.enter(item)
    try {
      return await new Promise<R>((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        next()
      })
    } finally {
      leave?.()
    }
  }
}

interface Held {
  items: number
  bytes: number
}

function createRoom<T>({ items, bytes, sizeOf, ownerOf }: WaitingLimit<T>): { enter(item: T): () => void } {
  const all: Held = { items: 0, bytes: 0 }
  const byOwner = new Map<string, Held>()
  return {
    enter(item) {
      const size = sizeOf(item)
      const owner = ownerOf(item)
      const own = byOwner.get(owner) ?? { items: 0, bytes: 0 }
      // Who holds nothing yet may bring one item of any size: its size has a limit of its own.
      const fits = (held: Held, share: number): boolean =>
        held.items === 0 || (held.items + 1 <= items * share && held.bytes + size <= bytes * share)
      if (!fits(all, 1) || !fits(own, 0.5))
        throw new AppError('unavailable', 'Too much is waiting to be stored. Please send it again.', {
          retryAfterS: 5,
        })
      byOwner.set(owner, own)
      for (const held of [all, own]) {
        held.items += 1
        held.bytes += size
      }
      return () => {
        for (const held of [all, own]) {
          held.items -= 1
          held.bytes -= size
        }
        if (own.items === 0) byOwner.delete(owner)
      }
    },
  }
}

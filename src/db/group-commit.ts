import { setImmediate } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import { isOfTheData } from './data-error.ts'

/**
 * Lets concurrent callers share a transaction or a statement: what arrives while one is at work forms the next; who is
 * alone waits for nobody. With a commit to disk for each, a few hundred writers a second are the limit of a disk;
 * together they are thousands (measured for the rows alone: 5,900 against 1,100 a second).
 */
export interface GroupCommitOptions<T> {
  /** Largest number of items in one transaction. */
  most: number
  /** Transactions that may run side by side. */
  sideBySide: number
  /** A batch waits for those who are about to come, since otherwise it would leave with few; without it, for nobody. */
  gather?: Gathering
  /** What may wait or be committed at a time. Beyond it an item is refused, instead of held in memory for ever longer. */
  limit?: WaitingLimit<T>
}

export interface Gathering {
  /** How many items are enough to leave, where `waiting` are there already and `answered` were in the batch before. */
  enough(waiting: number, answered: number): number
  /** It leaves after so long with those that are there. */
  withinMs: number
}

export interface WaitingLimit<T> {
  items: number
  bytes: number
  sizeOf(item: T): number
  /** Whose item it is: nobody has more than half of either, so that one cannot take all from the others. */
  ownerOf(item: T): string
}

/**
 * `commit` stores a batch and answers one result an item, in order; it may be asked for the same items again. When the
 * database refuses what is in a batch, its items are committed one by one, so that a bad item fails alone; when it fails
 * otherwise (a broken connection), the batch is tried once more. Throws AppError `unavailable` where the limit is reached.
 */
export function createGroupCommit<T, R>(
  commit: (items: T[]) => Promise<R[]>,
  { most, sideBySide, gather, limit }: GroupCommitOptions<T>,
): (item: T) => Promise<R> {
  interface Waiting {
    item: T
    resolve: (result: R) => void
    reject: (error: unknown) => void
  }
  const waiting: Waiting[] = []
  let running = 0
  let gathering: { enough: number; timer: NodeJS.Timeout } | undefined

  function next(answered = 0): void {
    if (running >= sideBySide) return
    if (!gathering) beginGathering(answered)
    const isEnough = waiting.length >= (gathering?.enough ?? 1)
    if (isEnough) leave()
  }

  function leave(): void {
    endGathering()
    running += 1
    void run(waiting.splice(0, most))
  }

  function beginGathering(answered: number): void {
    const enough = Math.min(most, gather?.enough(waiting.length, answered) ?? 0)
    if (enough <= waiting.length) return
    const timer = setTimeout(() => {
      if (waiting.length > 0) leave()
      else endGathering()
    }, gather?.withinMs)
    gathering = { enough, timer }
  }

  function endGathering(): void {
    clearTimeout(gathering?.timer)
    gathering = undefined
  }

  async function run(batch: Waiting[]): Promise<void> {
    const outcomes = await commitAll(batch.map(({ item }) => item))
    running -= 1
    next(batch.length)
    // The next batch leaves before this one's senders are answered: the database works while we write a hundred answers.
    if (running > 0) await setImmediate()
    batch.forEach(({ resolve, reject }, place) => {
      const outcome = outcomes[place]!
      if (outcome.status === 'fulfilled') resolve(outcome.value)
      else reject(outcome.reason)
    })
  }

  /** A batch that fails for what is in it is committed item by item, one that fails for something else once more. */
  async function commitAll(items: T[], isLastTry = false): Promise<PromiseSettledResult<R>[]> {
    try {
      const results = await commit(items)
      return results.map((value) => ({ status: 'fulfilled', value }))
    } catch (reason) {
      if (!isOfTheData(reason) && !isLastTry) return commitAll(items, true)
      if (items.length === 1 || !isOfTheData(reason)) return items.map(() => ({ status: 'rejected', reason }))
      const outcomes: PromiseSettledResult<R>[] = []
      for (const item of items) outcomes.push(...(await commitAll([item])))
      return outcomes
    }
  }

  const room = limit && createRoom(limit)
  return async (item) => {
    const makeRoom = room?.enter(item)
    try {
      return await new Promise<R>((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        next()
      })
    } finally {
      makeRoom?.()
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

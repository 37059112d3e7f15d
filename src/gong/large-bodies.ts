/**
 * How many large answers this process holds at a time. Answers below {@link FREE_BYTES} are nobody's business: with 8
 * requests in flight for each of 4 connections they stay below 128 MB together. A longer one needs a place before it is
 * read on, and has it until it was read and parsed: two places of 64 MB, so 256 MB in all. Whoever has a place waits for
 * nothing else, and reading has a deadline, so the places come free; those who wait get them in the order in which they came.
 */
export interface LargeBodies {
  /** Waits for a place. The answer gives it back; calling that twice is harmless. */
  enter(): Promise<() => void>
}

export const FREE_BYTES = 4 * 1024 * 1024
const PLACES = 2

export function createLargeBodies(places = PLACES): LargeBodies {
  const waiting: (() => void)[] = []
  let free = places

  /** The place goes straight to who waits longest, so that nobody who comes just then overtakes. */
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }

  return {
    async enter() {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      let hasLeft = false
      return () => {
        if (!hasLeft) leave()
        hasLeft = true
      }
    },
  }
}

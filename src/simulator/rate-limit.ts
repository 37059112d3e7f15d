/** Whether a request may pass, and if not, after how many whole seconds it may. */
export type Verdict = { allowed: true } | { allowed: false; retryAfterS: number }

/**
 * One company's allowance: never more than `perSecond` requests in any rolling second and `perDay` in any rolling day.
 * Refused requests do not count. Times are monotonic milliseconds, so that a moved clock changes nothing.
 */
export interface RateLimit {
  ask(nowMs: number, perSecond: number, perDay: number): Verdict
  usedInLastDay(nowMs: number): number
}

const SECOND_MS = 1000
const DAY_MS = 86_400_000

/** `secondMs`: how long a second of it lasts. */
export function createRateLimit(secondMs = SECOND_MS): RateLimit {
  let passed: number[] = []
  const inLast = (windowMs: number, nowMs: number) => {
    let count = 0
    while (count < passed.length && nowMs - (passed[passed.length - 1 - count] ?? 0) < windowMs) count += 1
    return count
  }
  const forgetOld = (nowMs: number) => {
    // In bulk, so that dropping the oldest one by one does not copy a day's requests each time.
    if (nowMs - (passed[Math.floor(passed.length / 2)] ?? nowMs) >= DAY_MS)
      passed = passed.filter((at) => nowMs - at < DAY_MS)
  }
  return {
    ask(nowMs, perSecond, perDay) {
      forgetOld(nowMs)
      // The request that must have left the window before this one fits in.
      const blockers = [
        { leaves: passed.at(-perSecond), windowMs: secondMs },
        { leaves: passed.at(-perDay), windowMs: DAY_MS },
      ]
      if (perSecond < 1 || perDay < 1) return { allowed: false, retryAfterS: perDay < 1 ? DAY_MS / 1000 : 1 }
      const waitMs = Math.max(
        ...blockers.map(({ leaves, windowMs }) => (leaves === undefined ? 0 : leaves + windowMs - nowMs)),
      )
      if (waitMs > 0) return { allowed: false, retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) }
      passed.push(nowMs)
      return { allowed: true }
    },
    usedInLastDay: (nowMs) => inLast(DAY_MS, nowMs),
  }
}

/** The most times that lie in any window of one second (or `secondMs`). Times ascending, in milliseconds. */
export function mostInAnySecond(times: readonly number[], secondMs = SECOND_MS): number {
  let most = 0
  let first = 0
  times.forEach((time, last) => {
    while (time - (times[first] ?? time) >= secondMs) first += 1
    most = Math.max(most, last - first + 1)
  })
  return most
}

/**
 * How long a call waits before Gong is asked for it again. Short at first, because analysis usually takes minutes,
 * and hourly later; rounded up to whole minutes, so that calls that wait are asked for together.
 */
const WAITS_S = [30, 60, 120, 300, 600, 1800]
const HOURLY_S = 3600

/** `asks` = how often we have asked already (0 before the first answer). */
export function nextAsk(now: Date, asks: number): Date {
  const waitMs = (WAITS_S[asks] ?? HOURLY_S) * 1000
  const minute = 60_000
  return new Date(Math.ceil((now.getTime() + waitMs) / minute) * minute)
}

/** Gong makes a transcript within a day (reported); after two we say so instead of waiting on. */
const GIVE_UP_AFTER_MS = 48 * 3_600_000

/**
 * Whether to stop asking for a transcript. `endedAt` is the call's end; a call that was older than two days when we
 * first heard of it gets a second ask.
 */
export function isGivenUp(now: Date, endedAt: Date, asks: number): boolean {
  return now.getTime() - endedAt.getTime() > GIVE_UP_AFTER_MS && asks >= 2
}

import { doneAt, type OffHours } from './off-hours.ts'

/** What is known of a run when one asks when it ends. */
export interface Progress {
  /** Requests still to send, and those sent while it was at work for `workedMs`. */
  requestsLeft: number
  requestsSent: number
  workedMs: number
  /** Follow-ups still to write, and those written; 0 where none are. */
  draftsLeft: number
  drafted: number
  /** What history may use of the allowance: a second, a day, and of this day still. */
  perSecond: number
  perDay: number
  leftToday: number
}

/** The allowance's own rate counts like so many measured requests: a few say little. */
const PRIOR_REQUESTS = 8
/** The window of the allowance is kept this much longer than a second (`gong/allowance`). */
const GUARD = 1.06
const DAY_MS = 86_400_000
/** Until some were written: what the built-in writer does on a small machine. */
const FIRST_GUESS_DRAFTS_PER_SECOND = 5

/** When a run that may work at these hours (null = always) is over: as fast as so far, and never faster than allowed. */
export function endsAt(progress: Progress, offHours: OffHours | null, from: Date): Date {
  const written = doneAt(offHours, from, draftsMs(progress))
  return later(allAskedAt(progress, offHours, from), written)
}

/** Gong is asked a day's share at a time: the next one is there a day after this one was begun, whatever hours the run has. */
function allAskedAt(progress: Progress, offHours: OffHours | null, from: Date): Date {
  const requestMs = msOfRequest(progress)
  let [left, share, at] = [progress.requestsLeft, progress.leftToday, from]
  while (left > share) {
    const shareIsBack = new Date(doneAt(offHours, at, 1).getTime() + DAY_MS)
    at = later(doneAt(offHours, at, share * requestMs), shareIsBack)
    left -= share
    share = Math.max(1, progress.perDay)
  }
  return doneAt(offHours, at, left * requestMs)
}

function msOfRequest({ requestsSent, workedMs, perSecond }: Progress): number {
  const allowed = (GUARD * 1000) / perSecond
  const measured = (workedMs + PRIOR_REQUESTS * allowed) / (requestsSent + PRIOR_REQUESTS)
  return Math.max(allowed, measured)
}

const later = (one: Date, other: Date): Date => (one > other ? one : other)

function draftsMs({ draftsLeft, drafted, workedMs }: Progress): number {
  if (draftsLeft === 0) return 0
  const perSecond = drafted > 0 && workedMs > 0 ? (drafted / workedMs) * 1000 : FIRST_GUESS_DRAFTS_PER_SECOND
  return (draftsLeft / perSecond) * 1000
}

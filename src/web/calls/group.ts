import type { CallSummary } from '../api/types.ts'
import { dayKey } from '../parts/time.ts'

export interface Day {
  key: string
  /** A moment of that day; null where the day is not known yet. */
  at: string | null
  calls: CallSummary[]
  /** What colleagues had that day, shown below one's own. Empty where all are shown in one list. */
  others: CallSummary[]
}

/** The calls by day in the order given; within a day one's own stand first where `mineFirst` asks for it. */
export function byDay(calls: CallSummary[], mineFirst: boolean): Day[] {
  const days = new Map<string, Day>()
  for (const call of calls) {
    const key = call.startedAt ? dayKey(call.startedAt) : 'unknown'
    const day = days.get(key) ?? { key, at: call.startedAt, calls: [], others: [] }
    const part = mineFirst && !call.isMine ? day.others : day.calls
    part.push(call)
    days.set(key, day)
  }
  // A day without a call of one's own needs no division.
  return [...days.values()].map((day) =>
    day.calls.length === 0 ? { ...day, calls: day.others, others: [] } : day,
  )
}

/** New calls that would push what is being read: those above the last call that was already shown. */
export function heldBack(calls: CallSummary[], shown: ReadonlySet<string>): ReadonlySet<string> {
  const lastShown = calls.findLastIndex((call) => shown.has(call.id))
  return new Set(
    calls
      .slice(0, Math.max(0, lastShown))
      .filter((call) => !shown.has(call.id))
      .map((call) => call.id),
  )
}

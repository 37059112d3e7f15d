import { DateTime } from 'luxon'

/** Hours of the day in which a backfill may run, as an admin says them. `weekdays` are those on which the hours begin. */
export interface OffHours {
  /** `HH:MM` on the clock of `timeZone`; `to` not after `from` means the next day. */
  from: string
  to: string
  timeZone: string
  /** 1 = Monday … 7 = Sunday; none given = every day. */
  weekdays?: number[] | undefined
}

/** A stretch of time in which work is allowed: `from` inclusive, `to` exclusive. */
export interface OpenPeriod {
  from: Date
  to: Date
}

/** Further than a week of days there is always an opening, unless the days' hours do not exist. */
const DAYS_AHEAD = 15

/** The period that is open at `at`, or the next one to come. */
export function openPeriod(hours: OffHours, at: Date): OpenPeriod {
  const today = DateTime.fromJSDate(at, { zone: hours.timeZone }).startOf('day')
  // From yesterday on: a night that began then may still be going on.
  for (let day = -1; day <= DAYS_AHEAD; day++) {
    const period = periodOf(hours, today.plus({ days: day }))
    if (period && period.to > at) return period
  }
  throw new RangeError('these hours never come')
}

export function isOpen(hours: OffHours, at: Date): boolean {
  return openPeriod(hours, at).from <= at
}

/** When `workMs` of work that may begin at `at` are done, if it only goes on within the hours. */
export function doneAt(hours: OffHours | null, at: Date, workMs: number): Date {
  if (hours === null) return new Date(at.getTime() + workMs)
  let left = workMs
  let now = at
  // A run that takes more nights than this has no end that would interest anybody.
  for (let periods = 0; periods < 1000; periods++) {
    const period = openPeriod(hours, now)
    const begin = Math.max(now.getTime(), period.from.getTime())
    const has = period.to.getTime() - begin
    if (left <= has) return new Date(begin + left)
    left -= has
    now = period.to
  }
  return now
}

/** The hours that begin on this day; null if it is not one of the weekdays, or if a change of the clock leaves none of them. */
function periodOf(hours: OffHours, day: DateTime): OpenPeriod | null {
  if (hours.weekdays && hours.weekdays.length > 0 && !hours.weekdays.includes(day.weekday)) return null
  const from = atTime(day, hours.from)
  const to = atTime(hours.to > hours.from ? day : day.plus({ days: 1 }), hours.to)
  return to > from ? { from: from.toJSDate(), to: to.toJSDate() } : null
}

/** A time on that day's clock. One that the clock leaves out (spring) is an hour later, of two (autumn) it is the first. */
function atTime(day: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return day.set({ hour, minute, second: 0, millisecond: 0 })
}

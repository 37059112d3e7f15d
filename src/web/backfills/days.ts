import { dayKey } from '../parts/time.ts'

/** A day of the reader's (`2026-11-26`) as the moment it begins; `after` days later. */
export function startOfDay(day: string, after = 0): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + after).toISOString()
}

/** The reader's day so many days before `now`. */
export function daysAgo(days: number, now: number): string {
  const date = new Date(now)
  return dayKey(new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).toISOString())
}

export const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

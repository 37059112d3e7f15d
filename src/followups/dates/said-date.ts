import { DateTime } from 'luxon'

/** A day (or a looser time) that someone named, resolved against the day of the call. */
export interface SaidDate {
  /** The words as they stand in the sentence, with their preposition: "by Thursday". */
  words: string
  /** Place of the words in the sentence. */
  at: number
  /** `YYYY-MM-DD` in the call's zone; null where the words name no single day ("next week", "soon"). */
  date: string | null
  /** `HH:MM` where a time of day was said with it. */
  time: string | null
  /** The Monday of the week meant, where only a week was named. */
  weekOf: string | null
}

/** The calendar day of the call where it took place. All relative words count from here. */
export type CallDay = DateTime

/** @throws when the zone is unknown, so that no date is ever reckoned in the server's zone. */
export function callDay(startedAt: string, timeZone: string): CallDay {
  const day = DateTime.fromISO(startedAt, { zone: timeZone })
  if (!day.isValid) throw new Error(`The call's start ${startedAt} is no time in the zone ${timeZone}`)
  return day.startOf('day')
}

export const iso = (day: DateTime): string => day.toFormat('yyyy-MM-dd')

/** The coming such weekday (1 = Monday), never the call's own day: on a Friday, "Friday" means the next one. */
export function comingWeekday(today: CallDay, weekday: number): DateTime {
  const ahead = (weekday - today.weekday + 7) % 7
  return today.plus({ days: ahead === 0 ? 7 : ahead })
}

/** That weekday in the week `weeks` after the call's week; weeks begin on Monday. */
export function weekdayOfWeek(today: CallDay, weekday: number, weeks: number): DateTime {
  return today.startOf('week').plus({ weeks, days: weekday - 1 })
}

/** "This Friday" said on Saturday means the coming one. */
export function weekdayThisWeek(today: CallDay, weekday: number): DateTime {
  const day = weekdayOfWeek(today, weekday, 0)
  return day < today ? day.plus({ weeks: 1 }) : day
}

/** The last working day of a week: Friday. On a weekend "the end of the week" is the next Friday. */
export const endOfWeek = (today: CallDay, weeks: number): DateTime =>
  weeks === 0 ? weekdayThisWeek(today, 5) : weekdayOfWeek(today, 5, weeks)

/** A day and month without a year lie ahead of the call; up to 60 days back they are taken as past and have no date. */
export function monthDay(today: CallDay, month: number, day: number, year?: number): DateTime | null {
  const here = DateTime.fromObject({ year: year ?? today.year, month, day }, { zone: today.zone })
  if (!here.isValid) return null
  if (year !== undefined || here >= today) return here
  return today.diff(here, 'days').days <= 60 ? null : here.plus({ years: 1 })
}

/** "The 15th": the next such day of a month. */
export function dayOfMonth(today: CallDay, day: number): DateTime | null {
  for (let months = 0; months < 3; months++) {
    const found = DateTime.fromObject({ ...today.plus({ months }).toObject(), day }, { zone: today.zone })
    if (found.isValid && found.month === today.plus({ months }).month && found > today) return found
  }
  return null
}

/** Working days from the call's day, skipping weekends. Public holidays are not known. */
export function plusWorkingDays(today: CallDay, count: number): DateTime {
  let day = today
  for (let left = count; left > 0;) {
    day = day.plus({ days: 1 })
    if (day.weekday <= 5) left--
  }
  return day
}

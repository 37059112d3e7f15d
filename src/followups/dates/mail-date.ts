import { DateTime } from 'luxon'

/** "Thursday, 26 November"; with the year where it is not the call's. */
export function mailDate(date: string, language: string, callYear: number): string {
  const day = DateTime.fromISO(date, { zone: 'utc' })
  const year = day.year !== callYear
  switch (language) {
    case 'de':
      return day.setLocale('de').toFormat(year ? 'cccc, d. LLLL yyyy' : 'cccc, d. LLLL')
    case 'ja':
      return day.setLocale('ja').toFormat(year ? 'yyyy年L月d日（ccc）' : 'L月d日（ccc）')
    default:
      return day.setLocale('en-GB').toFormat(year ? 'cccc, d LLLL yyyy' : 'cccc, d LLLL')
  }
}

/** The zone's short name on that day, such as `CET` or `GMT-5`: "15:00" alone is not a time. */
export function zoneName(timeZone: string, date: string): string {
  const day = DateTime.fromISO(`${date}T12:00`, { zone: timeZone })
  const short = day.setLocale('en-GB').toFormat('ZZZZ')
  const american = day.setLocale('en-US').toFormat('ZZZZ')
  return /^(?:GMT|UTC)[+-]/.test(short) ? american : short
}

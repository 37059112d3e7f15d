/** Words for moments and spans. The pages speak English with days before months and 24 hours, like Gong's own times. */
const LOCALE = 'en-GB'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The pages' clock ticks in steps, and the server's may be a little ahead: what just happened is not the future. */
const CLOCK_LAG = 20_000

/** "just now", "4 min ago", "in 5 min", "yesterday", "12 Nov". */
export function relative(iso: string, now: number): string {
  const at = Date.parse(iso)
  const away = Math.abs(now - at)
  const past = at <= now + CLOCK_LAG
  const say = (count: number, unit: string) => (past ? `${count} ${unit} ago` : `in ${count} ${unit}`)
  if (away < 45_000) return past ? 'just now' : 'in a moment'
  if (away < HOUR) return say(Math.max(1, Math.round(away / MINUTE)), 'min')
  if (away < 20 * HOUR) return say(Math.round(away / HOUR), 'h')
  const days = dayNumber(at) - dayNumber(now)
  if (days === -1) return 'yesterday'
  if (days === 1) return 'tomorrow'
  if (Math.abs(days) < 7) return say(Math.max(1, Math.abs(days)), Math.abs(days) === 1 ? 'day' : 'days')
  return shortDay(iso, now)
}

/** "Thursday 26 November 2026 at 10:31:04 CET": the whole truth, for hover and screen readers. */
export function exact(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(LOCALE, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(iso))
}

/** "10:31" */
export function clock(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(iso),
  )
}

/** "CET", "GMT+2": the short name of a zone at that moment. */
export function zoneName(iso: string, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'short', timeZone }).formatToParts(
    new Date(iso),
  )
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone ?? ''
}

/** "Today", "Yesterday", "Thursday 12 November": the head of a day in a list, in the reader's own zone. */
export function dayHeading(iso: string, now: number): string {
  const days = dayNumber(Date.parse(iso)) - dayNumber(now)
  if (days === 0) return 'Today'
  if (days === -1) return 'Yesterday'
  if (days === 1) return 'Tomorrow'
  const date = new Date(iso)
  return new Intl.DateTimeFormat(LOCALE, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(date.getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }),
  }).format(date)
}

/** "2026-11-26" in the reader's own zone: groups what happened on one day. */
export function dayKey(iso: string): string {
  const date = new Date(iso)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

/** "12 Nov", with the year where it is not this one. */
export function shortDay(iso: string, now: number, timeZone?: string): string {
  const date = new Date(iso)
  const otherYear = date.getFullYear() !== new Date(now).getFullYear()
  return new Intl.DateTimeFormat(LOCALE, {
    day: 'numeric',
    month: 'short',
    ...(otherYear ? { year: 'numeric' } : {}),
    timeZone,
  }).format(date)
}

/** A calendar day (`2026-11-26`, no zone) as "Thu 26 Nov". */
export function calendarDay(day: string): string {
  return new Intl.DateTimeFormat(LOCALE, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
}

/** A call's length: "42 min", "1 h 30 min", "50 s". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** How long something took: "0.4 s", "9 s", "9 min", "3 h", "2 days". */
export function span(ms: number): string {
  if (ms < 950) return `${Math.max(0.1, Math.round(ms / 100) / 10)} s`
  if (ms < MINUTE) return `${Math.round(ms / 1000)} s`
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} h`
  return `${Math.round(ms / DAY)} days`
}

/** A place in a call: "04:30", "1:04:30". */
export function position(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
  return seconds < 3600 ? rest : `${Math.floor(seconds / 3600)}:${rest}`
}

const pad = (value: number): string => String(value).padStart(2, '0')

function dayNumber(at: number): number {
  const date = new Date(at)
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY)
}
